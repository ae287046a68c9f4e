# make run    set up and open the reader (on the sample pages, until you add your own)
# make test   set up and run all tests but those that need a terminal or a browser
# make test-terminal  those: the program in tmux and in pseudo terminals
# make test-browser   the reader in Chromium, if that is installed (Debian: apt-get install chromium)
# make soak   all tests in their long form: hours of kills, faults and odd input
# make bench  search side by side with other engines on 20,000 articles (make bench ARTICLES=100000 for more)
# make bench-cleaning  articles cut out of real pages, side by side with other extractors (needs ../shared/cleaning)
# make bench-dates  dates in 53 languages, side by side with dateparser
# make bench-encodings  old encodings told apart, side by side with other detectors (uses ../shared/cleaning if there)
# make docs   write the tables of README and docs, and the manual page, from the program
# make site   docs/ as a site in build/site, which works offline; a broken link or anchor fails
# make lock   renew the lock files in requirements/ from pyproject.toml (make lock UPGRADE=1: to the newest versions)
# make test-whoosh3  the search tests with the other distribution of the search engine
# make hooks  the checks of .pre-commit-config.yaml before each commit
# make check  all kinds of tests, lint, types and import contracts: what CI runs, in this checkout

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

# Writes the lock files: the one tool whose locks hold for all systems and versions of Python at once.
UV := uv==0.13.9
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

.PHONY: hooks lock test-whoosh3 run test test-terminal test-browser soak bench bench-cleaning bench-dates bench-encodings check lint types contracts snapshots pictures docs site clean

run: $(VENV)/installed
	@$(BIN)/peacereader

test: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m 'not terminal and not browser' --numprocesses=auto --dist=worksteal

test-terminal: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m terminal --numprocesses=auto --dist=worksteal

test-browser: $(VENV)/installed-dev
	$(BIN)/python -m pytest -m browser -rs

test-whoosh3: $(VENV)/whoosh3
	PYTHONPATH=$(VENV)/whoosh3 $(BIN)/python -m pytest --numprocesses=auto --dist=worksteal tests/index/search

soak: $(VENV)/installed-soak
	PEACEREADER_SOAK=1 $(BIN)/python -m pytest

bench: $(VENV)/installed-bench
	$(BIN)/python -m tests.bench.search $(ARTICLES)

bench-cleaning: $(VENV)/installed-bench-cleaning
	$(BIN)/python -m tests.bench.cleaning ../shared/cleaning

bench-dates: $(VENV)/installed-bench-dates
	$(BIN)/python -m tests.bench.dates

bench-encodings: $(VENV)/installed-bench-encodings
	$(BIN)/python -m tests.bench.encodings ../shared/cleaning/dev.jsonl.gz

check: test test-terminal test-browser lint types contracts

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell

hooks: $(VENV)/installed-dev
	$(BIN)/pre-commit install

types: $(VENV)/installed-dev
	$(BIN)/mypy

contracts: $(VENV)/installed-dev
	$(BIN)/lint-imports

snapshots: $(VENV)/installed-dev
	$(BIN)/python -m pytest tests/reader -k snapshot --snapshot-update

pictures: $(VENV)/installed-dev
	$(BIN)/python docs/pictures.py

docs: $(VENV)/installed-dev
	$(BIN)/python docs/write.py

site: $(VENV)/installed-site
	rm -rf build/site
	$(BIN)/zensical build --strict --clean
	$(BIN)/python docs/check_site.py build/site

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "peacereader needs Python 3.11 or newer; none was found on the PATH." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# What the lock files say, by hash; then this checkout, by the builder that came with them.
$(VENV)/installed: pyproject.toml requirements/run.txt | $(VENV)/bin/python
	$(PIP) install --quiet --require-hashes --requirement requirements/run.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: pyproject.toml requirements/dev.txt | $(VENV)/bin/python
	$(PIP) install --quiet --require-hashes --requirement requirements/dev.txt
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/installed

lock: | $(VENV)/bin/python
	$(PIP) install --quiet '$(UV)'
	$(LOCK) pyproject.toml --group build --output-file requirements/run.txt
	$(LOCK) pyproject.toml --group build --extra dev --constraint requirements/run.txt --output-file requirements/dev.txt
	$(LOCK) --group site --constraint requirements/dev.txt --output-file requirements/site.txt
	$(LOCK) requirements/whoosh3.in --output-file requirements/whoosh3.txt

# The site needs nothing of this checkout but its pages.
$(VENV)/installed-site: requirements/site.txt | $(VENV)/bin/python
	$(PIP) install --quiet --require-hashes --requirement requirements/site.txt
	@touch $@

$(VENV)/whoosh3: requirements/whoosh3.txt $(VENV)/installed-dev
	rm -rf $@
	$(PIP) install --quiet --no-deps --require-hashes --target $@ --requirement requirements/whoosh3.txt
	@touch $@

$(VENV)/installed-soak: pyproject.toml $(VENV)/installed-dev
	$(PIP) install --quiet --editable '.[dev,soak]'
	@touch $@

$(VENV)/installed-bench: pyproject.toml $(VENV)/installed-dev
	$(PIP) install --quiet --editable '.[dev,bench]'
	@touch $@

$(VENV)/installed-bench-cleaning: pyproject.toml $(VENV)/installed-dev
	$(PIP) install --quiet --upgrade pip # the one that comes with Python 3.11 stumbles over lxml[html-clean]
	$(PIP) install --quiet --editable '.[dev,bench-cleaning,train]'
	@touch $@

$(VENV)/installed-bench-dates: pyproject.toml $(VENV)/installed-dev
	$(PIP) install --quiet --editable '.[dev,bench-dates]'
	@touch $@

$(VENV)/installed-bench-encodings: pyproject.toml $(VENV)/installed-dev
	$(PIP) install --quiet --editable '.[dev,bench-encodings]'
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build/site .cache
