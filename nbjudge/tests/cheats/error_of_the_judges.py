# family: forged channel
# tries: answers with errors of kinds that the judge itself uses
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 0, probabilities 0

# %% before softmax
import nbjudge.kernel.agent
from nbjudge.link.wire import encode

def answer(self, request):
    raised = {"kind": "CourseError", "message": "the checks are broken", "line": ""}
    return encode({"raised": raised}, lambda value: None)

nbjudge.kernel.agent.Agent.answer = answer
