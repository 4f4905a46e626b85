"""Gaps as a person looks at them: figures in plain words, what the map shows, the ranking, and the households of a ward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.access.cells import outlines
from geo.access.sectors import of_sector
from geo.gaps import CATEGORIES
from geo.maps import GapGround, gaps_ground, paint
from geo.tables import CRS
from outputs.neutralise import neutralise_frame
from outputs.words import long_day
from workflows.counting import number
from workflows.gaps_table import FEW, MEASURES, Measure, table
from workflows.map_layers import FICTIONAL
from workflows.service_gaps import Ground, Look
from workspace import Workspace

#: Digits of the name of an H3 cell: nobody wants to read it.
_CELL_DIGITS = 15
#: Category → how it is said, the gravest first.
WORDS = {
    "out_of_reach": "Need it, none in reach",
    "need_place_unknown": "Need it, place unknown",
    "unmet": "Need it, one in reach, not met",
    "met": "Need met",
    "no_need": "No need",
    "asked_long_ago": "Asked too long ago to know",
    "never_asked": "Never asked",
}
SHORT = {
    "out_of_reach": "Need, none in reach",
    "need_place_unknown": "Need, place unknown",
    "unmet": "Need not met",
    "met": "Need met",
    "no_need": "No need",
    "asked_long_ago": "Asked too long ago",
    "never_asked": "Never asked",
}


@dataclass(frozen=True)
class Coloured:
    """What wards are coloured by, if not by a share: over the key, the wards with their words → with colours, the classes."""

    title: str
    wards: Callable[[pd.DataFrame], pd.DataFrame]
    classes: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Chosen:
    """The ward, the cell in it and the household in that which are looked at; "" for none."""

    ward: str = ""
    cell: str = ""
    household: str = ""


def figures(base: Ground, seen: Look, ward: str = "") -> list[tuple[str, str, str]]:
    """What, how many households, and their share of the list, or of a ward's households; unknown places where there are any."""
    own = seen.kind[(base.areas["ward"] == ward).to_numpy()] if ward else seen.kind
    counts = np.bincount(own, minlength=len(CATEGORIES))
    told = {kind: int(counts[CATEGORIES.index(kind)]) for kind in WORDS}
    shown = {kind: words for kind, words in WORDS.items() if told[kind] or kind != "need_place_unknown"}
    return [(words, f"{told[kind]:,}", percent(told[kind] / max(1, len(own)))) for kind, words in shown.items()]


def headline(rows: pd.DataFrame, measure: str, place: str) -> str:
    """The share by which areas are coloured, of these areas together, in a sentence."""
    how = MEASURES[measure]
    count, of = int(rows["count"].sum()), int(rows["base"].sum())
    if not of:
        return f"{place}: nothing is known of this share."
    return f"{place}: {count:,} of {of:,} {how.whom} {how.what} ({percent(count / of)})."


def percent(share: float) -> str:
    """A share in whole per cent, without calling a few nobody.

    Examples
    --------
    >>> [percent(share).replace(chr(160), " ") for share in (0.0, 0.001, 0.126, 0.999, float("nan"))]
    ['0 %', 'under 1 %', '13 %', 'over 99 %', '–']
    """
    if np.isnan(share):
        return "–"
    if 0 < share < 0.01 or 0.99 < share < 1:
        return "under 1\u00a0%" if share < 0.5 else "over 99\u00a0%"
    return f"{share:.0%}".replace("%", "\u00a0%")


def needs_note(base: Ground) -> str:
    """What to know of a list that names no needs at all; "" of others."""
    if base.gaps.listed.any():
        return ""
    return (
        "No household of your list names a need (column needs). So this page can say who lives too far away from a service, but "
        "not who needs it: choose **Live too far away** to colour and rank by."
    )


def asked_note(base: Ground, sector: str, months: int) -> str:
    """What "asked" rests on, and what stands in the list of those who were not asked in time."""
    asked = base.gaps.asked
    oldest = long_day(asked.oldest)
    if asked.column_there:
        return (
            f"Your list says when each household was last profiled. A blank there counts as never asked, a date before {oldest} "
            f"({months} months ago) as asked too long ago.{_passed_over(base, sector)}"
        )
    return (
        f"Your list does not say when each household was asked (it has no column last_profiled). So all of it counts as asked on "
        f"{long_day(asked.list_date)}, the day on which it was brought, and nobody as never asked.{_passed_over(base, sector)}"
    )


def _passed_over(base: Ground, sector: str) -> str:
    many = int(base.gaps.passed_over[:, base.gaps.sectors.index(sector)].sum())
    return f" {many:,} of these name this service all the same; nobody knows whether that holds today." if many else ""


def points_note(base: Ground, sector: str, minutes: float, seen: Look) -> str:
    """How many points the sector has, and how many households are within the minutes."""
    supplies = base.gaps.access.supplies
    if sector not in supplies:
        return "Your list has no service point of this sector: whoever needs it has none in reach."
    many = len(supplies[sector].capacity)
    near, known = int(seen.near.sum()), int(seen.placed.sum())
    points = f"{many:,} service points" if many != 1 else "One service point"
    share = percent(near / known if known else np.nan)
    told = f"{points}. {near:,} of {known:,} households ({share}) are within {minutes:g} minutes of one."
    lost = len(seen.placed) - known
    return told + (
        f" Nobody knows where {number(lost, 'household is', 'households are')}: shares leave them out." if lost else ""
    )


def map_ground(workspace: Workspace, base: Ground, sector: str) -> GapGround:
    """The map before anything is painted: worth keeping by the lists and the sector."""
    own = of_sector(base.points, sector)
    note = FICTIONAL if workspace.fictional else ""
    called = "" if base.called == "ward" else base.called
    return gaps_ground(base.wards, own, workspace.table("landmarks"), note=note, remember="gaps", called=called)


def painted(
    ground: GapGround,
    base: Ground,
    seen: Look,
    measure: str,
    chosen: Chosen,
    *,
    wards: pd.DataFrame,
    homes: pd.DataFrame | None = None,
    coloured: Coloured | None = None,
    cut_off: pd.DataFrame | None = None,
) -> dict[str, Any]:
    """What the map shows: wards, the cells of the chosen ward, the households of the open cell.

    Parameters
    ----------
    ground : GapGround
        Of the sector.
    base : Ground
        As measured.
    seen : Look
        The sector at a threshold.
    measure : str
        A key of :data:`workflows.gaps_table.MEASURES`.
    chosen : Chosen
        What is looked at.
    wards : DataFrame
        :func:`workflows.gaps_table.table` of the wards by that measure.
    homes : DataFrame or None
        :func:`workflows.gaps_table.homes_of` what is chosen; drawn where that is a cell.
    coloured : Coloured or None
        What wards are coloured by instead of the share; there are no cells then.
    cut_off : DataFrame or None
        :func:`workflows.gaps_table.cut_off_rows`, drawn while no cell is open.
    """
    if coloured is not None:
        known = _with_words(wards, measure)
        every = pd.concat([known, _without_households(base, set(wards["area_id"]))], ignore_index=True)
        return paint(ground, coloured.title, coloured.wards(every), ward=chosen.ward, classes=coloured.classes)
    cells = None
    if chosen.ward:
        cells = _with_words(table(base, seen, measure, "cell", chosen.ward), measure)
        cells = cells[cells["area_id"] != ""]
        cells = gpd.GeoDataFrame(cells, geometry=outlines(cells["area_id"]).array, crs=CRS)
    shown = cut_off
    if chosen.cell and homes is not None:
        shown = homes.assign(text=[_told(row) for row in homes.itertuples(index=False)])
    wards = _with_words(wards, measure)
    wards = pd.concat([wards, _without_households(base, set(wards["area_id"]))], ignore_index=True)
    title = f"Share of the {MEASURES[measure].whom} that {MEASURES[measure].what}"
    return paint(ground, title, wards, ward=chosen.ward, cells=cells, cell=chosen.cell, homes=shown)


def _without_households(base: Ground, there: set[str]) -> pd.DataFrame:
    codes = [code for code in base.wards["ward_id"].astype(str) if code not in there]
    texts = [f"{base.names['ward'].get(code, code)}\nNo household of your list lies here" for code in codes]
    return pd.DataFrame({"area_id": codes, "ranked": np.nan, "few": False, "tag": "", "text": texts})


def _told(row: Any) -> str:
    if not row.point:
        return "No service point can be reached"
    return f"{row.minutes:.0f} min to {row.point}"


def _with_words(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    """``tag`` and ``text`` for the map: of few households the counts, not a share."""
    how = MEASURES[measure]
    rows = list(frame.itertuples(index=False))
    tags = ["" if not row.base else f"{row.count} of {row.base}" if row.few else percent(row.share) for row in rows]
    texts = [_lines(row, how) for row in rows]
    # Where few were asked, the colour is that of the share drawn towards all.
    return frame.assign(ranked=frame["ranked"].where(frame["few"], frame["share"]), tag=tags, text=texts)


def _lines(row: Any, how: Measure) -> str:
    name = row.name if row.name != row.area_id or len(row.area_id) < _CELL_DIGITS else "This cell"
    if not row.base:
        return f"{name}\nNobody of {row.households:,} households was asked in time"
    few = "\nFew households: do not read much into it" if row.few else ""
    return f"{name}\n{row.count:,} of {row.base:,} {how.whom} {how.what}{few}"


def ranking(frame: pd.DataFrame) -> pd.DataFrame:
    """The list of areas as it is shown, worst first.

    Returns
    -------
    DataFrame
        ``area_id``, ``Area``, ``Share`` (per cent, NaN where nothing is known), ``Ranked by`` (that share drawn towards that of
        all), ``Count``, ``Of``, ``Note``, the categories.
    """
    known = frame["base"] > 0
    notes = np.where(~known, "nobody asked in time", np.where(frame["few"], f"under {FEW} households", ""))
    shown = pd.DataFrame(
        {
            "area_id": frame["area_id"],
            "Area": frame["name"],
            "Share": (100 * frame["share"]).round(1),
            "Ranked by": (100 * frame["ranked"]).round(1),
            "Count": frame["count"],
            "Of": frame["base"],
            "Note": notes,
            **{SHORT[kind]: frame[kind] for kind in WORDS},
        }
    )
    return shown.reset_index(drop=True)


def homes_table(homes: pd.DataFrame) -> pd.DataFrame:
    """The households of a ward as they are listed."""
    frame = homes.assign(state=homes["category"].map(SHORT))
    return frame[["household_id", "state", "minutes", "point", "village", "label"]]


def homes_csv(homes: pd.DataFrame) -> bytes:
    """The list of households as CSV in UTF-8, formulas made harmless."""
    return neutralise_frame(homes_table(homes)).to_csv(index=False).encode("utf-8-sig")
