"""Settings: every limit with its usual value, unit and help, and which workspace is open."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo.errors import WardroundError
from pages._shared.gate import enter
from pages._shared.navigation import go, link
from pages._shared.session import Session, choose
from workflows.demonstration import open_demonstration
from workflows.limits import LIMITS, Limit, changed
from workflows.literal import literal


def body(session: Session) -> None:
    """The page below its title."""
    _workspace(session)
    _limits(session)
    st.divider()
    link("start", "Back to the start")


def _workspace(session: Session) -> None:
    st.subheader("Workspace", anchor=False)
    st.markdown(f"Open now: **{literal(session.workspace.name)}**")
    st.caption("A workspace is a folder on this computer that holds lists, rounds and plans. Copy the folder to take it along.")
    with st.container(border=True):
        name = st.text_input(
            "Open or start another workspace: its folder",
            placeholder=str(Path.home() / "wardround" / "our-ward"),
            help="A folder that is not there yet becomes a new, empty workspace.",
        )
        with st.container(horizontal=True):
            if st.button("Open this workspace", disabled=not name.strip()):
                _switch(Path(name.strip()).expanduser())
            if not session.workspace.fictional and st.button("Open the demonstration"):
                _switch(open_demonstration().folder)


def _switch(folder: Path) -> None:
    choose(folder)
    go("start")


def _limits(session: Session) -> None:
    st.subheader("Limits", anchor=False)
    st.caption("They protect this computer from files that are too large. Change one only when a message asks for it.")
    now = session.workspace.settings()
    with st.form("limits"):
        columns = st.columns(2, gap="large")
        values = {limit.name: _field(columns[n % 2], limit, getattr(now, limit.name)) for n, limit in enumerate(LIMITS)}
        if st.form_submit_button("Keep these limits", type="primary"):
            try:
                session.workspace.set_settings(**changed(values))
            except WardroundError as error:
                st.error(literal(error))
            else:
                st.success("Kept.")


def _field(column: st.delta_generator.DeltaGenerator, limit: Limit, value: float) -> float:
    kind = int if limit.whole else float
    return column.number_input(
        f"{limit.title} ({limit.unit})",
        kind(limit.low),
        kind(limit.high),
        kind(value),
        help=f"{limit.help} Usually {limit.usual:,.10g} {limit.unit}.",
        key=f"limit.{limit.name}",
        format=None if limit.whole else "%g",
    )


with enter("settings") as here:
    st.title("Settings", anchor=False)
    body(here)
