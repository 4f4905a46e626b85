"""Raw tables made by hand, as reading hands them to judging."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from geo.intake.aliases import map_headings
from geo.intake.judging import judge
from geo.intake.result import Answers, Intake, RawTable, Source

WGS = "EPSG:4326"


def raw_table(
    table: str, columns: dict[str, list[str]], shapes: list[Any] | None = None, crs: Any = WGS, format_: str = "", name: str = ""
) -> RawTable:
    """A raw table: rows from 2 as in a spreadsheet, features from 1."""
    rows = len(shapes) if shapes is not None else len(next(iter(columns.values())))
    index = pd.RangeIndex(2, rows + 2) if shapes is None else pd.RangeIndex(1, rows + 1)
    frame = pd.DataFrame({heading: pd.Series(cells, dtype="str").to_numpy() for heading, cells in columns.items()}, index=index)
    frame = frame.astype("str") if len(frame.columns) else pd.DataFrame(index=index)
    geometry = None if shapes is None else gpd.GeoSeries(shapes, index=index, crs=crs)
    kind = format_ or ("csv" if shapes is None else "gpkg")
    source = Source(name or f"list.{kind}", "0" * 64, 1, kind, rows=rows, mapping=map_headings(table, list(columns)))
    return RawTable(frame, geometry, source)


def judged(table: str, columns: dict[str, list[str]], shapes: list[Any] | None = None, **more: Any) -> Intake:
    """Judge columns of text; ``answers`` may be given as a dict of choices. Accepted and set aside always add up."""
    raw = raw_table(table, columns, shapes, more.pop("crs", WGS), more.pop("format_", ""))
    answers = more.pop("answers", None)
    if isinstance(answers, dict):
        answers = Answers(choices=answers)
    before = raw.frame.copy()
    intake = judge(table, raw, answers, **more)
    assert len(intake.accepted) + len(intake.quarantined) == len(raw.frame)
    assert sorted([*intake.accepted.index, *intake.quarantined["row"]]) == list(raw.frame.index)
    pd.testing.assert_frame_equal(raw.frame, before)
    return intake


def households(**columns: list[str]) -> dict[str, list[str]]:
    """Household columns; ids and places near Makhanda are filled in where they are left out."""
    rows = len(next(iter(columns.values())))
    base = {
        "household_id": [f"H-{i:03d}" for i in range(rows)],
        "latitude": [f"{-33.30 - i / 1000:.5f}" for i in range(1, rows + 1)],
        "longitude": [f"{26.52 + i / 997:.5f}" for i in range(1, rows + 1)],
    }
    return {**base, **columns}


def codes(intake: Intake) -> dict[str, tuple[int, ...]]:
    """Code → rows of all its problems."""
    found: dict[str, list[int]] = {}
    for problem in intake.problems:
        found.setdefault(problem.code, []).extend(problem.rows)
    return {code: tuple(sorted(set(rows))) for code, rows in found.items()}


def set_aside(intake: Intake) -> dict[int, str]:
    """Row → code of the rows set aside."""
    return dict(zip(intake.quarantined["row"].astype(int), intake.quarantined["code"], strict=True))


def ward_grid(columns: int = 3, rows: int = 2, west: float = 26.4, south: float = -33.4, step: float = 0.1) -> gpd.GeoDataFrame:
    """Square wards around Makhanda."""
    boxes, ids = [], []
    for j in range(rows):
        for i in range(columns):
            boxes.append(shapely.box(west + i * step, south + j * step, west + (i + 1) * step, south + (j + 1) * step))
            ids.append(f"210040{j * columns + i + 1:02d}")
    return gpd.GeoDataFrame({"ward_id": ids, "municipality_id": "EC104"}, geometry=boxes, crs=WGS)
