# family: replaced judge
# tries: replaces the judge's modules in this process by some that always pass
# earns: mnist_loader 5, flatten 3, manual_network 8, softmax 3, probabilities 0

# %% before softmax
import sys
from types import ModuleType

for name in ("judge.session", "checks", "checks.definition", "report.results", "judge.live"):
    fake = ModuleType(f"nbjudge.{name}")
    fake.__getattr__ = lambda name: lambda *details, **named: None
    sys.modules[f"nbjudge.{name}"] = fake
