# `make demo` and `make test` need only Python 3.11 or newer, make and git; everything else they fetch themselves.
UV_VERSION := 0.13.9
PYTHON ?= python3
UV := .uv/bin/uv
UV_READY := .uv/.uv-$(UV_VERSION)
RUN := .venv/bin/
WORKERS ?= 2
export UV_PYTHON_DOWNLOADS := never
# where a machine forbids it, each of the hundreds of commands that the tests start compiles every module anew
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help

.PHONY: help demo test test-plain check format lint typecheck layers rules accuracy bench schemas samples sample-pdfs clean

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

demo: .venv/.run  ## loads samples/ and prints the answers with their quotes
	@$(RUN)python tools/demo.py

test: .venv/.dev  ## every test that this machine can run; names what it skipped and why
	$(RUN)pytest -n $(WORKERS) --dist loadgroup

test-plain: .venv/.dev  ## the tests that need no server, no cluster and no browser
	$(RUN)pytest -n $(WORKERS) --dist loadgroup -m "not service"

check: lint typecheck layers test  ## what must hold before a commit: format, lint, types, layers, tests

format: .venv/.dev  ## writes the code as the project writes it
	$(RUN)ruff format .
	$(RUN)ruff check --fix --show-fixes .

lint: .venv/.dev  ## format and rules of style, changing nothing
	$(RUN)ruff format --check .
	$(RUN)ruff check .

typecheck: .venv/.dev  ## mypy --strict
	$(RUN)mypy

layers: .venv/.dev  ## api > viz > queries | loaders > graph
	$(RUN)lint-imports

rules: .venv/.dev  ## a rule author's loop: the rules' own examples, then the score against the last committed run
	@failed=0; \
	$(RUN)pytest -q -n $(WORKERS) tests/test_rules.py tests/test_patterns.py tests/samples || failed=1; \
	$(RUN)python -m tools.samples_report || failed=1; \
	if [ -d ../shared/gold ]; then $(RUN)python -m benchmarks.score || failed=1; \
	else echo "no score: ../shared/gold is not on this machine"; fi; \
	exit $$failed

accuracy: .venv/.dev  ## writes docs/accuracy.md anew: F1 by kind of document and of fact, with all that differs
	$(RUN)python -m benchmarks.accuracy

bench: .venv/.bench  ## all benchmarks, for hours, into benchmarks/RESULTS.md; ONLY="reading size" for some
	$(RUN)python -m benchmarks $(if $(ONLY),--only $(ONLY))

schemas: .venv/.dev  ## writes the JSON Schemas of the record and of every answer, and docs/openapi.json, anew
	$(RUN)python -m api.schemas
	$(RUN)python -m tools.write_openapi

samples: .venv/.dev  ## writes samples/*.docx anew from their sources
	$(RUN)python tools/make_samples_docx.py

sample-pdfs: .venv/.dev  ## prints samples/*.pdf anew with Chromium; only where a source changed
	$(RUN)python -m tools.make_sample_pdf

clean:  ## takes away the environments, caches and the demo's store
	rm -rf .venv .uv .demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# a second time with the machine's own certificates: where an office's proxy signs what comes from outside, only they know it
SYNC = $(UV) sync --quiet --locked --python $(PYTHON) $(1) 2>/dev/null || $(UV) sync --quiet --locked --system-certs --python $(PYTHON) $(1)

# uv in an environment of its own, so that it never meets the project's packages
$(UV_READY):
	@$(PYTHON) tools/bootstrap.py .uv $(UV_VERSION)
	@touch $@

.venv/.run: $(UV_READY) pyproject.toml uv.lock
	@$(call SYNC,--no-dev --inexact)
	@touch $@

.venv/.bench: $(UV_READY) pyproject.toml uv.lock
	@$(UV) sync --quiet --locked --group bench --python $(PYTHON)
	@touch .venv/.run .venv/.dev $@

.venv/.dev: $(UV_READY) pyproject.toml uv.lock
	@$(call SYNC,)
	@touch .venv/.run $@
