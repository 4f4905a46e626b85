"""Start the app on this computer, for this computer only."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from pathlib import Path

from workflows.demonstration import open_demonstration
from workflows.last_workspace import find, remember
from workspace import Workspace

HOST = "127.0.0.1"
#: How many ports after the wanted one are tried.
_TRIES = 20
#: Longest wait for the app's first answer before the browser is opened, seconds.
_PATIENCE = 60.0
#: What the app must be told even where somebody's own Streamlit settings say otherwise.
FLAGS = {
    "server.address": HOST,
    "server.headless": "true",
    "server.maxUploadSize": "25",
    "server.enableXsrfProtection": "true",
    "server.enableCORS": "true",
    "server.fileWatcherType": "none",
    "server.showEmailPrompt": "false",
    "server.enableStaticServing": "false",
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "client.showSidebarNavigation": "false",
    "global.developmentMode": "false",
    # We say ourselves where the app is.
    "logger.hideWelcomeMessage": "true",
}


def choose_workspace(named: Path | None) -> Workspace:
    """The workspace to open: the one named (made where its folder is absent or empty), the last, or the demonstration.

    Raises
    ------
    WorkspaceError
        The folder holds other things, or the workspace cannot be opened (E504).
    """
    if named is not None:
        ws = Workspace.open(named) if Workspace.is_one(named) else Workspace.create(named, named.absolute().name)
    else:
        last = find()
        ws = Workspace.open(last) if last else open_demonstration()
    remember(ws.folder)
    return ws


def present_workspace(named: Path | None) -> Workspace:
    """The workspace named, the last, or the demonstration; none is made in a folder that somebody names.

    Raises
    ------
    WorkspaceError
        There is no workspace in the folder, or it cannot be opened (E504).
    """
    return choose_workspace(None) if named is None else Workspace.open(named)


def free_port(wanted: int) -> int | None:
    """The wanted port of this computer or one of the next, the first that is free; None where none is."""
    for port in range(wanted, min(wanted + _TRIES, 65_536)):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            if sys.platform != "win32":
                # Else a port that was in use a minute ago looks taken. On Windows the option means something else.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    return None


def command(port: int) -> list[str]:
    """The command that starts the app; it holds whatever folder the person stands in."""
    app = Path(__file__).resolve().parent.parent / "app.py"
    flags = [f"--{name}={value}" for name, value in (FLAGS | {"server.port": str(port)}).items()]
    return [sys.executable, "-m", "pages._shared.serve", "run", str(app), *flags]


def serve(ws: Workspace, port: int, browser: bool) -> int:
    """Run the app until somebody ends it (Ctrl-C); returns its exit code, 0 for Ctrl-C.

    Parameters
    ----------
    ws : Workspace
        Opened at the start.
    port : int
        Free.
    browser : bool
        Whether to open the person's browser on it.
    """
    home = Path(__file__).resolve().parent.parent
    environment = {**os.environ, "WARDROUND_WORKSPACE": str(ws.folder)}
    process = subprocess.Popen(command(port), cwd=home, env=environment)
    if browser:
        threading.Thread(target=_open_when_ready, args=(process, port), daemon=True).start()
    try:
        return process.wait()
    except KeyboardInterrupt:
        # The terminal has told the app too; it is given a moment to close.
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.terminate()
            process.wait()
        return 0


def _open_when_ready(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            with socket.create_connection((HOST, port), timeout=1):
                webbrowser.open(f"http://{HOST}:{port}")
                return
        except OSError:
            time.sleep(0.2)
