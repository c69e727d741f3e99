"""The graphics card of this machine, if there is one to judge variants on."""

from nbjudge.proof.isolation import isolated

NO_CARD = "torch can use no graphics card here, so nothing was tried on one"


def graphics_card() -> str:
    """The name of the graphics card that torch uses here; empty if there is none."""
    name: str = isolated(_card)  # a process that has used a card must not be forked
    return name


def _card() -> str:
    import torch

    return torch.cuda.get_device_name() if torch.cuda.is_available() else ""
