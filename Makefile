# Nothing needs to be prepared but Python 3.11 and make: each goal sets up what it needs, once.

PYTHON ?= python3
JOBS ?= 2
MARKED ?= not slow
BIN := .venv/bin
export PYTHON

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo test test-all lint bench pictures golden gallery constraints clean ready-demo ready-test

help: ## list the goals
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ready-demo ## make the Mission's documents, as PDF and Word, in out/
	@$(BIN)/kzreport build --out out
	@echo "The documents are in $(CURDIR)/out"

test: lint ## check style, types and imports, then run the quick tests
	@$(BIN)/python -m pytest -n $(JOBS) -m "$(MARKED)"

test-all: MARKED :=
test-all: test ## the same with the slow tests

lint: ready-test ## check style, types and imports only
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m mypy
	@$(BIN)/lint-imports --no-logo

bench: ready-test ## measure the speed
	@$(BIN)/python -m benchmarks

pictures: ready-test ## renew the README's pictures, docs/pictures
	@$(BIN)/kzreport build unodc-brief --as-of 2026-11-23 --lang en --format pdf --out out/pictures
	@pdftoppm -r 72 -l 2 -png out/pictures/unodc-brief.en.pdf docs/pictures/unodc-brief

golden: ready-test ## renew the words that tests compare, tests/golden
	@$(BIN)/python tools/golden.py

gallery: ready-test ## renew the pictures of every kind and language, docs/gallery
	@$(BIN)/python tools/gallery.py

constraints: ## renew constraints.txt with the newest versions that pyproject.toml allows
	@.ci/renew-constraints.sh

clean: ## remove what was made, and the virtual environment
	@rm -rf .venv out dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find kzreport tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

ready-demo:
	@.ci/system-packages.sh demo
	@.ci/venv.sh demo

ready-test:
	@.ci/system-packages.sh test
	@.ci/venv.sh test
