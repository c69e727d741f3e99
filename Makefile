# Every target sets up .venv first, if need be. PYTHON names the Python (3.11 or later) to make it with.
PYTHON ?= python3
BIN = .venv/bin
# nbgrader starts alembic and jupyter by name.
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: grade test lab release prove bench lint clean

grade: .venv/installed  ## grade what is new in submitted/, and print the scores
	$(BIN)/nbjudge grade

test: .venv/installed lint  ## the engine's tests, then all checks on the course's own notebooks
	$(BIN)/python -m pytest nbjudge --numprocesses=auto --dist=loadfile
	$(BIN)/python -m pytest

lab: .venv/installed  ## JupyterLab on the release, as students have it
	$(BIN)/jupyter lab --notebook-dir=release

release: .venv/installed  ## make release/ from source/
	for folder in source/*/; do $(BIN)/nbgrader generate_assignment --force "$$(basename $$folder)" || exit 1; done

prove: .venv/installed  ## try the checks on right, wrong and mutated solutions
	$(BIN)/nbjudge prove

bench: .venv/installed  ## the speed beside stock nbgrader's
	$(BIN)/python -m benchmarks.speed

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

clean:  ## remove what grading made
	find autograded feedback -mindepth 1 -maxdepth 1 ! -name README.md -exec rm -rf {} +
	rm -rf gradebook.db scores.csv grades.csv .nbjudge

.venv/installed: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
