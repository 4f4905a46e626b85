"""Make `.venv` with the locked dependencies and Wardround itself, on Linux, macOS and Windows.

Needs only Python 3.11 to 3.13. Runs again in a moment when nothing has changed: the hash of the lock and of
pyproject.toml is kept in the environment.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"


def python_of(folder: Path) -> Path:
    """The interpreter of a virtual environment."""
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def fingerprint() -> str:
    """What the environment must be made from: lock, project file, Python version and place."""
    digest = hashlib.sha256()
    for path in (LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    digest.update(f"{sys.version_info[:2]} {ROOT}".encode())
    return digest.hexdigest()


def pip(python: Path, *words: str) -> None:
    """Run pip in the environment; its chatter only where it fails."""
    command = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{done.stdout}\n{done.stderr}\nThe packages could not be installed; the lines above say why.")


def main() -> None:
    """Set up, or find that nothing is to be done."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(f"Wardround needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}.")
    stamp = VENV / "wardround.stamp"
    python = python_of(VENV)
    wanted = fingerprint()
    if python.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    print("Setting up .venv: the first time takes a minute or two …", flush=True)
    if VENV.exists() and not python.exists():
        shutil.rmtree(VENV)
    stamp.unlink(missing_ok=True)
    venv.create(VENV, with_pip=True, upgrade_deps=False)
    pip(python, "--require-hashes", "--only-binary", ":all:", "-r", str(LOCK))
    pip(python, "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    stamp.write_text(wanted, encoding="utf-8")
    print("Ready.", flush=True)


if __name__ == "__main__":
    main()
