"""A notebook's bytes: read where nothing is lost, and refused with a reason where something is."""

import json

import nbformat
import pytest

from nbjudge.course.reading import NotANotebook, parsed


def without(name, cells):
    return [{key: value for key, value in cell.items() if key != name} for cell in cells]


def with_entry(name, value, cells):
    return [{**cell, name: value} for cell in cells]


def strange_ways(notebook):
    """A notebook's data, with what another program might have made of it."""
    data = json.loads(nbformat.writes(notebook))
    cells = data["cells"]
    return {
        "no metadata": {"nbformat": 4, "nbformat_minor": 5, "cells": cells},
        "metadata is a list": {**data, "metadata": []},
        "no version": {"cells": cells},
        "unknown keys": {**data, "signature": "x", "cells": with_entry("zoom", 3, cells)},
        "no ids": {**data, "cells": without("id", cells)},
        "the same id everywhere": {**data, "cells": with_entry("id", "same", cells)},
        "an id that is none": {**data, "cells": with_entry("id", "a b", cells)},
        "odd outputs": {**data, "cells": with_entry("outputs", 3, cells)},
        "odd attachments": {**data, "cells": with_entry("attachments", [3], cells)},
        "no cell has metadata": {**data, "cells": without("metadata", cells)},
        "odd tags": {**data, "cells": with_entry("metadata", {"tags": 3}, cells)},
        "not a number": {**data, "metadata": {"x": float("nan")}},
    }


def ways_to_write(notebook):
    text = nbformat.writes(notebook)
    ways = {name: json.dumps(data).encode() for name, data in strange_ways(notebook).items()}
    return ways | {
        "with a mark": text.encode("utf-8-sig"),
        "UTF-16": text.encode("utf-16"),
        "UTF-16 without a mark": text.encode("utf-16-le"),
        "UTF-32": text.encode("utf-32"),
        "Latin-1": text.encode("latin-1"),
        "one letter in Latin-1": text.encode().replace("ü".encode(), b"\xfc", 1),
        "Windows lines": text.replace("\n", "\r\n").encode(),
        "commas before brackets": text.replace("\n  }", ",\n  }").replace("\n ]", ",\n ]").encode(),
        "tabs in a text": text.replace("\\t", "\t").encode(),
    }


@pytest.mark.filterwarnings("error")
def test_what_jupyterlab_refuses_is_read_where_nothing_is_lost(hand_in):
    notebook = hand_in(double='def double(x):\n\t"""fünf über ,] und ,}"""\n\treturn 2 * x')
    right = [cell.source for cell in notebook.cells]
    for name, raw in ways_to_write(notebook).items():
        found = parsed(raw)
        assert [cell.source for cell in found.cells] == right, name
        nbformat.validate(found)


def test_where_metadata_are_odd_the_cells_keep_their_names(hand_in):
    data = json.loads(nbformat.writes(hand_in()))
    for cell in data["cells"]:
        cell["metadata"]["tags"] = 3
    names = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in hand_in().cells]
    found = parsed(json.dumps(data).encode()).cells
    assert [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in found] == names


def test_a_valid_notebook_keeps_its_outputs(hand_in):
    notebook = hand_in()
    output = {"output_type": "stream", "name": "stdout", "text": "1\n2\n"}
    notebook.cells[1].outputs = [nbformat.from_dict(output)]
    assert parsed(nbformat.writes(notebook).encode()).cells[1].outputs == [output]


WRONG = {
    '{"cells": 3}': "no list of cells",
    '{"cells": [3]}': "its cell 1 is neither code nor text",
    '{"cells": [{"cell_type": "slide"}]}': "its cell 1 is neither",
    '{"cells": [{"cell_type": ["code"]}]}': "its cell 1 is neither",
    '{"cells": [{"cell_type": "code", "source": 7}]}': "its cell 1 has something else than text",
    '{"cells": [{"cell_type": "code", "source": ["a", 7]}]}': "its cell 1 has something else",
    '{"worksheets": 3}': "an old notebook that cannot be read",
    '{"cells": [], "nbformat": 5}': "format 5",
    '{"cells": [{"cell_type": "code", "source": "x = ': "breaks off",
    '{"cells": [': "breaks off",
    "[" * 100_000: "nested too deep",
    "PK\x03\x04": "a zip archive",
    "<!DOCTYPE html>": "a web page",
    "\0" * 500: "it is empty",
    "1" * 5000: "no JSON",
}


@pytest.mark.parametrize(("text", "said"), WRONG.items(), ids=range(len(WRONG)))
def test_what_is_no_notebook_is_told_in_a_sentence(text, said):
    with pytest.raises(NotANotebook, match=said):
        parsed(text.encode())


def test_half_a_character_does_not_make_a_notebook_that_cannot_be_written():
    raw = b'{"cells": [{"cell_type": "code", "source": "x = \\ud83d + \\ud83d\\ude00"}]}'
    (cell,) = parsed(raw).cells
    assert cell.source == "x = \ufffd + \U0001f600"
