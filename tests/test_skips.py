"""The rule against silent skips works, and only where it should."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CASES = """
import pytest
def test_asked():
    pytest.skip("no browser")
@pytest.mark.skipif(True, reason="needs root")
def test_marked(): ...
@pytest.fixture
def tool():
    pytest.skip("real files are not here: /x does not exist")
def test_allowed(tool): ...
@pytest.mark.xfail(reason="known", strict=True)
def test_known():
    assert False
"""


@pytest.mark.parametrize(("ci", "outcome"), [("true", "1 failed, 1 skipped, 1 xfailed, 1 error"), ("", "3 skipped, 1 xfailed")])
def test_a_skip_is_a_failure_in_ci_unless_its_reason_is_allowed(tmp_path: Path, ci: str, outcome: str) -> None:
    (tmp_path / "test_made_up.py").write_text(CASES, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "tests.skips",
        "-p",
        "no:cacheprovider",
        "-c",
        os.devnull,
        str(tmp_path),
    ]
    environment = {**os.environ, "CI": ci, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert outcome in done.stdout, done.stdout + done.stderr
    assert ("In CI that is a failure" in done.stdout) == bool(ci)
