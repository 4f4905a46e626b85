"""Show that Wardround works with the oldest versions that pyproject.toml allows.

Installs the lowest stated version of every direct dependency (what those need in turn is as new as they allow) into
``build/minimums`` and runs the tests there. Asks the package registry, so it is no part of the tests: run it after a
minimum was changed (``make minimums``); words after it go to pytest.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "minimums"
OLDEST = "3.11"
UV = str(Path(sys.executable).parent / "uv")


def run(*command: str) -> None:
    """Run from the project's folder; end with its exit code where it fails."""
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code:
        sys.exit(code)


def install() -> Path:
    """Make the environment anew and return its interpreter."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.parent.mkdir(exist_ok=True)
    venv, pins = FOLDER / "venv", FOLDER / "pins.txt"
    run(UV, "venv", "--quiet", "--python", OLDEST, str(venv))
    python = venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    # Only what the tests need of the extras: the peer of the benchmark is not asked for.
    words = ["--resolution", "lowest-direct", "--python-version", OLDEST, "--only-binary", ":all:", "--extra", "dev"]
    run(UV, "pip", "compile", "--quiet", "--no-annotate", "--no-header", *words, "pyproject.toml", "-o", str(pins))
    run(UV, "pip", "install", "--quiet", "--python", str(python), "--only-binary", ":all:", "-r", str(pins))
    run(UV, "pip", "install", "--quiet", "--python", str(python), "--no-deps", "--no-build-isolation", "--editable", ".")
    run(str(python), "-m", "allocation.kernel.warm")
    return python


def main() -> None:
    """Install, then run the tests with the oldest versions."""
    python = install()
    print(f"Lowest stated versions are in {FOLDER.relative_to(ROOT)}; testing with them.", flush=True)
    run(str(python), "-m", "pytest", "-q", "-n", "2", "--dist", "loadscope", *sys.argv[1:])


if __name__ == "__main__":
    main()
