# Everything runs in .venv, which is made, and renewed, when a target needs it.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test slow coverage lint types format bench pictures notebooks docs vendor clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

demo: .venv/run ## a tour of what glassgrad does, written to demo/
	$(BIN)/glassgrad demo demo

test: .venv/dev ## the tests, in under five minutes
	$(BIN)/python -m pytest

slow: .venv/dev ## the tests that take longer, such as installing the wheel
	$(BIN)/python -m pytest -m slow

coverage: .venv/dev ## the tests, and which lines they did not reach
	$(BIN)/python -m pytest --cov

lint: .venv/dev ## mistakes, and places that are not formatted
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/dev ## the types
	$(BIN)/mypy

format: .venv/dev ## format, and mend what can be mended by itself
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: .venv/run ## the benchmarks; their peers get an environment of their own, .venv-bench
	$(BIN)/python -m benchmarks.eager
	$(BIN)/python -m benchmarks.programs
	$(BIN)/python -m benchmarks.training

pictures: .venv/dev ## one sheet of all kinds of pictures, written to pictures/
	$(BIN)/python -m tools.contact_sheet pictures

notebooks: .venv/dev ## run the walkthroughs again, and store them with their outputs
	$(BIN)/python -m tools.walkthroughs

docs: .venv/dev ## the documentation site, written to build/docs
	$(BIN)/python -m tools.site.build build/docs

vendor: ## fetch again what the live page ships of others, and look at the hashes
	$(PYTHON) tools/vendor_page.py

clean: ## remove what the other targets made
	rm -rf .venv .venv-bench demo docs/notebooks pictures build dist *.egg-info .coverage
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "glassgrad needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Say: make PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	@touch $@

.venv/run: .venv/made setup.cfg pyproject.toml
	$(PIP) --editable .
	@touch $@

.venv/dev: .venv/run
	$(PIP) --editable '.[dev]'
	@touch $@
