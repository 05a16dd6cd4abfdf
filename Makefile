# Two commands matter: `make run` and `make test`. Everything is installed into .venv/ and web/node_modules/.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
DATA ?= data
UV := $(BIN)/uv
# uv is ten times faster; where it cannot be had, pip does the same.
INSTALL = if [ -x $(UV) ]; then set -- $(UV) pip install -q --python $(BIN)/python; \
          else set -- $(BIN)/pip install -q; fi; "$$@" -c constraints.txt

.PHONY: help setup setup-dev chromium run test unit long lint types golden eval bench docs openapi

help: ## say what each target does
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Youda needs Python 3.11 or newer.")'
	$(PYTHON) -m venv $(VENV)
	-$(BIN)/pip install -q uv

setup: $(BIN)/python ## install the product and build the web applications
	@$(INSTALL) -e .
	@$(BIN)/python build_ui.py

setup-dev: setup ## add what tests need, and Chromium with CJK fonts where it may
	@# By pip: the first index it asks may hold a build without graphics libraries, which is gigabytes smaller.
	@$(BIN)/python -c 'import torch' 2>/dev/null || $(BIN)/pip install -q -c constraints.txt torch==2.13.0
	@$(INSTALL) -e '.[dev,pg,llm,ocr,st]'
	@$(MAKE) -s chromium

chromium:
	@if command -v chromium >/dev/null || ! command -v apt-get >/dev/null || [ "$$(id -u)" != 0 ]; then exit 0; fi; \
	 apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-noto-cjk >/dev/null \
	 || echo "Chromium could not be installed; browser tests will skip."

run: setup ## set everything up and serve the sample base on PORT
	$(BIN)/youda serve --sample --port $(PORT) --data $(DATA)

test: setup-dev lint types ## everything: lint, types, import contract, unit, contract, end-to-end, browser
	cd web && npm test --silent
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not long"

unit: ## the fast tests: no server, no browser
	$(BIN)/python -m pytest -m "not server and not model and not browser and not long"

long: setup-dev ## soak and kill loops
	$(BIN)/python -m pytest -m long --timeout 3600

lint: ## format, lint, import contract, spelling, file length
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/codespell core knowledge ingest assistant petitions eval api cli docs README.md CONTRIBUTING.md
	cd web && npm run --silent check

types: ## strict types
	$(BIN)/mypy

golden: ## rewrite golden files; read the diff before committing it
	$(BIN)/python -m pytest --rewrite-golden -m "not long and not browser"

eval: ## print the figures of docs/evaluation.md (needs ../shared/data)
	$(BIN)/python scripts/evaluate.py

bench: ## print the sizes of DESIGN beside their baselines
	$(BIN)/youda bench

docs: ## rewrite generated documentation and screenshots
	$(BIN)/python scripts/write_settings_page.py
	$(BIN)/python scripts/make_screenshots.py

openapi: ## rewrite web/openapi.json and the TypeScript types made from it
	$(BIN)/python -m api.openapi
	cd web && npm run --silent generate
