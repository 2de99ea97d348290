# The two commands are `make load` and `make test`; both rest on `make install`.
# A fresh machine needs Python 3.11 or newer, make and git, and nothing else.

PYTHON ?= python3
SHELL := /bin/sh
TOOLS := .venv-tools
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
UV = VIRTUAL_ENV=$(CURDIR)/$(VENV) $(TOOLS)/bin/uv
# Recognition of scanned pages is installed with the rest; `make install OCR=no` leaves it out.
OCR ?= yes
LOCK := $(if $(filter no,$(OCR)),requirements-without-ocr.lock,requirements.lock)
STAMP := $(VENV)/.installed-ocr-$(OCR)

# No tool that this project runs may report its use to anyone.
export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export GX_ANALYTICS_ENABLED := false
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export UV_PYTHON_DOWNLOADS := never

FIRST_QUERY := select 部门, 年度, sum(金额_万元) as 合计, sum(基本支出_万元) as 基本支出, sum(项目支出_万元) as 项目支出 \
	from 收支 where 收支方向 = '支出' and 科目编码 = '2010306' group by all order by 年度

.DEFAULT_GOAL := help
.PHONY: help install load test check format docs examples lock clean

help:  ## show the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(STAMP)  ## build .venv from the lock file, OCR=no without recognition of scans; nothing to do when up to date

$(STAMP): $(LOCK) pyproject.toml
	@test -x $(TOOLS)/bin/uv || { $(PYTHON) -m venv $(TOOLS) && $(TOOLS)/bin/pip install --quiet uv==$(UV_VERSION); }
	@test -x $(BIN)/python || $(TOOLS)/bin/uv venv --quiet --python "$$(command -v $(PYTHON))" $(VENV)
	$(UV) pip sync --require-hashes --compile-bytecode $(LOCK)
	$(UV) pip install --quiet --no-deps --editable .
	@rm -f $(VENV)/.installed*
	@touch $@

load: install  ## load samples/ and show the answer to a first query
	@$(BIN)/yusuan load samples
	@echo "$(FIRST_QUERY)"
	@$(BIN)/yusuan query "$(FIRST_QUERY)"

test: check  ## run the checks and all tests
	@$(BIN)/pytest --numprocesses auto --maxprocesses 4 --dist loadgroup

check: install  ## format, lint, types, layers, SQL
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/yamllint --strict .
	$(BIN)/sqlfluff lint --processes 2 dbt_project

format: install  ## rewrite Python and SQL in the project's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/sqlfluff fix --processes 2 dbt_project

docs: install  ## write the documents that are generated from the dbt project
	$(BIN)/python -m docs.generate

COMPILE = $(UV) pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --custom-compile-command "make lock"

examples: install  ## read the examples of the data dictionary out of the samples and of documents of the tests
	$(BIN)/python -m docs.generator.examples
	$(BIN)/python -m docs.generate

lock: $(STAMP)  ## resolve the dependencies again
	$(COMPILE) --extra ocr --output-file requirements.lock
	$(COMPILE) --constraints requirements.lock --output-file requirements-without-ocr.lock

clean:  ## remove what install, load and test made
	rm -rf $(VENV) $(TOOLS) data .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
