"""Every limit of Wardround, with its default, unit and help, in one frozen table.

A value is taken from the workspace's settings where it is set there, else from an environment variable
``WARDROUND_<NAME>``, else the default below.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from geo.errors import SettingError


def _setting(default: float, unit: str, help_: str, low: float = 0, high: float = 1e12) -> Any:
    return field(default=default, metadata={"unit": unit, "help": help_, "low": low, "high": high})


@dataclass(frozen=True)
class Settings:
    """Limits and judgement thresholds. Each checks its range once, at construction."""

    upload_mb: int = _setting(25, "MB", "Largest file that may be brought in.", 1, 4096)
    rows_most: int = _setting(500_000, "rows", "Most rows read from one file.", 1)
    columns_most: int = _setting(500, "columns", "Most columns read from one file.", 1)
    cells_most: int = _setting(20_000_000, "cells", "Most cells read from one sheet.", 1)
    field_most: int = _setting(20_000, "characters", "Longest text in one cell.", 1)
    parse_seconds: int = _setting(120, "s", "Longest time for reading one file.", 1)
    parse_memory_mb: int = _setting(2048, "MB", "Most memory for reading one file.", 128)
    zip_entries_most: int = _setting(200, "entries", "Most entries in a zip file.", 1)
    zip_ratio_most: int = _setting(200, "times", "Most that a zip entry may grow when unpacked.", 1)
    zip_total_mb: int = _setting(500, "MB", "Most that a zip file may hold unpacked.", 1)
    ward_tolerance_m: float = _setting(500, "m", "How far outside its stated ward a household may lie and still count to it.")
    urban_within_1km: int = _setting(150, "households", "Households within 1 km from which a place counts as urban.")
    deep_rural_within_1km: int = _setting(10, "households", "Households within 1 km below which a place counts as deep rural.")
    same_point_most: int = _setting(40, "households", "Households on one identical point from which we warn.", 2)
    overlap_most_share: float = _setting(
        0.05, "share", "Share of a ward that may overlap another before the file is refused.", 0, 1
    )
    solve_seconds: int = _setting(30, "s", "How long the page lets the optimizer work.", 1, 86_400)

    def __post_init__(self) -> None:
        for item in fields(self):
            value, low, high = getattr(self, item.name), item.metadata["low"], item.metadata["high"]
            if not low <= value <= high:
                raise SettingError(f"{item.name} must lie between {low} and {high} {item.metadata['unit']}, not {value}.")

    @classmethod
    def load(cls, stored: Mapping[str, Any] | None = None) -> Settings:
        """Settings from the environment and, over it, from ``stored`` (name → value)."""
        values: dict[str, Any] = {}
        for item in fields(cls):
            text = (stored or {}).get(item.name, os.environ.get(f"WARDROUND_{item.name.upper()}"))
            if text is None:
                continue
            try:
                values[item.name] = int(text) if isinstance(item.default, int) else float(text)
            except (TypeError, ValueError) as error:
                raise SettingError(f"{item.name} must be a number, not {text!r}.") from error
        return cls(**values)
