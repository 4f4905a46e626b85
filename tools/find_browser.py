"""Find a Chromium-like browser for the tests, or install one; never skip silently.

Looked for in this order: the file named by ``WARDROUND_BROWSER``, a browser on the PATH, the one that Playwright has
installed. With ``--install``, where none is found: Debian's package for root, else Playwright's own download.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


def chromium_path() -> str | None:
    """The browser's file, or None where there is none."""
    named = os.environ.get("WARDROUND_BROWSER")
    if named:
        return named
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    return _playwright_path()


def _playwright_path() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if path and Path(path).exists() else None


def install() -> None:
    """Install a browser the way that suits the machine."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-q"], check=False, env=quiet, stdout=subprocess.DEVNULL)
        done = subprocess.run(
            ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"],
            check=False,
            env=quiet,
            stdout=subprocess.DEVNULL,
        )
        if done.returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> None:
    """Print the browser; with ``--install`` get one where there is none. Exit 1 where that fails."""
    if chromium_path() is None and "--install" in sys.argv:
        print("No browser found; installing one for the tests …", flush=True)
        install()
    path = chromium_path()
    if path is None:
        sys.exit(
            "The tests need a Chromium-like browser and none could be installed. "
            "Install Chromium, Chrome or Edge, or name one in WARDROUND_BROWSER."
        )
    print(f"Browser for the tests: {path}", flush=True)


if __name__ == "__main__":
    main()
