# family: early exits
# tries: calls itself without end, with the limit on that taken away
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 0, probabilities 0

# %% softmax
import sys

sys.setrecursionlimit(2**30)


def softmax(x):
    return softmax(x)
