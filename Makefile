# Wardround: set up, run, test. Needs only Python 3.11 to 3.13.
PYTHON ?= python3
BIN = .venv/bin

.PHONY: setup run test test-all bench lint lock lock-check minimums clean

setup:            ## .venv with the locked dependencies
	$(PYTHON) tools/setup.py

run: setup        ## open the app on the demonstration
	$(BIN)/wardround run

test:             ## everything: lint, types, tests with a real browser
	$(PYTHON) tools/setup.py --optimizer-later
	$(BIN)/python tools/find_browser.py --install
	$(BIN)/python tools/run_tests.py

test-all: setup   ## the same with all examples and cases, as before a release
	$(BIN)/python tools/find_browser.py --install
	WARDROUND_TESTS=all $(BIN)/python tools/run_tests.py

bench: setup      ## side by side with peers, 25 minutes a call; BENCH="ward --seconds 5 --dry" for a short try, BENCH=--list
	$(BIN)/python -m benchmarks $(BENCH)

lint: setup
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

lock:             ## pin everything anew, with hashes and without hosts
	$(BIN)/uv pip compile --universal --generate-hashes --all-extras --python-version 3.11 --no-emit-index-url --no-header pyproject.toml -o requirements.lock

lock-check:       ## show that the lock resolves from wheels on every Python and platform
	$(BIN)/python tools/check_lock.py

minimums: setup   ## run the tests with the oldest versions that pyproject.toml allows
	$(BIN)/python tools/check_minimums.py

clean:
	rm -rf .venv build *.egg-info
