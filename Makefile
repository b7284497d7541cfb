# Two commands matter: "make demo" shows the program, "make test" proves it. Both make their own environment.
SHELL := /bin/sh
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BASE := $(PYTHON) scripts/bootstrap.py base
DEV := $(PYTHON) scripts/bootstrap.py dev

.PHONY: help demo demo-reset env system-packages test coverage fuzz mutants chaos fix check audit sbom bench load lock

help:
	@echo "make demo         start the program with example data (PORT and VAR_DIR choose port and data folder)"
	@echo "make demo-reset   the same, from empty data"
	@echo "make test         run every test, installing what they need"
	@echo "make coverage     the same, and which lines and branches no test reaches (twice the time)"
	@echo "make fuzz         draw new cases for the property tests (MINUTES, SEED) and tell the one to keep"
	@echo "make mutants      take guards away one at a time, in a copy, and see that a test fails (ARGS: words of their names)"
	@echo "make chaos        kill parts of a running program for MINUTES, and hold the books against what it answered"
	@echo "make fix          write Python and templates as the checks want them"
	@echo "make check        lint, types, layers, templates, migrations, deployment settings, known vulnerabilities"
	@echo "make audit        ask for known vulnerabilities only; fails also when nobody could be asked"
	@echo "make sbom         write what the program is made of, as CycloneDX, in var/sbom.json"
	@echo "make bench        measure the pages against their budgets (ARGS=--smoke only tries that all of it works)"
	@echo "make load         fifty who read and twenty who write in the large municipality for MINUTES, then beside an exporter"
	@echo "make env          only make the developer's environment in .venv"
	@echo "make lock         recompile requirements/*.txt from pyproject.toml"

demo:
	@exec $(BASE) -m devserver

demo-reset:
	@exec $(BASE) -m devserver --reset

env:
	@$(DEV)

system-packages:
	@$(PYTHON) scripts/system_packages.py

test: system-packages
	@$(DEV) scripts/run_tests.py $(ARGS)

coverage: system-packages
	@$(DEV) scripts/run_tests.py --cov --cov-report=term-missing $(ARGS)

fuzz: env
	@$(DEV) scripts/fuzz.py --minutes $(or $(MINUTES),10) $(if $(SEED),--minutes 0 --seed $(SEED)) $(ARGS)

mutants: env
	@$(DEV) -m tests.mutants $(ARGS)

chaos: env
	@CHAOS_MINUTES=$(or $(MINUTES),10) $(DEV) -m pytest -n 0 -m chaos_long -s tests/chaos $(ARGS)

fix: env
	@.venv/bin/ruff check --fix --quiet .
	@.venv/bin/ruff format --quiet .
	@.venv/bin/djangofmt --quiet templates

check: env
	@$(DEV) scripts/run_checks.py

audit: env
	@$(DEV) scripts/run_checks.py --audit

sbom: env
	@$(DEV) scripts/sbom.py

load: env
	@$(DEV) -m tests.perf.load $(or $(MINUTES),5)

bench: env
	@$(DEV) -m tests.perf.bench $(ARGS)

lock:
	@$(PYTHON) scripts/lock.py
