# family: replaced judge
# tries: replaces the agent's module by one that serves nobody
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
import sys
from types import SimpleNamespace

sys.modules["nbjudge.kernel.agent"] = SimpleNamespace(serve=lambda address: None)
