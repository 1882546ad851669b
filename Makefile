# Two commands on a fresh machine: `make publish` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: help publish test serve bench format clean
help:
	@echo "make publish   validate graph/ and write the site to site/"
	@echo "make test      run every test"
	@echo "make serve     the site on http://127.0.0.1:8000/"
	@echo "make bench     speed and memory beside named peers"
	@echo "make format    rewrite ontology/ and graph/ in the house style"

$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "claimgraph needs Python 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 2; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@# An older pip writes scripts that import re, which takes a third of Python's own start.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=26'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@# Bytecode up front, as pip makes it for a wheel: start-up is felt where Python may not write it itself.
	@$(BIN)/python -m compileall -q src/claimgraph
	@touch $@

publish: $(VENV)/installed
	$(BIN)/claimgraph publish --out site
	@echo 'Look at it: make serve, then open http://127.0.0.1:8000/'

test: $(VENV)/installed
	$(BIN)/claimgraph format --check
	$(BIN)/python -m pytest -q

serve: $(VENV)/installed
	$(BIN)/claimgraph serve

bench: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r tests/benchmarks/requirements.txt
	$(BIN)/python -m tests.benchmarks

format: $(VENV)/installed
	$(BIN)/claimgraph format

clean:
	rm -rf $(VENV) site dist .pytest_cache .hypothesis
