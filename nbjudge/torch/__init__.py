"""What check modules of a course with torch use: probes, formulas of networks, inputs."""

from nbjudge.torch.asking import probe
from nbjudge.torch.formula import Formula
from nbjudge.torch.samples import every_size, of_every_rank, varied

__all__ = ["Formula", "every_size", "of_every_rank", "probe", "varied"]
