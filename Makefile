# Everything a person needs: `make run` opens the product, `make test` proves it.
# What the machine lacks is installed by these targets, or named where they may not.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
BOT ?= datasets/bots/clinic
PORT ?= 8321

.PHONY: run test check bench docs format clean

run: $(VENV)/run
	$(BIN)/tertulia serve $(BOT) --port $(PORT) --store out/tertulia.sqlite

test: $(VENV)/dev system-test
	$(BIN)/python -m pytest
	$(BIN)/tertulia test datasets/bots/*

check: $(VENV)/dev
	$(BIN)/ruff format --check engine tests docs
	$(BIN)/ruff check engine tests docs
	$(BIN)/lint-imports
	$(BIN)/mypy

format: $(VENV)/dev
	$(BIN)/ruff format engine tests docs
	$(BIN)/ruff check --fix engine tests docs

bench: $(VENV)/dev
	$(BIN)/python -m tests.benchmarks

docs: $(VENV)/dev
	$(BIN)/python -m docs.generate
	$(BIN)/sphinx-build -W -q -b html docs site

clean:
	rm -rf $(VENV) out site dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The environments. A changed requirement installs again.
$(VENV)/run: pyproject.toml constraints.txt
	sh tests/system.sh python bwrap
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[train]'
	touch $@

$(VENV)/dev: $(VENV)/run
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt --group dev -e '.[train]'
	touch $@

.PHONY: system-test
system-test:
	sh tests/system.sh bwrap chromium
