"""The inputs of a plan as used, as files; and a round and its travel from what is kept of them."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pandas as pd

from allocation.plan import Plan
from allocation.round import Round
from geo.travel import RoadNetwork, Travel, TravelMatrix
from geo.travel.roads.kept import from_bytes, to_bytes
from workspace.frames import to_parquet

#: The tables that a plan was made from, as attributes of :class:`allocation.plan.Plan`.
INPUTS = ("households", "fieldworkers", "wards", "restrictions", "vehicles")


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
        parts["roads"] = to_bytes(plan.travel.graph)
    return parts


def round_and_travel(settings: dict[str, Any], matrix: bytes | None, roads: bytes | None = None) -> tuple[Round, Travel]:
    """A round and its travel from their settings; a travel matrix, or a road network, stands in a file of its own."""
    if roads is not None:
        network = RoadNetwork.of_kept(from_bytes(roads), settings["travel"])
        return Round.from_dict({**settings, "travel": {}})[0], network
    if matrix is None:
        return Round.from_dict(settings)
    with np.load(io.BytesIO(matrix), allow_pickle=False) as saved:
        travel = TravelMatrix(saved["table"], [str(item) for item in saved["ids"]])
    return Round.from_dict({**settings, "travel": {}})[0], travel
