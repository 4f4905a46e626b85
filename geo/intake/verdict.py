"""The result of a judgement, put together from the books."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.codes import Behaviour
from geo.intake.accounting import Ledger
from geo.intake.identity import masked
from geo.intake.result import QUARANTINE, Intake, RawTable
from geo.problems import Problem
from geo.tables import CRS, complete

#: Column of the rows' ids, beside the columns of the file; no heading is a blank.
KEY = " "


def concluded(
    raw: RawTable,
    accepted: gpd.GeoDataFrame,
    rows: pd.DataFrame,
    problems: Iterable[Problem],
    ledger: Ledger,
    *,
    leave_out: frozenset[int] = frozenset(),
) -> Intake:
    """The intake of a file, from what the ledger holds and what reading had found; ``rows`` as given, with their ids."""
    records, keys = rows.drop(columns=KEY), rows[KEY]
    found = (*raw.problems, *ledger.problems(), *problems)
    refusal = next((problem for problem in found if problem.behaviour is Behaviour.REJECT), None)
    if refusal is not None:
        # Nothing of a refused file is kept, so every row of it is set aside.
        accepted = accepted.iloc[:0]
        ledger.set_aside(refusal.code, "the file as a whole was refused.", records.index.difference(_aside(ledger, records)))
    kept = records.index[~ledger.aside(records.index)]
    accepted = accepted.loc[accepted.index.intersection(kept)]
    early = _left_out(_masked(raw.quarantined), leave_out)
    quarantined = pd.concat([early, ledger.quarantined(records, keys)], ignore_index=True)
    left_out = len(ledger.rows_with("E219")) + int((early["code"] == "E219").sum())
    own = {question.key for question in ledger.questions}
    return Intake(
        table=ledger.table,
        source=replace(raw.source, rows=len(raw.frame) + len(raw.quarantined)),
        accepted=_in_shape(ledger.table, accepted),
        quarantined=quarantined.sort_values("row", kind="stable").reset_index(drop=True),
        repaired=ledger.repaired(),
        problems=ordered(found),
        questions=(*(question for question in raw.questions if question.key not in own), *ledger.questions),
        left_out=left_out,
        aside_places=_places(ledger),
    )


def _places(ledger: Ledger) -> gpd.GeoSeries:
    """Where the rows set aside lie, as far as that could be read."""
    if ledger.places is None:
        return gpd.GeoSeries([], crs=CRS)
    return ledger.places[ledger.aside(ledger.places.index) & ledger.places.notna()]


def ordered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """What stops the file first, then what costs rows, then what changed, then remarks; biggest first."""
    stops = {Behaviour.REJECT: 0, Behaviour.ASK: 1, Behaviour.QUARANTINE: 2, Behaviour.REPAIR: 3, Behaviour.WARN: 4}
    return tuple(sorted(problems, key=lambda p: (stops[p.behaviour], -len(p.rows), p.code, p.column)))


def _aside(ledger: Ledger, records: pd.DataFrame) -> pd.Index:
    return records.index[ledger.aside(records.index)]


def _in_shape(table: str, accepted: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    frame = complete(table, accepted)
    frame.index.name = "row"
    return frame


def _masked(quarantined: pd.DataFrame) -> pd.DataFrame:
    """Rows that could not be read as rows may hold identity numbers too."""
    if quarantined.empty:
        return pd.DataFrame(columns=list(QUARANTINE))
    return quarantined.assign(
        key=[masked(str(key)) for key in quarantined["key"]], record=[_record(r) for r in quarantined["record"]]
    )


def _left_out(early: pd.DataFrame, leave_out: frozenset[int]) -> pd.DataFrame:
    """Rows that reading had set aside and that the person has left out since."""
    gone = early["row"].isin(leave_out)
    return early.assign(
        code=early["code"].where(~gone, "E219"), sentence=early["sentence"].where(~gone, "you left this row out.")
    )


def _record(text: Any) -> str:
    try:
        record = json.loads(str(text))
    except ValueError:
        return masked(str(text))
    if isinstance(record, dict):
        record = {name: masked(str(value)) for name, value in record.items()}
    return json.dumps(record, ensure_ascii=False)
