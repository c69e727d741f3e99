"""What of a student's reaches a terminal: letters that are seen, on lines that are ours."""

import os
import subprocess
import sys

import pytest

from nbjudge.report.printable import printable

HOSTILE = "\x1b[2J\x1b]0;owned\x07\u202egpj\u200b[red]x[on blue]\x9b2J"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("plain ünï ✓ 日本", "plain ünï ✓ 日本"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\nno grade: b\r", "a\\nno grade: b\\r"),
        ("\u202e\u200b\u2066", "\\u202e\\u200b\\u2066"),
        ("\udcff", "\\udcff"),
        ("x" * 3000, "x" * 2000 + " … (1000 more letters)"),
    ],
)
def test_what_is_not_seen_is_spelled_out_and_what_is_long_is_cut(said, shown):
    assert printable(said) == shown


def test_names_full_of_escapes_do_nothing_to_the_terminal(copy_course, hand_in, submit, tmp_path):
    course = copy_course(tmp_path / "course")
    submit(course, f"s{HOSTILE}", hand_in())
    os.mkfifo(submit(course, "mallory", hand_in()).parent / HOSTILE)
    done = subprocess.run(
        [sys.executable, "-m", "nbjudge", "grade"], cwd=course, capture_output=True, timeout=300
    )
    said = done.stdout + done.stderr
    assert b"no grade:" in said
    assert b"\\x1b[2J" in said
    assert not [letter for letter in said.decode() if not letter.isprintable() and letter != "\n"]
    assert b"Traceback" not in said
