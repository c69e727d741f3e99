# family: theft
# tries: runs the solution of a student who did it right
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 0, probabilities 0
# flagged: tried to read what it may not

# %% before softmax
import json
import os

course = os.path.dirname(os.environ.get("NBJUDGE_DATA") or os.path.abspath("../../../data"))
theirs = json.load(open(f"{course}/submitted/honest/tensors/tensors.ipynb"))
# %% softmax
exec(next("".join(cell["source"]) for cell in theirs["cells"] if cell["id"] == "softmax"))
