"""Which workspace a visitor works in."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from workflows.demonstration import open_demonstration
from workflows.last_workspace import find, remember
from workspace import Workspace

_CHOSEN = "workspace_folder"
_IN_USE = "workspace_in_use"


@dataclass(frozen=True)
class Session:
    """The visitor's workspace.

    Attributes
    ----------
    workspace : Workspace
    key : str
        The workspace's id, for the keys of caches and widgets.
    """

    workspace: Workspace
    key: str


def open_session() -> Session:
    """The workspace chosen in this session, else the one that the app was started on, else the last, else the demonstration."""
    chosen = st.session_state.get(_CHOSEN) or os.environ.get("WARDROUND_WORKSPACE") or find()
    workspace = _open(str(chosen) if chosen else str(open_demonstration().folder))
    st.session_state[_IN_USE] = str(workspace.folder)
    return Session(workspace, workspace.id)


def log_folder() -> Path | None:
    """Where errors are written down: the folder of the workspace in use, if it is known already."""
    chosen = st.session_state.get(_IN_USE)
    return Path(chosen) if chosen else None


def choose(folder: Path) -> None:
    """Work in another workspace from now on."""
    remember(folder)
    st.session_state.clear()
    st.session_state[_CHOSEN] = str(folder)


@st.cache_resource(max_entries=8, show_spinner=False)
def _open(folder: str) -> Workspace:
    # One workspace object a folder serves every visitor; it is made for several threads.
    return Workspace.open(Path(folder)) if Workspace.is_one(folder) else Workspace.create(Path(folder), Path(folder).name)
