# make run    builds the environment, loads the sample on first start and serves the app on this machine
#             (HOST=0.0.0.0 ALLOWED_HOSTS=name,address to serve others: there is no login)
# make check  lint, types, import contracts and the tests of the packages: for the hand, while writing
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

.PHONY: env dev run format lint check test bench clean

env: $(VENV)/.runtime
dev: $(VENV)/.dev

$(VENV)/.runtime: requirements.txt requirements-samples.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Building the environment in $(VENV) (a few minutes the first time) ..."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements-samples.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
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

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
