"""Show that the lock resolves from wheels alone on every Python and platform that we support.

Asks the package registry, so it is no part of the tests: run it after ``make lock`` (``make lock-check``).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = ("x86_64-pc-windows-msvc", "x86_64-manylinux_2_34", "aarch64-manylinux_2_34", "aarch64-apple-darwin")


def resolves(python: str, platform: str) -> str:
    """Empty where the lock resolves from wheels, else why not."""
    uv = str(Path(sys.executable).parent / "uv")
    command = [uv, "pip", "install", "--dry-run", "--quiet", "--only-binary", ":all:", "--require-hashes"]
    command += ["--python-version", python, "--python-platform", platform]
    command += ["--target", ".venv/lock-check", "-r", "requirements.lock"]
    # Apple's oldest system that still gets updates; wheels of GDAL's family need 14.
    env = {**os.environ, "MACOSX_DEPLOYMENT_TARGET": "14.0"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=env)
    return "" if done.returncode == 0 else done.stderr.strip()


def main() -> None:
    """Print a line a combination; exit 1 where one does not resolve."""
    failed = False
    for python in PYTHONS:
        for platform in PLATFORMS:
            why = resolves(python, platform)
            failed |= bool(why)
            print(f"Python {python} on {platform}: {why or 'all wheels'}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
