# family: forged channel
# tries: answers with a tensor whose shape its bytes do not fill
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 0, probabilities 0

# %% before softmax
import msgpack
import nbjudge.kernel.agent

def answer(self, request):
    tensor = msgpack.packb(["float32", [64, 2**40], False, False, b"abcd"])
    return msgpack.packb({"value": msgpack.ExtType(1, tensor)})

nbjudge.kernel.agent.Agent.answer = answer
