"""What is kept of Where next between runs: the ways, the curve and the maps."""

from __future__ import annotations

import streamlit as st

from geo.maps import GapGround
from geo.siting import Sited, SitingSettings
from pages._shared.session import Session
from workflows import where_next, where_next_view, where_stops, where_together, where_venues
from workflows.where_next import Around
from workflows.where_stops import MobileAsked, MobileStops
from workflows.where_together import Weighed
from workflows.where_venues import Venues

#: The kind of point, whose or which, how people go, and the squares.
Asked = tuple[str, str, str, float]
#: Which buildings, rules, mode, metres; which services, settlements, mode, one trip, cost of a service.
AskedVenues = tuple[tuple[str, ...], tuple[str, ...], str, float]
AskedTogether = tuple[tuple[str, ...], str, str, tuple[float, float]]


def around_of(session: Session, asked: Asked) -> Around:
    """The ways, measured once for the lists and what is asked."""
    return _around(session.key, where_next.revisions(session.workspace), asked, session)


def venues_of(session: Session, asked: AskedVenues) -> Venues | None:
    """The venue of each ward, found once for what is asked."""
    return _venues(session.key, where_next.revisions(session.workspace), asked, session)


def venue_map_of(session: Session, found: Venues, asked: AskedVenues) -> GapGround:
    """The map of the venues."""
    return _venue_map(session.key, _kept(session), asked, session, found)


def weighed_of(session: Session, asked: AskedTogether) -> Weighed:
    """One point for many services against a point for each, weighed once for what is asked."""
    return _weighed(session.key, where_next.revisions(session.workspace), asked, session)


def together_map_of(session: Session, weighed: Weighed) -> GapGround:
    """The map of shared points; cheap beside weighing them."""
    return where_together.ground(session.workspace, weighed)


def stops_of(session: Session, asked: MobileAsked) -> MobileStops:
    """Mobile stops and their dates, found once for what is asked."""
    return _stops(session.key, where_next.revisions(session.workspace), asked, session)


def stop_map_of(session: Session, asked: MobileAsked, made: MobileStops) -> GapGround:
    """The map of the stops."""
    return _stop_map(session.key, _kept(session), asked, session, made)


def _kept(session: Session) -> tuple[str, ...]:
    return *where_next.revisions(session.workspace), session.workspace.revision("landmarks")


def curve_of(session: Session, base: Around, asked: Asked, settings: SitingSettings) -> list[Sited]:
    """The best choices of no point, one, two …, found once for what is asked."""
    return _curve(session.key, where_next.revisions(session.workspace), asked, settings, base)


def map_of(session: Session, base: Around, asked: Asked, sited: Sited) -> GapGround:
    """The map of a choice."""
    return _map(session.key, _kept(session), asked, tuple(sited.found.chosen.tolist()), session, base, sited)


@st.cache_resource(max_entries=4, show_spinner="Measuring the way from each household to each place …")
def _around(key: str, kept: tuple[str, ...], asked: Asked, _session: Session) -> Around:
    # Shared by all visitors and changed by nobody.
    kind, which, mode, side_m = asked
    if kind == "worker":
        return where_next.around_homes(_session.workspace, which, side_m)
    return where_next.around(_session.workspace, which, mode, side_m)


@st.cache_resource(max_entries=8, show_spinner="Looking for the best places for one point, two, three … (up to half a minute)")
def _curve(key: str, kept: tuple[str, ...], asked: Asked, settings: SitingSettings, _base: Around) -> list[Sited]:
    return where_next.curve(_base, settings)


@st.cache_resource(max_entries=24, show_spinner=False)
def _map(
    key: str,
    kept: tuple[str, ...],
    asked: Asked,
    chosen: tuple[int, ...],
    _session: Session,
    _base: Around,
    _sited: Sited,
) -> GapGround:
    existing = "home" if asked[0] == "worker" else asked[1]
    return where_next_view.ground(_session.workspace, _base.wards, existing, _sited)


@st.cache_resource(max_entries=8, show_spinner="Looking for a venue in each ward …")
def _venues(key: str, kept: tuple[str, ...], asked: AskedVenues, _session: Session) -> Venues | None:
    return where_venues.venues(_session.workspace, *asked)


@st.cache_resource(max_entries=8, show_spinner=False)
def _venue_map(key: str, kept: tuple[str, ...], asked: AskedVenues, _session: Session, _found: Venues) -> GapGround:
    return where_next_view.ground(_session.workspace, _found.wards, "", _found.found)


@st.cache_resource(max_entries=8, show_spinner="Weighing every way to put the services together … (up to a minute)")
def _weighed(key: str, kept: tuple[str, ...], asked: AskedTogether, _session: Session) -> Weighed:
    return where_together.weigh(_session.workspace, *asked)


@st.cache_resource(max_entries=4, show_spinner="Choosing the stops and planning their dates … (up to half a minute)")
def _stops(key: str, kept: tuple[str, ...], asked: MobileAsked, _session: Session) -> MobileStops:
    return where_stops.mobile_stops(_session.workspace, asked)


@st.cache_resource(max_entries=4, show_spinner=False)
def _stop_map(key: str, kept: tuple[str, ...], asked: MobileAsked, _session: Session, _made: MobileStops) -> GapGround:
    return where_next_view.ground(_session.workspace, _made.wards, asked.service, _made.found.sited)
