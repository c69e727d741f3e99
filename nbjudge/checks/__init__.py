"""What check modules use: asking about the student's side, and asserting in a student's words."""

from nbjudge.checks.assertions import (
    Observation,
    assert_close,
    assert_equal,
    assert_leaves_alone,
    assert_left_alone,
    layers,
    make,
    observe,
    same_object,
    what_runs,
)
from nbjudge.checks.distributions import assert_distributions
from nbjudge.checks.graphs import as_graph
from nbjudge.checks.probes import probes_in
from nbjudge.checks.reading import ask_a_person, beside, cells_of, note_call, rebinds, was_right
from nbjudge.checks.structure import assert_layers
from nbjudge.checks.types import assert_tensor, kind
from nbjudge.checks.worlds import what_if
from nbjudge.link.drawing import as_bars, as_image
from nbjudge.link.failures import CheckFailure, NotAttempted, StudentError
from nbjudge.link.show import show, show_shape
from nbjudge.link.worlds import World

__all__ = [
    "CheckFailure",
    "NotAttempted",
    "Observation",
    "StudentError",
    "World",
    "as_bars",
    "as_graph",
    "as_image",
    "ask_a_person",
    "assert_close",
    "assert_distributions",
    "assert_equal",
    "assert_layers",
    "assert_leaves_alone",
    "assert_left_alone",
    "assert_tensor",
    "beside",
    "cells_of",
    "kind",
    "layers",
    "make",
    "note_call",
    "observe",
    "probes_in",
    "rebinds",
    "same_object",
    "show",
    "show_shape",
    "was_right",
    "what_if",
    "what_runs",
]
