# make run    everything on this machine: http://localhost:8000, Ctrl-C stops it
# make test   the whole suite on a PostgreSQL and a Redis that it starts itself
# make bench-confidence  what scoring and measuring cost on this machine
# make bench-editions    what publishing, falling and verifying cost on this machine
# make bench-web         how fast pages, lists, searches and the API answer: SIZES="10000 100000", BENCH_WEB_FOLDER=kept
# make faults            what the watch loses when workers, Redis and PostgreSQL die: FAULTS="--fetches 100 --away 20"
# make bench-refresh     how fast the watch refreshes feeds, beside others: FEEDS=2000 WATCHES=1000000
# make check  style, types, import rules, templates, migrations, production settings, known holes
#
# PORT and PLUMBLINE_DATA choose the port and the data folder, so that two can run side by side.

SHELL := /bin/sh
.DEFAULT_GOAL := run
.PHONY: run test test-long ten-minutes bench-confidence bench-editions bench-web bench-refresh faults check clean-data python venv installed installed-dev

# The Python that the virtual environment is made of: make run PYTHON=python3.12
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A process for each of two cores: a third was not faster. Each begins with its share of the suite, so that what a file
# makes once is made once; who is done first takes over from the others.
TEST_PROCESSES ?= 2

# Production's settings, with values that are made up and lead nowhere: what uses them opens no connection.
PRODUCTION = env -u PLUMBLINE_DEMO -u PLUMBLINE_ALLOW_LOOPBACK DATABASE_URL=postgresql://nobody@localhost/nothing REDIS_URL=redis://localhost/0 \
	PLUMBLINE_MAIL_URL=smtp://localhost PLUMBLINE_MAIL_FROM=desk@profiles.example.org \
	PLUMBLINE_HOSTS=profiles.example.org PLUMBLINE_DATA="$${PLUMBLINE_DATA:-.data}" \
	PLUMBLINE_SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')"

run: python
	@$(PYTHON) -m plumbline.embedded.preflight
	@$(MAKE) --no-print-directory installed
	@exec $(BIN)/python manage.py up --stop-with-parent

test: installed-dev
	@$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist worksteal $(ARGS)

# Against `make run` in another terminal; takes ten minutes.
ten-minutes: installed-dev
	@$(BIN)/python -m tests.e2e.ten_minutes http://localhost:$${PORT:-8000} $${PLUMBLINE_DATA:-.data}

test-long: installed-dev
	@HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist worksteal $(ARGS)

bench-confidence: installed-dev
	@$(BIN)/python benches/confidence.py
	@$(BIN)/python benches/rescoring.py
	@$(BIN)/python benches/live_panel.py

bench-editions: installed-dev
	@$(BIN)/python benches/publishing.py
	@$(BIN)/python benches/verifying.py
	@$(BIN)/python benches/readers_beside.py

bench-web: installed-dev
	@$(BIN)/python benches/web.py $(SIZES)

bench-refresh: installed-dev
	@$(BIN)/python benches/refresh.py $(FEEDS)

faults: installed-dev
	@$(BIN)/python benches/faults.py $(FAULTS)

check: installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(PRODUCTION) $(BIN)/mypy
	$(BIN)/lint-imports
	find . -path ./$(VENV) -prune -o -path '*/templates/*' -name '*.html' -print | xargs -r $(BIN)/djade --check
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING
	.ci/audit $(BIN)/pip-audit

clean-data: python
	@$(PYTHON) -m plumbline.embedded.clean

python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Plumbline needs Python 3.11 or newer. If you have one by another name: make run PYTHON=python3.12" >&2; \
		exit 1; }

# A half-made environment has no working pip and is made again.
venv: python
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
		$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
			echo "Python's venv is missing. On Debian and Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }; \
		echo "Making the virtual environment $(VENV)"; \
		rm -rf $(VENV) && $(PYTHON) -m venv $(VENV); }

# What was installed last lies beside it, so that nothing is installed twice.
installed: venv
	@cmp -s requirements.lock $(VENV)/installed.lock || cmp -s requirements-dev.lock $(VENV)/installed-dev.lock || { \
		echo "Installing the locked packages"; \
		$(PYTHON) -m plumbline.embedded.install requirements.lock $(BIN)/python && cp requirements.lock $(VENV)/installed.lock; }

installed-dev: venv
	@cmp -s requirements-dev.lock $(VENV)/installed-dev.lock || { \
		echo "Installing the locked packages, with those for development"; \
		$(PYTHON) -m plumbline.embedded.install requirements-dev.lock $(BIN)/python && cp requirements-dev.lock $(VENV)/installed-dev.lock; }
