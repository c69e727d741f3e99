# family: theft
# tries: looks for the check modules, and prints what it finds
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0
# flagged: tried to read what it may not

# %% before softmax
import os

course = os.path.dirname(os.environ.get("NBJUDGE_DATA") or os.path.abspath("../../../data"))
checks = open(f"{course}/tests/tensors/test_softmax.py").read()
print(checks)
