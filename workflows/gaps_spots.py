"""Wards that stand out together: the question, handed to a process of its own, and its answer in plain words and colours."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.gaps.hotspots import HOTSPOTS, LEAST, hot_spots
from geo.maps.gaps_view import SPOTS
from workflows.gaps_table import Measure
from workflows.inquiry import Answer, ask
from workflows.service_gaps import Ground
from workspace import Workspace

KIND = "spots"
#: Wards that are named in a sentence; the list has all.
_NAMED = 8
_FILE = "areas.parquet"
#: Key of :data:`geo.maps.gaps_view.SPOTS` → what is written on the map, and what a list says.
_TAGS = {"hot": "more", "cold": "fewer", "alone_high": "more, alone", "alone_low": "fewer, alone"}
SAID: Mapping[str, str] = {
    "hot": "More, here and around",
    "cold": "Fewer, here and around",
    "alone_high": "More than around it",
    "alone_low": "Fewer than around it",
    "chance": "No more than chance",
    "": "Cannot be judged",
}
WHAT_IT_MEANS = (
    "A ward stands out together with those that touch it where the share is high (or low) in all of them, more often than it "
    "would be if the same shares were dealt out to the wards at random: this is tried 9,999 times. **No more than chance** "
    "means: such a picture comes up easily with shares dealt out at random, so do not read a pattern into it; it does not mean "
    "that nobody goes without. Where a hundred wards are looked at, a few would stand out by luck: this is allowed for, so that "
    "of all wards that are named at most one in twenty is named by luck. Methods: Getis-Ord Gi* and local Moran."
)


def subject(base: Ground, rows: pd.DataFrame) -> str:
    """A short hash of the counts by ward, by which an answer is found again.

    Parameters
    ----------
    base : Ground
        As measured.
    rows : DataFrame
        :func:`workflows.gaps_table.table` of its wards.
    """
    return _named_by(_frame(base, rows))


def _named_by(asked: gpd.GeoDataFrame) -> str:
    digest = hashlib.sha256(repr(asked.geometry.total_bounds.tolist()).encode())
    digest.update(asked[["area_id", "count", "base"]].to_csv(index=False).encode())
    return digest.hexdigest()[:24]


def begin(ws: Workspace, base: Ground, rows: pd.DataFrame) -> None:
    """Have it worked out in a process of its own; what is at work already goes on."""
    content, asked = io.BytesIO(), _frame(base, rows)
    asked.to_parquet(content)
    ask(ws, KIND, _named_by(asked), files={_FILE: content.getvalue()})


def _frame(base: Ground, rows: pd.DataFrame) -> gpd.GeoDataFrame:
    shapes = gpd.GeoSeries(base.wards.geometry.array, index=base.wards["ward_id"].astype(str), crs=base.wards.crs)
    own = rows.set_index("area_id")[["count", "base"]].reindex(shapes.index).fillna(0).astype(np.int64)
    return gpd.GeoDataFrame(own, geometry=shapes.array, crs=shapes.crs).rename_axis("area_id").reset_index()


def spots_answer(folder: Path, tell: Callable[[int, int, str], bool]) -> Answer:
    """Work it out from what lies in the folder of the question; in the process of the job."""
    tell(0, 2, "reading the figures and the methods")
    areas = gpd.read_parquet(folder / _FILE)
    shapes = gpd.GeoSeries(areas.geometry.array, index=areas["area_id"].astype(str), crs=areas.crs)
    tell(1, 2, f"comparing {len(areas):,} wards with shares dealt out at random")
    counts, of = (pd.Series(areas[name].to_numpy(), index=shapes.index) for name in ("count", "base"))
    found = hot_spots(shapes, counts, of).rename_axis("area_id").reset_index()
    return Answer((), {KIND: found})


def found_in(answer: Answer) -> pd.DataFrame:
    """The table of an answer: ``area_id``, :data:`geo.gaps.hotspots.HOTSPOTS`, and ``look`` (a key of :data:`SAID`)."""
    table = answer.tables[KIND]
    numbers = [name for name in HOTSPOTS if name not in ("spot", "cluster")]
    table = table.assign(**{name: pd.to_numeric(table[name], errors="coerce") for name in numbers})
    return table.assign(look=[_look(row) for row in table.itertuples(index=False)])


def _look(row: Any) -> str:
    if row.spot:
        return str(row.spot)
    if np.isnan(row.gi_z):
        return ""
    return {"high among low": "alone_high", "low among high": "alone_low"}.get(row.cluster, "chance")


def lines(found: pd.DataFrame, names: Mapping[str, str], how: Measure) -> list[str]:
    """What was found, in sentences."""
    if found["look"].eq("").all():
        return [
            f"It cannot be told where wards stand out: this needs at least {LEAST} wards that touch another and of which the "
            "share is known, and shares that differ."
        ]
    told = []
    for look, more in (("hot", "more"), ("cold", "fewer")):
        own = _named(found, look, names)
        if own:
            told.append(f"**{own}**, together with the wards around: {more} {how.whom} {how.what} than chance would have it.")
    for look, more in (("alone_high", "more"), ("alone_low", "fewer")):
        own = _named(found, look, names)
        if own:
            told.append(f"**{own}**, unlike the wards around: {more} {how.whom} there {how.what}.")
    return told or ["No wards stand out: the differences between neighbours are no more than chance would have them."]


def _named(found: pd.DataFrame, look: str, names: Mapping[str, str]) -> str:
    codes = list(found.loc[found["look"] == look].sort_values("gi_z", key=abs, ascending=False, kind="stable")["area_id"])
    more = f" and {len(codes) - _NAMED:,} more" if len(codes) > _NAMED else ""
    return ", ".join(names.get(code, code) for code in codes[:_NAMED]) + more


def on_map(found: pd.DataFrame, wards: pd.DataFrame) -> pd.DataFrame:
    """The wards in the colours of what was found; ``wards``: as the map of shares has them, with their words."""
    look = found.set_index("area_id")["look"].reindex(wards["area_id"]).fillna("").to_numpy()
    texts = [f"{text}\n{SAID[one]}" for text, one in zip(wards["text"], look, strict=True)]
    fills = [SPOTS[one][0] for one in look]
    return wards.assign(fill=fills, few=False, tag=[_TAGS.get(one, "") for one in look], text=texts)


def listed(found: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The wards as they are listed, those that stand out first: ``area_id``, ``Area``, ``What``, ``Share``, ``Neighbours``."""
    order = {look: at for at, look in enumerate(SAID)}
    rows = found.assign(order=found["look"].map(order)).sort_values(["order", "share"], ascending=[True, False], kind="stable")
    shown = {
        "area_id": rows["area_id"],
        "Area": [names.get(code, code) for code in rows["area_id"]],
        "What": rows["look"].map(SAID),
        "Share": (100 * rows["share"]).round(1),
        "Neighbours": rows["neighbours"].astype(int),
    }
    return pd.DataFrame(shown).reset_index(drop=True)
