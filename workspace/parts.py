"""The inputs of a plan as used, as files; and a round and its travel from what is kept of them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from allocation.plan import Plan
from allocation.round import Round
from geo.travel import AroundBarriers, RoadNetwork, StraightLine, Travel, TravelMatrix
from geo.travel.barriers.layer import from_bytes as barriers_from_bytes
from geo.travel.barriers.layer import to_bytes as barriers_to_bytes
from geo.travel.barriers.season import Season
from geo.travel.roads.kept import from_bytes, to_bytes
from workspace.frames import to_parquet

#: The tables that a plan was made from, as attributes of :class:`allocation.plan.Plan`.
INPUTS = ("households", "fieldworkers", "wards", "restrictions", "vehicles")

#: Parts that travel is made from.
TRAVEL_PARTS = ("matrix", "roads", "barriers")


def parts_of(plan: Plan, quarantined: pd.DataFrame | None) -> dict[str, bytes]:
    """The inputs of a plan as used, by name, each as the bytes of a file."""
    frames = {name: getattr(plan, name) for name in INPUTS}
    parts = {name: to_parquet(frame, name) for name, frame in frames.items() if frame is not None}
    if plan.rides is not None:
        parts["rides"] = to_parquet(plan.rides)
    if quarantined is not None:
        parts["quarantined"] = to_parquet(quarantined)
    if isinstance(plan.travel, TravelMatrix):
        buffer = io.BytesIO()
        np.savez_compressed(buffer, table=plan.travel.table, ids=np.array(plan.travel.ids, dtype=str))
        parts["matrix"] = buffer.getvalue()
    if isinstance(plan.travel, RoadNetwork):
        parts["roads"] = to_bytes(plan.travel.whole)
    if isinstance(plan.travel, AroundBarriers | RoadNetwork) and plan.travel.barriers is not None:
        parts["barriers"] = barriers_to_bytes(plan.travel.barriers)
    return parts


def round_and_travel(settings: dict[str, Any], parts: Mapping[str, bytes]) -> tuple[Round, Travel]:
    """A round and its travel from their settings; a travel matrix, a road network and barriers are parts of their own."""
    matrix, roads = parts.get("matrix"), parts.get("roads")
    barriers = barriers_from_bytes(parts["barriers"]) if "barriers" in parts else None
    if roads is not None:
        round_ = Round.from_dict({**settings, "travel": {}})[0]
        return round_, RoadNetwork.of_kept(from_bytes(roads), settings["travel"], barriers, _season(settings, round_))
    if barriers is not None:
        stated = {key: value for key, value in settings["travel"].items() if key not in ("barriers", "bridges", "month")}
        round_, travel = Round.from_dict({**settings, "travel": stated})
        assert isinstance(travel, StraightLine)
        return round_, AroundBarriers(travel, barriers, _season(settings, round_))
    if matrix is None:
        return Round.from_dict(settings)
    with np.load(io.BytesIO(matrix), allow_pickle=False) as saved:
        travel = TravelMatrix(saved["table"], [str(item) for item in saved["ids"]])
    return Round.from_dict({**settings, "travel": {}})[0], travel


def _season(settings: dict[str, Any], round_: Round) -> Season:
    return Season(int(settings["travel"].get("month", 0)), (round_.first_day, round_.last_day))
