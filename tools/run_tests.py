"""All checks in one go: the optimizer compiled, lint, format, types, tests. Each prints its seconds; the tests print last."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS = (
    ("lint", [str(BIN / "ruff"), "check", "."]),
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("types", [str(BIN / "mypy")]),
)


def run(name: str, command: list[str]) -> int:
    """Run one check from the project's folder and say how long it took."""
    started = time.perf_counter()
    code = subprocess.run(command, cwd=ROOT, check=False, env={**os.environ, "PYTHONUTF8": "1"}).returncode
    print(f"{name}: {'ok' if code == 0 else 'FAILED'} in {time.perf_counter() - started:.1f} s", flush=True)
    return code


def main() -> None:
    """Run everything, also after a failure; exit 1 where anything failed."""
    # The compiler takes one core for a minute or two on a fresh machine; meanwhile the checks take another.
    compiler = subprocess.Popen([sys.executable, "-m", "allocation.kernel.warm"], cwd=ROOT)
    failed = [name for name, command in CHECKS if run(name, command)]
    if compiler.wait():
        sys.exit("The optimizer could not be compiled on this computer; the lines above say why.")
    # Two at a time: the browser tests wait for the server more than they compute.
    workers = os.environ.get("WARDROUND_TEST_WORKERS", "2")
    # In the order of tests/conftest.py, the slow modules first: else one of them is begun when all others are done.
    spread = ["-n", workers, "--dist", "loadscope", "--no-loadscope-reorder"]
    tests = [sys.executable, "-m", "pytest", "-q", *spread, *sys.argv[1:]]
    if run("tests", tests):
        failed.append("tests")
    if failed:
        sys.exit(f"Failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
