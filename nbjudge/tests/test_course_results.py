"""What a release ships for given cells, and how long a notebook has it."""

import zlib

import pytest
import torch

from nbjudge.judge.course_results import Lending, as_file, place_of, results_for


def shipped(folder, results):
    notebook = folder / "warmup.ipynb"
    file = folder / place_of("warmup")
    file.parent.mkdir()
    file.write_bytes(as_file(results))
    return notebook


def test_tensors_and_texts_are_read_as_they_were(tmp_path):
    whole = torch.arange(6).reshape(2, 3)
    results = {"whole": whole, "scores": torch.rand(2, 2, dtype=torch.float64), "device": "cpu"}
    found = results_for(shipped(tmp_path, results))
    assert found["device"] == "cpu"
    assert found["whole"].dtype == torch.int64
    assert torch.equal(found["whole"], whole)
    assert torch.equal(found["scores"], results["scores"])


def test_a_notebook_without_such_a_file_has_no_results(tmp_path):
    assert results_for(tmp_path / "warmup.ipynb") == {}


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", zlib.compress(b"\xc1")])
def test_a_damaged_file_has_no_results(tmp_path, content):
    notebook = shipped(tmp_path, {"device": "cpu"})
    (tmp_path / place_of("warmup")).write_bytes(content)
    assert results_for(notebook) == {}


def test_what_is_lent_is_taken_back_and_a_notebooks_own_stands_there_again():
    names = {"images": "own", "x": 1}
    lending = Lending(names)
    lending.lend({"images": "course's", "output": "course's"})
    assert names == {"images": "course's", "output": "course's", "x": 1}
    lending.take_back()
    assert names == {"images": "own", "x": 1}
    lending.take_back()
    assert names == {"images": "own", "x": 1}


def test_what_a_cell_gives_a_value_of_its_own_is_kept():
    names = {"images": "own"}
    lending = Lending(names)
    lending.lend({"images": "course's", "output": "course's"})
    names["output"] = "made by the cell"
    del names["images"]
    lending.take_back()
    assert names == {"output": "made by the cell"}
