"""What is kept of Where next between runs: the ways, the curve and the maps."""

from __future__ import annotations

import streamlit as st

from geo.maps import GapGround
from geo.siting import Sited, SitingSettings
from pages._shared.session import Session
from workflows import where_next, where_next_view
from workflows.where_next import Around


def around_of(session: Session, sector: str, mode: str, side_m: float) -> Around:
    """The ways, measured once for the lists, the service, the mode and the squares."""
    return _around(session.key, where_next.revisions(session.workspace), (sector, mode, side_m), session)


def curve_of(session: Session, base: Around, asked: tuple[str, str, float], settings: SitingSettings) -> list[Sited]:
    """The best choices of no point, one, two …, found once for what is asked."""
    return _curve(session.key, where_next.revisions(session.workspace), asked, settings, base)


def map_of(session: Session, base: Around, asked: tuple[str, str, float], sited: Sited) -> GapGround:
    """The map of a choice."""
    kept = *where_next.revisions(session.workspace), session.workspace.revision("landmarks")
    return _map(session.key, kept, asked, tuple(sited.found.chosen.tolist()), session, base, sited)


@st.cache_resource(max_entries=4, show_spinner="Measuring the way from each household to each place …")
def _around(key: str, kept: tuple[str, ...], asked: tuple[str, str, float], _session: Session) -> Around:
    # Shared by all visitors and changed by nobody.
    return where_next.around(_session.workspace, *asked)


@st.cache_resource(max_entries=8, show_spinner="Looking for the best places for one point, two, three … (up to half a minute)")
def _curve(
    key: str, kept: tuple[str, ...], asked: tuple[str, str, float], settings: SitingSettings, _base: Around
) -> list[Sited]:
    return where_next.curve(_base, settings)


@st.cache_resource(max_entries=24, show_spinner=False)
def _map(
    key: str,
    kept: tuple[str, ...],
    asked: tuple[str, str, float],
    chosen: tuple[int, ...],
    _session: Session,
    _base: Around,
    _sited: Sited,
) -> GapGround:
    return where_next_view.ground(_session.workspace, _base, asked[0], _sited)
