"""Start the app on a workspace of its own, and look at it with a browser that reaches this machine only."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, Route
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from workflows import run_app

ROOT = Path(__file__).resolve().parents[2]
LOCAL = {"127.0.0.1", "localhost"}
WAIT_MS = 60_000


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


@contextmanager
def serve(workspace: Path, log: Path, **environment: str) -> Iterator[str]:
    """The address of a fresh server of the app on ``workspace``."""
    port = free_port()
    settings = {**os.environ, "WARDROUND_WORKSPACE": str(workspace), "PYTHONUNBUFFERED": "1", **environment}
    with log.open("w") as output:
        server = subprocess.Popen(run_app.command(port), cwd=ROOT, env=settings, stdout=output, stderr=subprocess.STDOUT)
        try:
            _await_health(server, port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(20)


def _await_health(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"the app did not start:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)  # the server itself offers nothing to wait on before it listens
    raise RuntimeError(f"the app did not answer:\n{log.read_text()}")


@dataclass
class Visitor:
    """A browser tab that counts every address outside this machine."""

    page: Page
    context: BrowserContext
    address: str
    foreign: list[str] = field(default_factory=list)

    def open(self, path: str = "") -> None:
        self.page.goto(f"{self.address}/{path}")
        self.settle()

    def settle(self) -> None:
        """Wait until the script has run to its end."""
        app = self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
        app.wait_for(state="attached", timeout=WAIT_MS)
        self.page.locator('[data-testid="stStatusWidget"]').wait_for(state="detached", timeout=WAIT_MS)

    def go(self, title: str) -> None:
        """Follow a link of the sidebar."""
        sidebar = self.page.locator('[data-testid="stSidebar"]')
        link = sidebar.get_by_role("link", name=title)
        link.wait_for(state="attached")
        for _ in range(3):
            # A narrow page puts the sidebar away by itself, a moment after it was drawn.
            if sidebar.get_attribute("data-collapsed") == "true":
                self.page.locator('[data-testid="stExpandSidebarButton"]').click()
            with suppress(PlaywrightTimeoutError):
                link.click(timeout=WAIT_MS / 6)
                break
        else:
            link.click()
        self.page.get_by_role("heading", level=1, name="Wardround" if title == "Start" else title).wait_for()
        self.settle()

    def sideways_px(self) -> int:
        """How far the page can be scrolled sideways, in pixels."""
        return int(
            self.page.evaluate(
                """() => Math.max(...[document.documentElement, ...document.querySelectorAll(
                '[data-testid="stMain"],[data-testid="stAppViewContainer"]')].map(e => e.scrollWidth - e.clientWidth))"""
            )
        )


@contextmanager
def visit(browser: Browser, address: str, width: int = 1280, height: int = 900) -> Iterator[Visitor]:
    """A tab of its own; requests that leave this machine are refused and recorded."""
    context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
    context.set_default_timeout(WAIT_MS)
    visitor = Visitor(context.new_page(), context, address)

    def judge(route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOCAL:
            visitor.foreign.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    context.route("**/*", judge)
    try:
        yield visitor
    finally:
        context.close()
