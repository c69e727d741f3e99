"""What check modules of a course with torch use: probes, formulas of networks, test inputs."""

from nbjudge.torch.asking import probe
from nbjudge.torch.definition import assert_from_definition, leaves_torch
from nbjudge.torch.formula import Formula
from nbjudge.torch.independence import chance_between, chance_within
from nbjudge.torch.samples import every_size, of_every_rank, varied
from nbjudge.torch.slips import slips_of_a_call, with_other_activations
from nbjudge.torch.worlds import A_CARD, NO_CARD

__all__ = [
    "A_CARD",
    "NO_CARD",
    "Formula",
    "assert_from_definition",
    "chance_between",
    "chance_within",
    "every_size",
    "leaves_torch",
    "of_every_rank",
    "probe",
    "slips_of_a_call",
    "varied",
    "with_other_activations",
]
