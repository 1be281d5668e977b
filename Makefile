# make demo: the whole job on the local AWS. make test: everything CI checks.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test format bench clean

demo: .venv/ready
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/amifactory local run --speed 3000 -- docs/demo.sh

test: .venv/ready-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest
	.ci/gate

format: .venv/ready-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/ready-dev
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/ready: pyproject.toml
	@.ci/setup "$(PYTHON)" ".[local]"
	@touch $@

.venv/ready-dev: pyproject.toml
	@.ci/setup "$(PYTHON)" ".[dev]"
	@touch $@ .venv/ready
