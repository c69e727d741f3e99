# Every target sets up .venv first, if need be. PYTHON names the Python (3.11 or later) to make it with.
PYTHON ?= python3
BIN = .venv/bin
OLDEST = .venv-oldest/bin
TESTS = nbjudge/tests
# What students run themselves, on whatever system they have.
STUDENT_SIDE = $(TESTS)/test_live.py $(TESTS)/test_terminal.py
# From grading by both commands to a walled kernel; `-m oldest` picks a few tests of each.
TRIED_ON_THE_OLDEST = $(STUDENT_SIDE) $(TESTS)/test_forkserver.py $(TESTS)/test_grading.py $(TESTS)/test_sandbox.py
# nbgrader starts alembic and jupyter by name.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL = help
.PHONY: help grade test test-oldest student-side lab release prove bundle bench lint clean

help:  ## say what the targets are
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/\1 \2/p' Makefile | while read -r name what; do printf 'make %-14s %s\n' "$$name" "$$what"; done

grade: .venv/installed  ## grade what is new in submitted/, and print the scores
	$(BIN)/nbjudge grade

# Some tests need a core at the right moment. What fails while two run at a time is tried once more, alone.
test: .venv/installed lint  ## the engine's tests, then all checks on the course's own notebooks
	$(BIN)/python -m pytest nbjudge --numprocesses=auto --dist=loadfile --no-loadscope-reorder --cov || \
		{ test $$? -eq 1 && $(BIN)/python -m pytest nbjudge --last-failed --last-failed-no-failures none; }
	$(BIN)/python -m pytest

test-oldest: .venv-oldest/installed  ## a few tests with the oldest packages that pyproject.toml admits
	PATH=$(CURDIR)/$(OLDEST):$$PATH $(OLDEST)/python -m pytest -m oldest -W default $(TRIED_ON_THE_OLDEST)

student-side: .venv/installed  ## the tests of what students run, which pass on any system
	$(BIN)/python -m pytest -m student_side $(STUDENT_SIDE)

lab: .venv/installed  ## JupyterLab on the release, as students have it
	JUPYTER_CONFIG_PATH=$(CURDIR)/.jupyter $(BIN)/jupyter lab --notebook-dir=release

release: .venv/installed  ## make release/ from source/
	for folder in source/*/; do $(BIN)/nbgrader generate_assignment --force "$$(basename $$folder)" || exit 1; done

prove: .venv/installed  ## try the checks on right, wrong and mutated solutions
	$(BIN)/nbjudge prove

bundle: .venv/installed  ## write the zip that students get, to dist/
	$(BIN)/nbjudge bundle

bench: .venv/installed  ## the speed beside stock nbgrader's
	$(BIN)/python -m benchmarks.speed

lint: .venv/installed  ## style, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:  ## remove what grading made
	find autograded feedback -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
	rm -rf gradebook.db scores scores.csv grades.csv .nbjudge

.venv/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

.venv-oldest/installed: .venv/installed .ci/oldest_environment.py
	$(BIN)/python .ci/oldest_environment.py
	touch $@
