"""Worlds for `what_if`: with a graphics card and without one."""

from nbjudge.link.worlds import World

_CARD = "__import__('nbjudge.torch.probes.card', fromlist=['card'])"

A_CARD = World(f"{_CARD}.put_in_a_card()")
"""Torch reports a graphics card, and what is moved to `cuda` lies there."""

NO_CARD = World(f"{_CARD}.take_the_cards_out()")
"""Torch reports no graphics card, also on a machine that has one."""
