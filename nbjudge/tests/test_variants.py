"""The course's checks are right: variants are judged as they say, near and in a kernel."""

import os
from pathlib import Path

import pytest

from nbjudge.proof.command import workers
from nbjudge.proof.proving import prove, reference_failures, subjects, telling

SUBJECTS = subjects(Path(__file__).parents[2], [])
# `nbjudge prove --seeds` tries more of them, on all variants.
SEEDS = range(1, 2)
each_exercise = pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.slug)


@pytest.fixture(scope="module")
def tried(request):
    """What was found by trying, as futures: all exercises at once, on all cores."""
    chosen = [i.callspec.params["subject"] for i in request.session.items if _is_about_one(i)]
    pool = workers((os.cpu_count() or 1) + 1)  # one more, since kernels are waited for
    yield {
        (task, subject.slug): pool.submit(task, subject, *details, **named)
        # Those that take long begin first, so that no process is left with one alone.
        for subject in sorted(dict.fromkeys(chosen), key=lambda subject: not subject.takes_long)
        for task, details, named in (
            (prove, (), {"near": _near(subject), "mutate": False, "remote": few}),
            (reference_failures, (SEEDS,), {}),
        )
    }
    pool.shutdown(cancel_futures=True)


def _near(subject):
    """Which variants are tried: all, unless that takes long; `nbjudge prove` tries all."""
    return telling if subject.takes_long else list


def few(variants):
    """Some right ones, and wrong ones that fail by different checks."""
    rights = [variant for variant in variants if variant.right][:1]
    return rights + [variant for variant in telling(variants) if not variant.right][:3]


def _is_about_one(item):
    return hasattr(item, "callspec") and "subject" in item.callspec.params


@each_exercise
def test_every_variant_is_judged_as_it_says_and_alike_in_a_kernel(tried, subject):
    """In kernels, a few that tell much; `nbjudge prove --remote` tries all of them."""
    assert tried[prove, subject.slug].result().mistakes == ()


@each_exercise
def test_there_are_variants_enough(subject):
    variants = subject.variants()
    rights = sum(variant.right for variant in variants)
    assert rights >= 6
    assert len(variants) - rights >= 12


@each_exercise
def test_the_reference_solution_gets_full_marks_whatever_the_seed(tried, subject):
    assert tried[reference_failures, subject.slug].result() == []


def test_every_exercise_of_the_curriculum_is_here():
    assert len(SUBJECTS) == 36
