"""`probe`: the engine's probes by name (`nbjudge.torch.probes`), for check modules."""

from nbjudge.checks.probes import Probes
from nbjudge.torch.probes.table import NAMES

probe = Probes(lambda: NAMES)
