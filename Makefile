# Kaohe 考核. Two commands set everything up: `make demo` and `make test`.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
RUN    := $(BIN)/python

.PHONY: demo demo-reset screenshots test lint check format messages lock clean help \
        bench bench-criteria bench-county bench-bulk bench-exactness bench-spark bench-startup bench-boards

help:
	@echo "make demo    set up, then a made-up county in the browser: http://127.0.0.1:8000; Ctrl-C stops it"
	@echo "make demo-reset   remove the demo's data"
	@echo "make test    set up everything the tests need, then run all tests"
	@echo "make lint    formatter, linter, types, import contracts, message catalogues"
	@echo "make check   lint and test"
	@echo "make bench   every benchmark (bench-criteria, bench-county, bench-bulk, bench-exactness, bench-spark, bench-startup)"

$(VENV)/.base: requirements/base.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh base "$(PYTHON)" "$(VENV)"
	@touch $@

$(VENV)/.office: requirements/office.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh office "$(PYTHON)" "$(VENV)"
	@touch $@ $(VENV)/.base

$(VENV)/.dev: requirements/dev.txt pyproject.toml tools/setup.sh
	@sh tools/setup.sh dev "$(PYTHON)" "$(VENV)"
	@touch $@ $(VENV)/.base $(VENV)/.office

demo: $(VENV)/.office
	@$(BIN)/kaohe demo

demo-reset: $(VENV)/.office
	@$(BIN)/kaohe demo --reset

# Pictures of the main pages for the documentation, from a demo of its own.
screenshots: $(VENV)/.dev
	$(RUN) tools/screenshots.py

test: $(VENV)/.dev
	$(BIN)/pytest -n auto

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(RUN) tools/messages.py --check

check: lint test

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

messages: $(VENV)/.dev
	$(RUN) tools/messages.py

bench: bench-startup bench-criteria bench-county bench-exactness bench-spark bench-bulk

bench-%: $(VENV)/.dev
	$(RUN) bench/$*.py $(ARGS)

# Pins and hashes only; the index is the machine's own setting. Needs `uv`.
lock:
	cd requirements && uv pip compile -q --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --python-version 3.11 dev.in -o dev.txt
	cd requirements && uv pip compile -q --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --python-version 3.11 base.in -c dev.txt -o base.txt
	cd requirements && uv pip compile -q --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --python-version 3.11 office.in -c dev.txt -o office.txt

clean:
	rm -rf $(VENV) demo build dist bench/out .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
