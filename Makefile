# Everything a newcomer needs: make run, make chat, make check, make bench.
PYTHON ?= python3
BIN := .venv/bin
# Thousands of tests make a database each: in memory where there are 4 GB of it, else on the disk.
SWIFT := $(shell df -Pm /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 4096 {print "/dev/shm"; found = 1} END {if (!found) print "/tmp"}')
export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PYTHONDONTWRITEBYTECODE =  # what one program compiles the next need not

.PHONY: run demo demo-city demo-zalo chat setup setup-dev check lint collected chromium office postgresql test bench lock semantic-table encoder encoder-keys clean

run: setup            ## serve web chat (and Telegram when TELEGRAM_BOT_TOKEN is set)
	@$(BIN)/donghanh run

demo: setup           ## a believable conference to try everything with, in a database of its own
	@$(BIN)/donghanh demo

demo-city: setup postgresql  ## three wards of a city: a broadcast, a process killed, the city's page
	@$(BIN)/donghanh demo-city

demo-zalo: setup      ## a Zalo conversation in this terminal, against a Zalo on this machine
	@$(BIN)/donghanh demo-zalo

chat: setup           ## talk to the assistant in this terminal
	@$(BIN)/donghanh chat

setup: .venv/ready    ## the environment the program runs in
	@$(BIN)/python -m compileall -q -j 0 bot content handlers storage  # the service may not write here

setup-dev: .venv/ready-dev
	@$(BIN)/python -m compileall -q -j 0 bot content handlers storage  # once, not in each test's program

check:                ## everything CI runs
	@# The tests wait for what they need, not for mypy, which leaves them a core.
	@$(MAKE) --no-print-directory -j 4 lint test FIRST=collected

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	nice -n 10 $(BIN)/mypy  # beside the tests of `check`: as they do
	$(BIN)/lint-imports
	$(BIN)/donghanh check

# Tests are compiled, and the content's index is made, once and beside the linters, not by each of
# those who run them at the same time.
collected: setup-dev
	@$(BIN)/pytest -q --collect-only > /dev/null || true  # `test` says why

chromium:
	@deploy/install-chromium

office: chromium      # one after the other: apt lets nobody else in
	@deploy/install-office

postgresql: office
	@deploy/install-postgresql

test: setup-dev chromium office postgresql $(FIRST)
	@# In their own order: what waits for programs and browsers begins first and leaves no long end.
	@# A little behind: what gives way to everything (documents) must come to its turn beside them.
	TMPDIR=$(SWIFT) nice -n 10 $(BIN)/pytest -n 4 --dist loadfile --no-loadscope-reorder

bench: setup-dev      ## JSON lines: this program beside plain bots, on this machine
	@$(BIN)/donghanh bench

lock:                 ## after changing dependencies in pyproject.toml (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  -q pyproject.toml --extra build -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  -q pyproject.toml --extra build --extra dev -o requirements-dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  -q pyproject.toml --extra build --extra table -o requirements-table.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  -q pyproject.toml --extra build --extra encoder -o requirements-encoder.txt
	echo uv | uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-annotate -q - -o requirements-uv.txt

# The table the assistant understands meaning by; needs the sentence model, at build time only.
semantic-table: requirements-table.txt .venv/ready  ## after many changes of answers or wordings
	@$(PYTHON) -m venv .venv-table
	@.venv-table/bin/python -m pip install -q --require-hashes -r requirements-table.txt
	@.venv-table/bin/python -m pip install -q --no-deps --no-build-isolation -e .
	@.venv-table/bin/python -m content.distil

# The encoder messages are read by (content/encoder/README.md): 6 GB of tools, half an hour to an hour.
encoder: requirements-encoder.txt .venv/ready  ## after hundreds of changed wordings
	@$(PYTHON) -m venv .venv-encoder
	@.venv-encoder/bin/python -m pip install -q --require-hashes -r requirements-encoder.txt
	@.venv-encoder/bin/python -m pip install -q --no-deps --no-build-isolation -e .
	@nice -n 5 .venv-encoder/bin/python -m content.encoder.train --out .venv-encoder/out
	@.venv-encoder/bin/python -m content.encoder.pack .venv-encoder/out

encoder-keys: setup    ## after new entries or dozens of wordings: minutes, needs no tools
	@nice -n 5 $(BIN)/python -m content.encoder.refit

clean:
	rm -rf .venv .venv-table .venv-encoder .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -m venv .venv || { rm -rf .venv; deploy/install-venv && $(PYTHON) -m venv .venv; }

.venv/ready: requirements.txt pyproject.toml | .venv/bin/python
	@echo "Đang chuẩn bị môi trường (.venv), lần đầu mất khoảng một phút ..."
	@$(BIN)/python -m pip install -q --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

# All of requirements.txt stands in requirements-dev.txt, too: one installation instead of two.
.venv/ready-dev: requirements-dev.txt requirements-uv.txt pyproject.toml | .venv/bin/python
	@deploy/install-packages requirements-dev.txt
	@$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch .venv/ready $@
