# make demo: from nothing to linted templates. make test: everything CI checks.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test format bench clean

demo: .venv/ready
	@echo "== generate: every payload in payloads/ becomes a CloudFormation template"
	@$(BIN)/amifactory generate payloads/* --output output
	@echo
	@echo "== lint: AWS's own engine and cfn-lint, over what was just written"
	@$(BIN)/amifactory lint output/*.y*ml
	@echo
	@echo "== a look inside: what became of the smallest payload"
	@sed -n '/^  WebserverRecipe:/,/^  WebserverAmiKey:/p' output/classic.yaml | sed '$$d'
	@echo "The whole template is output/classic.yaml; its payload is payloads/classic.json."

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
	@.ci/setup "$(PYTHON)" .
	@touch $@

.venv/ready-dev: pyproject.toml
	@.ci/setup "$(PYTHON)" ".[dev]"
	@touch $@ .venv/ready
