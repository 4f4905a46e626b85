"""What is seen on Service gaps as files: tables, a workbook, map layers, and the map as a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from pages._shared.gaps_state import Asked, measured_of
from pages._shared.session import Session
from workflows import gaps_download, gaps_spots, gaps_table, gaps_view, how, own_figures
from workflows.area_files import OtherAreas
from workflows.literal import literal
from workflows.service_gaps import Ground, look

_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Shown:
    """What the page shows: which view, the table of it where it is no share, and the map of all areas as it is painted."""

    view: str
    found: pd.DataFrame | None
    paint: Mapping[str, Any]


def draw(session: Session, asked: Asked, base: Ground, shown: Shown) -> None:
    """The downloads; each is made when it is asked for."""
    st.markdown(f"**Save the numbers** of all services, {literal(asked.told)}, and the map as it is shown:")
    with st.container(horizontal=True):
        _button("Table (gaps.csv)", lambda: gaps_download.gaps_csv(*measured_of(session, asked, base)), "gaps.csv", "text/csv")
        if asked.areas:
            _button(
                "By area (areas.csv)",
                lambda: gaps_download.areas_csv(measured_of(session, asked, base)[0], _areas(session, asked)),
                "areas.csv",
                "text/csv",
            )
        _button("Workbook (gaps.xlsx)", lambda: _book(session, asked, base, shown), "gaps.xlsx", _SHEETS)
        _button(
            "Map layers (gaps.gpkg)",
            lambda: gaps_download.gaps_gpkg(*measured_of(session, asked, base), _areas(session, asked) if asked.areas else None),
            "gaps.gpkg",
            "application/geopackage+sqlite3",
        )
        _button("Map (gaps.png)", lambda: _picture(session, asked, base, shown), "gaps.png", "image/png")


def _button(label: str, make: Callable[[], bytes], name: str, kind: str) -> None:
    st.download_button(label, make, name, kind, on_click="ignore")


def _areas(session: Session, asked: Asked) -> OtherAreas:
    return own_figures.areas(session.workspace, asked.areas)


def _book(session: Session, asked: Asked, base: Ground, shown: Shown) -> bytes:
    beside = {}
    if shown.found is not None and len(shown.found):
        beside = (
            {"Index": shown.found}
            if shown.view == "index"
            else {"Stands out": gaps_spots.listed(shown.found, base.names["ward"])}
        )
    gaps, wards = measured_of(session, asked, base)
    areas = _areas(session, asked) if asked.areas else None
    fictional = session.workspace.fictional
    return gaps_download.gaps_book(gaps, wards, areas, beside, about=_about(session, asked, base), fictional=fictional)


def _about(session: Session, asked: Asked, base: Ground) -> list[tuple[str, str]]:
    ways = "" if how.over_roads(asked.mode) else ", in straight lines made longer as paths are"
    return [
        ("Of", session.workspace.name),
        (
            "In reach",
            f"{asked.told}{ways}",
        ),
        ("Asked", gaps_view.asked_note(base, asked.sector, asked.months)),
        ("Stands out, if there", f"the share of {asked.sector}: {gaps_table.MEASURES[asked.measure].title.lower()}"),
    ]


def _picture(session: Session, asked: Asked, base: Ground, shown: Shown) -> bytes:
    seen = look(base, asked.sector, asked.minutes)
    rows = gaps_table.table(base, seen, asked.measure)
    every = "All wards" if base.called == "ward" else base.called
    lines = [
        f"{session.workspace.name}, {asked.told}",
        gaps_view.headline(rows, asked.measure, every),
        f"Dark squares: service points. {gaps_view.points_note(base, asked.sector, asked.minutes, seen)}",
        gaps_view.asked_note(base, asked.sector, asked.months),
    ]
    title = "Several figures in one index" if shown.view == "index" else f"Service gaps: {asked.sector}"
    fictional = session.workspace.fictional
    return gaps_download.gaps_png(base, shown.paint, asked.sector, title=title, lines=lines, fictional=fictional)
