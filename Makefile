# Two commands matter: `make demo` shows the main job, `make test` proves it.
# Each sets up what it needs in .venv; nothing is installed elsewhere.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check suite faults setup docs reference serve bench format clean

demo: $(READY)
	@$(BIN)/python -m tests.journeys.main_job demo

# the schema of TEI comes over the net while the checks run
test: $(READY)
	@$(BIN)/python -m tests.tei & $(MAKE) --no-print-directory check; ended=$$?; wait; exit $$ended
	@$(MAKE) --no-print-directory suite

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# --dist loadgroup keeps tests of one costly thing in one process (tests/conftest.py); what compares times runs
# afterwards, two at most beside each other: it is processor time, and the best of several rounds counts
suite: $(READY)
	-@$(BIN)/python -m tests.tei
	$(BIN)/pytest -n auto --dist loadgroup -m 'not alone' $(PYTEST)
	$(BIN)/pytest -n 2 -m alone -q $(PYTEST) $(ALONE)

# the files that say so: to collect all the others for these few would take as long as to run them
ALONE = $(shell grep -rl 'pytest\.mark\.alone' tests --include='test_*.py')

# long: kills, races, power cuts, refused system calls, a full disk; what needs root or ptrace is skipped and says so
faults: $(READY)
	PYTHONDONTWRITEBYTECODE=1 $(BIN)/python -m tests.faults.run $(FAULTS)

reference: $(READY)
	$(BIN)/python -m provenance.cli.reference docs/reference

docs: $(READY)
	$(BIN)/mkdocs build --strict

serve: $(READY)
	$(BIN)/mkdocs serve

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

setup: $(READY)

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 …"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) (a minute or two, once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[site,dev]'
	@touch $@

clean:
	rm -rf $(VENV) site demo .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage*
