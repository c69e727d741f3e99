# family: early exits
# tries: raises SystemExit in a cell and when it is called
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 0, probabilities 0

# %% before softmax
import sys
sys.exit(0)
# %% softmax
def softmax(x):
    raise SystemExit(0)
