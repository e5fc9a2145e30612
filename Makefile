# make run    builds the environment, loads the sample on first start and serves the app on this machine
#             (HOST=0.0.0.0 ALLOWED_HOSTS=name,address to serve others, who sign in: docs/security.md)
# make check  lint, types, import contracts and the tests of the packages: for the hand, while writing
# make lock   writes the locks anew after a change of requirements*.txt; then make licences
# make hardening   attacks of every kind; writes the scorecard of docs/security.md (an hour)
# make test   all of that with the services, the pages and the browser, and what was covered: the gate
PYTHON ?= python3
PORT ?= 8501
HOST ?= 127.0.0.1
ALLOWED_HOSTS ?=
TASTELAB_WORKSPACE ?= data/workspace
VENV := .venv
BIN := $(VENV)/bin
export TASTELAB_WORKSPACE HOST PORT ALLOWED_HOSTS
# Three runners fill two cores: one drives the browser and mostly waits. One thread each: threads
# that wait for a core spin (eight times the time where torch and scikit-learn train).
PYTEST := OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 3 --dist loadgroup --no-loadscope-reorder
# Left to `make test`: they train models, run pages and drive a browser.
SLOW := tests/e2e tests/pages tests/recsys_core/services tests/recsys_core/cli \
	tests/recsys_core/models tests/test_new_model.py tests/test_new_metric.py

# Exactly what the locks name, wheels only, every file by its hash; nothing is resolved. PyTorch's CPU
# build is taken where the machine has it at hand (pip's find-links), else that of PyPI with its CUDA.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	--no-deps --require-hashes --only-binary :all:
CPU_BUILD := from importlib.metadata import version; exit("+cpu" not in version("torch"))

.PHONY: env dev run format lint check test bench hardening lock licences sbom audit clean

env: $(VENV)/.runtime
dev: $(VENV)/.dev

$(VENV)/.runtime: requirements.lock requirements-cpu.lock requirements-cuda.lock requirements-samples.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Building the environment in $(VENV) (a few minutes the first time) ..."
	@$(INSTALL) --no-index -r requirements-cpu.lock 2>/dev/null || true
	$(INSTALL) -r requirements.lock -r requirements-samples.lock
	@$(BIN)/python -c '$(CPU_BUILD)' || $(INSTALL) -r requirements-cuda.lock
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	$(INSTALL) -r requirements-dev.lock
	@touch $@

# What locks, lists and checks the packages is no part of what it looks at.
$(VENV)/supply/.made: requirements-supply.txt
	$(PYTHON) -m venv $(VENV)/supply
	$(VENV)/supply/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

run: env
	@$(BIN)/python -m recsys_core first-start
	$(BIN)/python serve.py

format: dev
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint
	$(PYTEST) $(addprefix --ignore=,$(SLOW))

test: lint
	$(PYTEST) --cov --cov-report=term:skip-covered

bench: dev
	@for file in benchmarks/bench_*.py; do $(BIN)/python $$file || exit 1; done

# The scorecard of docs/security.md (ROW=name for one, SHARE=0.1 for a look that writes nothing).
hardening: dev
	$(BIN)/python -m hardening $(if $(ROW),--row $(ROW)) $(if $(SHARE),--share $(SHARE))

lock: $(VENV)/supply/.made
	$(PYTHON) -m supply.lock $(VENV)/supply/bin/uv $(LOCK)

licences: dev
	$(BIN)/python -m supply.licences

# The same bytes from the same lock.
sbom: $(VENV)/supply/.made
	$(VENV)/supply/bin/cyclonedx-py requirements requirements.lock --output-reproducible \
		--pyproject pyproject.toml --output-file sbom.cdx.json

# Asks a service on the network for known vulnerabilities of what is locked.
audit: $(VENV)/supply/.made
	$(VENV)/supply/bin/pip-audit --requirement requirements.lock --disable-pip --progress-spinner off

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
