# family: early exits
# tries: ends the process in a cell, with success
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
import os
os._exit(0)
