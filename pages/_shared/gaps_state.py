"""What is asked of the gaps, what is kept of them between runs, and which ward, cell and household are chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import geopandas as gpd
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geo.gaps import Gaps
from geo.maps import Click, GapGround
from pages._shared.session import Session
from workflows import gaps_view, how, own_figures, service_gaps
from workflows.gaps_view import Chosen
from workflows.plan_choice import plan_in_use
from workflows.service_gaps import Ground, Measured

#: Names in the session of what is chosen, and of the click that was followed last.
WARD, CELL, HOME, _SEEN = "gaps_ward", "gaps_cell", "gaps_home", "gaps_seen"
#: What a click asked for: a list of wards that is drawn already can be changed in the next run only.
_GO = "gaps_go"


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see; the first three need the ways to be measured. ``areas``: a layer of areas, "" for wards;
    ``mode``: how people go, as :mod:`workflows.how` has it.
    """

    mode: str
    months: int
    today: dt.date
    measure: str
    sector: str = ""
    minutes: float = 60.0
    areas: str = ""

    def seen(self, sector: str, minutes: float) -> Asked:
        """With a sector and a threshold."""
        return replace(self, sector=sector, minutes=minutes)

    @property
    def told(self) -> str:
        """Mode and threshold in words."""
        return f"{how.told(self.mode)}, {self.minutes:g} minutes one way"


def ground_of(session: Session, asked: Asked) -> Ground:
    """The gaps of all sectors, measured once for the lists, the mode and the months."""
    ws = session.workspace
    kept, plan_id, own = service_gaps.revisions(ws), plan_in_use(ws) or "", own_figures.revision(ws) if asked.areas else ""
    how = asked.mode, asked.months, asked.today
    base = _ground(session.key, kept, *how, session)
    return _with_more(session.key, kept, how, plan_id, (asked.areas, own), session, base) if plan_id or asked.areas else base


def measured_of(session: Session, asked: Asked, base: Ground) -> tuple[Gaps, gpd.GeoDataFrame]:
    """The gaps at the threshold that is asked, for files, and their wards; not measured again where the ground is of that."""
    kept = service_gaps.revisions(session.workspace)
    if base.gaps.access.settings.threshold_min == asked.minutes:
        plain = _ground(session.key, kept, asked.mode, asked.months, asked.today, session) if asked.areas else base
        return plain.gaps, plain.wards
    found = _measured(session.key, kept, (asked.mode, asked.minutes, asked.months, asked.today), session)
    return found.gaps, found.wards


def brought_of(session: Session) -> pd.DataFrame | None:
    """The figures by ward that somebody brought, read once; None where there are none.

    Raises
    ------
    InputProblems
        They do not suit the wards that were brought since.
    """
    ws = session.workspace
    return _brought(session.key, (own_figures.revision(ws), ws.revision("wards")), session)


def map_of(session: Session, asked: Asked, base: Ground) -> GapGround:
    """The map before anything is painted."""
    ws = session.workspace
    kept = *service_gaps.revisions(ws), ws.revision("landmarks"), asked.areas, own_figures.revision(ws) if asked.areas else ""
    return _map(session.key, kept, asked.sector, session, base)


@st.cache_resource(max_entries=4, show_spinner="Measuring the way from each household to each service …")
def _ground(key: str, kept: tuple[str, ...], mode: str, months: int, today: dt.date, _session: Session) -> Ground:
    # Shared by all visitors and changed by nobody.
    return service_gaps.ground(_session.workspace, mode, months, today)


@st.cache_resource(max_entries=6, show_spinner="Reading the last plan and the areas …")
def _with_more(
    key: str,
    kept: tuple[str, ...],
    how: tuple[str, int, dt.date],
    plan_id: str,
    areas: tuple[str, str],
    _session: Session,
    _base: Ground,
) -> Ground:
    found = service_gaps.with_plan(_base, _session.workspace, plan_id) if plan_id else _base
    return service_gaps.by_areas(found, own_figures.areas(_session.workspace, areas[0])) if areas[0] else found


@st.cache_resource(max_entries=4, show_spinner="Reading the figures …")
def _brought(key: str, kept: tuple[str, str], _session: Session) -> pd.DataFrame | None:
    found = own_figures.indicators(_session.workspace)
    return None if found is None else found.table


# One is enough: it is kept from one kind of file to the other.
@st.cache_resource(max_entries=1, show_spinner=False)
def _measured(key: str, kept: tuple[str, ...], how: tuple[str, float, int, dt.date], _session: Session) -> Measured:
    return service_gaps.measured(_session.workspace, *how)


@st.cache_resource(max_entries=12, show_spinner="Drawing the map …")
def _map(key: str, kept: tuple[str, ...], sector: str, _session: Session, _base: Ground) -> GapGround:
    return gaps_view.map_ground(_session.workspace, _base, sector)


def choose(wards: pd.DataFrame, place: DeltaGenerator, called: str = "ward") -> Chosen:
    """What is looked at; the ward (or area of a layer ``called`` so) can be chosen from a list too, drawn in ``place``."""
    names = {row.area_id: row.name for row in wards.sort_values("area_id").itertuples() if row.area_id}
    kind, name = st.session_state.pop(_GO, ("", ""))
    if kind == "ward":
        open_ward(name)
    elif kind == "cell":
        open_cell(name)
    elif kind == "household":
        st.session_state[HOME] = name
    # Set only where it must change: a run that was still on its way would blank what somebody has just chosen.
    if st.session_state.get(WARD) not in {None, *names}:
        st.session_state[WARD] = None
    label, every = ("Ward", "All wards") if called == "ward" else ("Area", "All areas")
    place.selectbox(
        label, list(names), format_func=names.get, index=None, placeholder=every, key=WARD, on_change=lambda: open_cell("")
    )
    ward = str(st.session_state[WARD] or "")
    cell = str(st.session_state.get(CELL) or "") if ward else ""
    if cell:
        place.button(
            "Back to the whole ward" if called == "ward" else "Back to the whole area",
            icon=":material/arrow_back:",
            on_click=lambda: open_cell(""),
        )
    return Chosen(ward, cell, str(st.session_state.get(HOME) or "") if cell else "")


def open_cell(cell: str, household: str = "") -> None:
    """Look at a cell of the chosen ward, and a household in it; "" for none."""
    st.session_state[CELL], st.session_state[HOME] = cell, household


def open_ward(ward: str | None) -> None:
    """Look at a ward."""
    st.session_state[WARD] = ward
    open_cell("")


def row_opens(key: str, ids: Sequence[str]) -> Callable[[], None]:
    """What a list of areas does when a row is chosen in it: look at that ward, where the row has one.

    Parameters
    ----------
    key : str
        Of the list.
    ids : sequence of str
        The ward of each row, "" for none.
    """

    def go() -> None:
        rows = st.session_state[key]["selection"]["rows"]
        open_ward((ids[rows[0]] or None) if rows and rows[0] < len(ids) else None)

    return go


def take(click: Click | None) -> None:
    """Follow a new click; an old one that the map still reports changes nothing."""
    if click is None or click == st.session_state.get(_SEEN):
        return
    st.session_state[_SEEN] = click
    if click.kind in ("cell", "household") or (click.kind == "ward" and click.id != st.session_state.get(WARD)):
        st.session_state[_GO] = (click.kind, click.id)
        st.rerun()
