"""Start the app on a workspace of its own, and look at it with a browser that reaches this machine only."""

from __future__ import annotations

import atexit
import functools
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psutil
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, WebSocket
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browser.runs import Runs
from tools.find_browser import chromium_path
from workflows import run_app

ROOT = Path(__file__).resolve().parents[2]
LOCAL = {"127.0.0.1", "localhost"}
WAIT_MS = 60_000
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, " + ", ".join(f"EXCLUDE {name}" for name in sorted(LOCAL)),
]


def launch(playwright: Playwright) -> Browser:
    """Chromium or a relative of it; a missing one fails the test, it is never skipped.

    No name and no number but this machine's leads anywhere, whatever a page asks for.
    """
    path = chromium_path()
    assert path, "no browser found; `make test` installs one"
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


@contextmanager
def serve(workspace: Path, log: Path, port: int = 0, forked: bool = True, **environment: str) -> Iterator[str]:
    """The address of a fresh server of the app on ``workspace``; ``forked`` from a process that knows the libraries."""
    port = port or free_port()
    settings = {**os.environ, "WARDROUND_WORKSPACE": str(workspace), "PYTHONUNBUFFERED": "1", **environment}
    forked, address = forked and sys.platform == "linux", f"http://127.0.0.1:{port}"
    server = (_split_off if forked else _started)(run_app.command(port), settings, log)
    try:
        _await_health(server, port, log)
        _WATCHED[address] = (server if forked else None, log)
        yield address
    finally:
        _WATCHED.pop(address, None)
        server.terminate()
        server.wait(20)


def _started(command: list[str], settings: dict[str, str], log: Path) -> psutil.Popen:
    """A server as the person's own command starts it."""
    with log.open("w") as output:
        return psutil.Popen(command, cwd=ROOT, env=settings, stdout=output, stderr=subprocess.STDOUT)


def _split_off(command: list[str], settings: dict[str, str], log: Path) -> psutil.Process:
    """The same program, without reading the libraries."""
    _, flag, module, *arguments = command
    assert flag == "-m"
    nursery = _nursery()
    assert nursery.stdin is not None and nursery.stdout is not None
    nursery.stdin.write(json.dumps([module, arguments, settings, str(log)]) + "\n")
    nursery.stdin.flush()
    return psutil.Process(int(nursery.stdout.readline()))


#: The servers that run, by address: the process where it can tell what it does, and its log.
_WATCHED: dict[str, tuple[psutil.Process | None, Path]] = {}


def _doing(address: str) -> str:
    """Where each thread of a server stands, and what it wrote."""
    server, log = _WATCHED.get(address, (None, Path(os.devnull)))
    if server is not None:
        with suppress(psutil.Error):
            server.send_signal(signal.SIGUSR1)
            time.sleep(1)  # it writes without telling when it is done
    return log.read_text(encoding="utf-8", errors="replace")[-12_000:]


@functools.cache
def _nursery() -> subprocess.Popen[str]:
    """One for all tests of this process; it ends with it, when its input closes."""
    command = [sys.executable, "-u", "-m", "tests.browser.nursery"]
    nursery = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(nursery.communicate)
    return nursery


def _await_health(server: psutil.Process, port: int, log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if not server.is_running() or server.status() == psutil.STATUS_ZOMBIE:
            raise RuntimeError(f"the app did not start:\n{log.read_text()}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.1)  # the server itself offers nothing to wait on before it listens
    raise RuntimeError(f"the app did not answer:\n{log.read_text()}")


#: Pictures in a row in which nothing changed. A part of the page that is read late first shows a grey stand-in, and one
#: with a frame of its own grows once that is drawn.
_STILL_FRAMES = 8
_STILL = """frames => {
    const app = document.querySelector('[data-testid="stApp"]');
    const late = document.querySelector('[data-testid="stSkeleton"], [data-testid="stElementContainer"][data-stale="true"]');
    const inside = [...document.querySelectorAll('[data-testid="stMain"], [data-testid="stSidebar"], iframe')];
    const seen = inside.map(e => [e.scrollHeight, e.clientHeight, e.querySelectorAll('*').length]).join();
    const same = app && app.dataset.testScriptState === 'notRunning' && !late && window.wardroundSeen === seen;
    window.wardroundStill = same ? (window.wardroundStill || 0) + 1 : 0;
    window.wardroundSeen = seen;
    return window.wardroundStill >= frames;
}"""


@dataclass
class Visitor:
    """A browser tab that counts every address outside this machine."""

    page: Page
    context: BrowserContext
    address: str
    foreign: list[str] = field(default_factory=list)
    runs: Runs = field(default_factory=Runs)

    def open(self, path: str = "") -> None:
        self.page.goto(f"{self.address}/{path}")
        self.settle()

    def settle(self) -> None:
        """Wait until the script has run to its end and nothing moves any more: what moves under a press loses it."""
        end = time.monotonic() + WAIT_MS / 1000
        while self.runs.owed and time.monotonic() < end:
            self.page.wait_for_timeout(20)  # what is said on the line is heard only while we wait for the browser
        app = self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
        app.wait_for(state="attached", timeout=WAIT_MS)
        self.page.locator('[data-testid="stStatusWidget"]').wait_for(state="detached", timeout=WAIT_MS)
        self.page.wait_for_function(_STILL, arg=_STILL_FRAMES, polling="raf", timeout=WAIT_MS)

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

    def shown(self) -> str:
        """What stands on the page, for whoever must find out why a test failed where nobody watched."""
        try:
            state = self.page.locator('[data-testid="stApp"]').get_attribute("data-test-script-state", timeout=5_000)
            text = self.page.locator("body").inner_text(timeout=5_000)
        except PlaywrightError as error:
            return f"The page could not be read: {error}"
        lines = [line for line in text.splitlines() if line.strip()][:60]
        return "\n".join([f"The page at {self.page.url}, its script {state}:", *lines, "The server:", _doing(self.address)])

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
    """A browser of its own, as far as pages can tell; requests that leave this machine fail and are recorded."""
    context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
    try:
        with tab(context, address) as visitor:
            yield visitor
    finally:
        context.close()


@contextmanager
def tab(context: BrowserContext, address: str) -> Iterator[Visitor]:
    """A tab that records every address outside this machine that it asks for."""
    context.set_default_timeout(WAIT_MS)
    visitor = Visitor(context.new_page(), context, address)

    def judge(asked: Request | WebSocket) -> None:
        parts = urlsplit(asked.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in LOCAL:
            visitor.foreign.append(asked.url)

    # Listened to, not routed: routing takes the browser its memory of files, and each page is read anew.
    context.on("request", judge)
    visitor.page.on("websocket", judge)
    visitor.page.on("websocket", visitor.runs.listen)
    try:
        yield visitor
    except BaseException as error:
        error.add_note(visitor.shown())
        raise
    finally:
        context.remove_listener("request", judge)
        visitor.page.close()
