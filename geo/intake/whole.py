"""The import of one file from its bytes to the judged table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import geopandas as gpd
import pandas as pd

from geo.intake.reading import Given, read_raw
from geo.intake.result import REPAIRS, Answers, Intake, RawTable
from geo.intake.stumble import stumbled
from geo.problems import Problem
from geo.settings import Settings
from geo.tables import columns, complete


def read_whole(
    table: str,
    path: Given,
    answers: Answers | None = None,
    *,
    name: str | None = None,
    settings: Settings | None = None,
    wards: gpd.GeoDataFrame | None = None,
    villages: gpd.GeoDataFrame | None = None,
    known: Collection[str] | Mapping[str, str] = (),
) -> Intake:
    """See :func:`geo.intake.read`, which is this with the heavy imports left until they are needed."""
    answers, settings = answers or Answers(), settings or Settings()
    columns(table)  # an unknown table is a mistake of the caller, not of the file
    raw = read_raw(table, path, answers, name=name, settings=settings)
    # What was mended since makes another list of the same file.
    seen = () if answers.changed else _already(raw, known)
    raw = replace(raw, problems=(*seen, *raw.problems))
    if not len(raw.frame):  # a layer may have rows and no columns
        return _nothing(table, raw)
    try:
        from geo.intake.judging import judge

        return judge(table, raw, answers, settings=settings, wards=wards, villages=villages)
    except Exception as error:
        return _nothing(table, replace(raw, problems=(*raw.problems, stumbled(error, raw.source.name, "judging"))))


def _already(raw: RawTable, known: Collection[str] | Mapping[str, str]) -> tuple[Problem, ...]:
    if not raw.source.sha256 or raw.source.sha256 not in known:
        return ()
    when = f" on {known[raw.source.sha256]}" if isinstance(known, Mapping) else ""
    return (Problem("E107", f"This very file was already imported{when}.", file=raw.source.name),)


def _nothing(table: str, raw: RawTable) -> Intake:
    """The result of a file of which no row can be judged."""
    return Intake(
        table=table,
        source=raw.source,
        accepted=complete(table, pd.DataFrame(index=pd.Index([], dtype="int64", name="row"))),
        quarantined=raw.quarantined,
        repaired=pd.DataFrame(columns=list(REPAIRS)),
        problems=raw.problems,
        questions=raw.questions,
    )
