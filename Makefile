# Each target makes the virtual environment it needs; nothing but Python 3.11 and make is asked.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= auto

.DEFAULT_GOAL := help
.PHONY: help check test export lint fmt models docs serve site-test screenshots readers bench wheel clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 13

# Of what is installed little is imported: it is compiled then.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

# One stamp per set of dependencies, made again when pyproject.toml changes.
$(VENV)/.core: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) ..."
	@$(INSTALL) -e .
	@touch $@

$(VENV)/.%: $(VENV)/.core pyproject.toml
	@echo "Setting up $(VENV) for $* ..."
	@$(INSTALL) -e '.[$*]'
	@touch $@

# All that is needed for lint, tests and the site, at once: each time takes half a minute to resolve.
$(VENV)/.ci: $(VENV)/.core pyproject.toml
	@echo "Setting up $(VENV) for everything ..."
	@$(INSTALL) -e '.[lint,browser]'
	@touch $(addprefix $(VENV)/.,lint test exports site browser ci)

check: $(VENV)/.core ## check the package: tables, schemas, rules
	@$(BIN)/drenthe-data fmt --check datapackage.json
	@$(BIN)/drenthe-data check datapackage.json

# What looks at the built site in a browser: make site-test.
test: $(VENV)/.test ## run all tests
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal --ignore=tests/browser $(ARGS)

export: $(VENV)/.exports ## write the package in all formats into dist/
	@$(BIN)/drenthe-data export all -o dist --package datapackage.json

lint: $(VENV)/.lint ## style and types of the code
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

fmt: $(VENV)/.lint ## put tables and code in their canonical form
	@$(BIN)/drenthe-data fmt datapackage.json
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

models: $(VENV)/.lint ## make the typed rows from the schemas, and the list of rules
	@$(BIN)/python -m drenthe_data.modelgen

docs: $(VENV)/.site ## build the site into site/
	@$(BIN)/python docs/make.py
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

serve: $(VENV)/.site ## show the site while writing it
	@$(BIN)/python docs/make.py
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs serve

# Builds the site first; SITE= takes the one that is in site/ already.
SITE := docs
site-test: $(VENV)/.browser $(SITE) ## build the site and test it in Chromium
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal tests/browser $(ARGS)

screenshots: $(VENV)/.browser ## take pictures of the built site into build/screenshots
	@$(BIN)/python docs/screenshots.py

readers: $(VENV)/.test ## open every export with other people's readers, and time both
	@$(BIN)/python benchmarks/exports.py $(ARGS)

bench: $(VENV)/.bench ## time the check beside reading the files and other tools
	@$(BIN)/python benchmarks/run.py $(ARGS)

wheel: $(VENV)/.lint ## build the wheel into dist/
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

clean: ## remove everything that was made
	rm -rf $(VENV) dist build site .mypy_cache .pytest_cache .ruff_cache .hypothesis
