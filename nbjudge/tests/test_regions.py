"""Hidden regions: what is in them never reaches students, and broken ones are refused."""

import pytest

from nbjudge.course.regions import RegionError, hidden_lines, visible_text

MODULE = """import torch


def test_open(student):
    pass


### BEGIN HIDDEN TESTS
def test_secret(student):
    pass


### END HIDDEN TESTS
"""


def test_the_hidden_region_goes_with_its_delimiters_and_blank_lines():
    assert visible_text(MODULE) == "import torch\n\n\ndef test_open(student):\n    pass\n"


def test_hidden_lines_count_from_one_and_include_the_delimiters():
    assert hidden_lines(MODULE) == set(range(8, 14))


def test_text_without_regions_stays():
    assert visible_text("a\n\nb") == "a\n\nb\n"
    assert hidden_lines("") == set()


def test_regions_may_be_indented_and_several():
    text = "a\n  ### BEGIN HIDDEN TESTS\n  b\n\t### END HIDDEN TESTS \nc\n" * 2
    assert visible_text(text) == "a\nc\na\nc\n"


def test_lines_of_another_system_end_regions_too():
    assert "secret" not in visible_text(MODULE.replace("\n", "\r\n"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\n### BEGIN HIDDEN TESTS\nb", "line 2"),
        ("a\nb\n### END HIDDEN TESTS", "line 3"),
        ("### BEGIN HIDDEN TESTS\n### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS", "line 2"),
        ("### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS\n### END HIDDEN TESTS", "line 3"),
    ],
)
def test_delimiters_that_do_not_pair_up_are_refused_by_line(text, line):
    with pytest.raises(RegionError, match=line):
        visible_text(text)


@pytest.mark.parametrize(
    "almost",
    [
        "# BEGIN HIDDEN TESTS",
        "###BEGIN HIDDEN TESTS",
        "#### BEGIN HIDDEN TESTS",
        "## END HIDDEN TESTS",
    ],
)
def test_an_almost_right_delimiter_is_refused_and_not_released(almost):
    with pytest.raises(RegionError, match="line 2"):
        visible_text(f"a\n{almost}\nsecret")
