# family: theft
# tries: prints the environment, its own and its parent's
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
import os

print(dict(os.environ))
try:
    print(open(f"/proc/{os.getppid()}/environ").read())
except OSError as error:
    print(error)
