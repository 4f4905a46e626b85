"""Bring roads: a file is handed over or named, read in a process of its own, and told in plain words."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages._shared.guard import fragment
from pages._shared.session import Session
from workflows import kept_roads
from workflows.literal import literal

_DONE = "roads_told"


def draw(session: Session) -> None:
    """The roads that are there with a way to take them away, how far the reading is, and the file."""
    standing = kept_roads.stand(session.workspace)
    if standing.state == "running":
        st.session_state[_DONE] = False
        _watch(session)
        return
    if standing.state == "failed":
        for line in standing.message.splitlines():
            st.error(literal(line))
    elif standing.state == "done" and st.session_state.pop(_DONE, None) is False:
        st.success("The roads are kept. Choose them on Plan a round (under More), Service gaps and Where next.")
    _kept(session)
    _file(session)


def _kept(session: Session) -> None:
    known = kept_roads.kept(session.workspace)
    if known is None:
        return
    st.markdown(f":green[✓] **Roads kept** from {literal(known.name)}. Other roads take their place.")
    st.markdown(known.sentence())
    if told := _off(session.key, (known.sha256, session.workspace.revision("households")), session):
        st.markdown(told)
    with st.popover("Take the roads away"):
        st.markdown("Rounds and pages know straight lines only then. Plans that were made over the roads keep theirs.")
        st.button("Yes, take them away", key="away.roads", on_click=kept_roads.let_go, args=(session.workspace,), type="primary")


@st.cache_data(max_entries=8, show_spinner="Looking which households the roads reach …")
def _off(key: str, kept: tuple[str, ...], _session: Session) -> str:
    return kept_roads.households_off(_session.workspace)


def _file(session: Session) -> None:
    ws = session.workspace
    limit = ws.settings().upload_mb
    given = st.file_uploader(
        f"A file of roads (at most {limit} MB)",
        type=list(kept_roads.ENDINGS),
        max_upload_size=limit,
        key="roads_file",
        help="OpenStreetMap (.osm.pbf), or a layer of lines: GeoPackage, shapefile in a zip, GeoJSON, FlatGeobuf, KML.",
    )
    with st.expander("A larger file, or a file with several layers"):
        named = st.text_input(
            "Instead: where the file lies on this computer", key="roads_path", placeholder=str(Path.home() / "district.osm.pbf")
        ).strip()
        layer = st.text_input(
            "The layer that holds the roads, where the file has several", key="roads_layer", placeholder="roads"
        ).strip()

    def begin() -> None:
        if given is not None:
            kept_roads.begin(ws, kept_roads.hold(ws, given.name, given), given.name, layer, aside=True)
        else:
            path = Path(named).expanduser().absolute()
            kept_roads.begin(ws, path, path.name, layer)

    st.button("Read these roads", on_click=begin, disabled=given is None and not named, type="primary", key="roads_read")


@fragment(run_every=1.0)
def _watch(session: Session) -> None:
    standing = kept_roads.stand(session.workspace)
    if standing.state != "running":
        st.rerun()
    share = standing.done / standing.steps if standing.steps else 0.0
    told = f"Step {standing.done + 1} of {standing.steps}: {standing.what}" if standing.steps else "Beginning …"
    st.progress(share, told)
    st.caption("You may leave this page or close the browser: the reading goes on, and this page finds it again.")
