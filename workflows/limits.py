"""The limits of a workspace as a person sets them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from geo.settings import Settings


@dataclass(frozen=True)
class Limit:
    """One limit: its name in the code, its title, unit, help, usual value and range; ``whole`` for whole numbers."""

    name: str
    title: str
    unit: str
    help: str
    usual: float
    low: float
    high: float
    whole: bool


_TITLES = {
    "upload_mb": "Largest file",
    "rows_most": "Most rows in a file",
    "columns_most": "Most columns in a file",
    "cells_most": "Most cells in a sheet",
    "field_most": "Longest text in a cell",
    "parse_seconds": "Time for reading a file",
    "parse_memory_mb": "Memory for reading a file",
    "zip_entries_most": "Most files in a zip",
    "zip_ratio_most": "Most that a zipped file may grow",
    "zip_total_mb": "Largest zip when unpacked",
    "ward_tolerance_m": "How far outside its ward a household may lie",
    "urban_within_1km": "Counts as town from",
    "deep_rural_within_1km": "Counts as deep rural below",
    "same_point_most": "Warn when so many share one point",
    "overlap_most_share": "Most overlap of two wards",
    "solve_seconds": "Time for making a plan",
}


def _limits() -> tuple[Limit, ...]:
    found = []
    for item in fields(Settings):
        facts, title = item.metadata, _TITLES.get(item.name, item.name.replace("_", " ").capitalize())
        # Browsers hold whole numbers up to 2**53 exactly; nobody needs a larger limit.
        low, high = float(facts["low"]), float(min(facts["high"], 2**53 - 1))
        usual = item.default
        assert isinstance(usual, int | float)
        found.append(Limit(item.name, title, facts["unit"], facts["help"], usual, low, high, isinstance(usual, int)))
    return tuple(found)


LIMITS = _limits()


def changed(values: Mapping[str, float]) -> dict[str, Any]:
    """What to store: a limit at its usual value is not stored, so that a later version's usual value holds."""
    return {limit.name: None if values[limit.name] == limit.usual else values[limit.name] for limit in LIMITS}
