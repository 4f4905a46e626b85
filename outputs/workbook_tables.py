"""The tables of the workbook: what each sheet holds, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from allocation.fixes import best_fixes
from allocation.joint import companions, with_whom
from allocation.plan import minutes_at_visits
from geo.clock import minutes
from geo.maps.palette import reason_mark
from geo.tables import items
from outputs.handout import HandOut
from outputs.rides import driver_table


@dataclass(frozen=True)
class Field:
    """A column: heading, where it comes from, kind (text, whole, number, date, time, choice) and width in characters."""

    heading: str
    source: str
    kind: str = "text"
    width: float = 14


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its columns, its rows, and how many columns stay in view."""

    name: str
    fields: Sequence[Field]
    rows: pd.DataFrame
    frozen: int = 1


_HOME = (
    Field("Household", "household_id", width=16),
    Field("Label", "label", width=22),
    Field("Address", "address", width=26),
    Field("Directions", "directions", width=30),
    Field("Village", "village", width=18),
    Field("Ward", "ward_id", width=11),
)
_WORKER = (Field("Worker", "number", "whole", 8), Field("Worker id", "worker_id", width=15), Field("Name", "name", width=22))
_VISIT = (
    *_WORKER,
    Field("Date", "date", "date", 12),
    Field("Day", "weekday", width=6),
    Field("Order", "order", "whole", 7),
    Field("Arrive", "arrive", "time", 8),
    Field("Start", "start", "time", 8),
    Field("Depart", "depart", "time", 8),
    Field("Travel min", "travel_min", "number", 10),
    Field("Distance m", "distance_m", "whole", 11),
    Field("Together with", "company", width=22),
    *_HOME,
    Field("Language", "language", width=12),
    Field("People", "members", "whole", 8),
    Field("Place", "place", width=10),
    Field("Outcome", "", "choice", 12),
    Field("Notes", "", width=30),
)
_DAY = (
    *_WORKER,
    Field("Date", "date", "date", 12),
    Field("Day", "weekday", width=6),
    Field("Leave", "leave", "time", 8),
    Field("Home", "home", "time", 8),
    Field("Visits", "visits", "whole", 8),
    Field("Hours at visits", "visit_h", "number", 14),
    Field("Travel min", "travel_min", "number", 11),
    Field("Distance km", "distance_km", "number", 12),
)
_TEAM = (
    *_WORKER,
    Field("Department", "department", width=18),
    Field("Supervisor", "supervisor", width=24),
    Field("Travels by", "mode", width=10),
    Field("Home ward", "home_ward", width=11),
    Field("Days", "days", "whole", 7),
    Field("Visits", "visits", "whole", 8),
    Field("Visits together", "together", "whole", 10),
    Field("Hours away", "away_h", "number", 11),
    Field("Hours at visits", "visit_h", "number", 14),
    Field("Travel hours", "travel_h", "number", 12),
    Field("Distance km", "distance_km", "number", 12),
    Field("Hours against the team's median", "share", "share", 18),
    Field("File", "file", width=16),
)
_PAIR = (
    Field("Worker", "number", "whole", 8),
    Field("Name", "name", width=22),
    Field("Travels with worker", "with_number", "whole", 10),
    Field("Name of the other", "with_name", width=22),
    Field("Visits together", "visits", "whole", 10),
)
_MISSED = (
    *_HOME,
    Field("Priority", "priority", "whole", 9),
    Field("Why not", "title", width=30),
    Field("In a sentence", "sentence", width=60),
    Field("Smallest fix", "smallest_fix", width=60),
    Field("Code", "reason", width=16),
)
_FIX = (Field("Fix", "fix", width=80), Field("Households", "households", "whole", 12), Field("Why not now", "title", width=32))
_WARD = (
    Field("Ward", "ward_id", width=12),
    Field("Planned", "planned", "whole", 10),
    Field("Not reached", "missed", "whole", 12),
    Field("Biggest reason", "title", width=32),
    Field("In a line", "line", width=90),
)

_DRIVE = (
    Field("Vehicle", "vehicle", width=22),
    Field("Date", "date", "date", 12),
    Field("Day", "weekday", width=6),
    Field("Stop", "order", "whole", 6),
    Field("Time", "time", width=13),
    Field("What", "what", width=8),
    Field("Who", "who", width=34),
    Field("Where", "where", width=34),
    Field("Aboard", "aboard", "whole", 8),
)


def sheets(handout: HandOut) -> list[Sheet]:
    """All sheets but the overview, in order."""
    homes = _homes(handout)
    visits, days, pairs = visit_rows(handout, homes), _day_rows(handout), _pair_rows(handout)
    return [
        Sheet("Wards", _WARD, ward_rows(handout)),
        Sheet("Visits", _VISIT, visits, frozen=3),
        Sheet("Days", _DAY, days, frozen=3),
        Sheet("Workers", _TEAM, _team_rows(handout, days), frozen=3),
        *([Sheet("Together", _PAIR, pairs, frozen=2)] if len(pairs) else []),
        *([Sheet("Vehicles", _DRIVE, _dated(driver_table(handout.plan)), frozen=3)] if handout.drives else []),
        Sheet("Not reached", _MISSED, missed_rows(handout, homes)),
        Sheet("Fixes", _FIX, _fix_rows(handout)),
    ]


def ward_rows(handout: HandOut) -> pd.DataFrame:
    """A line a ward: planned, not reached, biggest reason; households without a ward come last as ``none``."""
    ward = handout.plan.households.set_index("household_id")["ward_id"]
    planned = ward.reindex(handout.plan.visits["household_id"].unique()).replace("", "none").value_counts()
    missed = handout.unserved.assign(ward=ward.reindex(handout.unserved["household_id"]).to_numpy())
    missed["ward"] = missed["ward"].fillna("none").replace("", "none")
    groups = dict(tuple(missed.groupby("ward")["reason"]))
    rows = []
    for name in sorted({*planned.index, *groups}, key=lambda name: (name == "none", name)):
        reasons = groups.get(name, pd.Series(dtype="str")).value_counts()
        title = reason_mark(str(reasons.index[0])).label if len(reasons) else ""
        line = f"{int(planned.get(name, 0))} planned, {int(reasons.sum())} not reached"
        line += f", most often: {title[0].lower()}{title[1:]} ({int(reasons.iloc[0])})." if title else "."
        rows.append((name, int(planned.get(name, 0)), int(reasons.sum()), title, line))
    return pd.DataFrame(rows, columns=["ward_id", "planned", "missed", "title", "line"])


def visit_rows(handout: HandOut, homes: pd.DataFrame) -> pd.DataFrame:
    """One row a visit."""
    visits = handout.plan.visits.assign(company=_company(handout))
    rows = visits.merge(homes, on="household_id", how="left").merge(_names(handout), on="worker_id", how="left")
    rows["place"] = np.where(rows["place_accuracy"].isin(["", "exact"]), "", "not exact")
    for name in ("arrive", "start", "depart"):
        rows[name] = _times(rows[name])
    return _dated(rows)


def _company(handout: HandOut) -> pd.Series[Any]:
    """Names and numbers of those who come at the same time, for each visit."""
    names = _names(handout).set_index("worker_id")
    told = {str(worker): f"{name} ({number})" for worker, name, number in names[["name", "number"]].itertuples()}
    others = with_whom(handout.plan.visits)
    return others.map({ids: ", ".join(told[other].strip() for other in items(ids)) for ids in others.unique()})


def _pair_rows(handout: HandOut) -> pd.DataFrame:
    """One row a pair of fieldworkers who make visits together, the most visits first."""
    names = _names(handout)
    other = names.rename(columns={"worker_id": "with_worker_id", "name": "with_name", "number": "with_number"})
    return companions(handout.plan).merge(names, on="worker_id", how="left").merge(other, on="with_worker_id", how="left")


def missed_rows(handout: HandOut, homes: pd.DataFrame) -> pd.DataFrame:
    """One row a household that is not reached, highest priority first."""
    rows = handout.unserved.merge(homes, on="household_id", how="left")
    rows["title"] = [reason_mark(str(reason)).label for reason in rows["reason"]]
    return rows.sort_values("priority", ascending=False, kind="stable", na_position="last")


def _day_rows(handout: HandOut) -> pd.DataFrame:
    at_visits = handout.plan.visits.assign(visit_min=minutes_at_visits(handout.plan.visits))
    sums = at_visits.groupby(["worker_id", "date"], as_index=False)["visit_min"].sum()
    rows = handout.plan.days.merge(_names(handout), on="worker_id", how="left").merge(sums, on=["worker_id", "date"], how="left")
    rows["away_h"] = (_times(rows["home"]) - _times(rows["leave"])) / 60
    for name in ("leave", "home"):
        rows[name] = _times(rows[name])
    rows["visit_h"], rows["travel_h"], rows["distance_km"] = (
        rows["visit_min"] / 60,
        rows["travel_min"] / 60,
        rows["distance_m"] / 1000,
    )
    return _dated(rows)


def _team_rows(handout: HandOut, days: pd.DataFrame) -> pd.DataFrame:
    sums = ["visits", "away_h", "visit_h", "travel_h", "distance_km"]
    totals = days.groupby("worker_id")[sums].sum(min_count=1).assign(days=days.groupby("worker_id").size()).reset_index()
    team = pd.DataFrame(handout.plan.fieldworkers)[["worker_id", "department", "supervisor", "mode", "home_ward"]]
    rows = _names(handout).merge(team, on="worker_id").merge(totals, on="worker_id", how="left")
    together = with_whom(handout.plan.visits).ne("").groupby(handout.plan.visits["worker_id"]).sum()
    rows["together"] = rows["worker_id"].map(together).fillna(0)
    counts = ["visits", "days", "away_h", "visit_h", "travel_h"]
    rows[counts] = rows[counts].fillna(0)
    median = rows.loc[rows["visits"] > 0, "away_h"].median()
    rows["share"] = rows["away_h"] / median if median else np.nan
    rows["file"] = [file_stem(number) if visits else "" for number, visits in zip(rows["number"], rows["visits"], strict=True)]
    return rows


def _fix_rows(handout: HandOut) -> pd.DataFrame:
    rows = best_fixes(handout.plan)
    return rows.assign(title=[reason_mark(str(reason)).label for reason in rows["reason"]])


def file_stem(number: int) -> str:
    """The name of a worker's files without the ending: the number, never a name.

    Examples
    --------
    >>> file_stem(7)
    'worker-007'
    """
    return f"worker-{number:03d}"


def _homes(handout: HandOut) -> pd.DataFrame:
    names = [field.source for field in _HOME] + ["language", "members", "place_accuracy", "priority"]
    return pd.DataFrame(handout.plan.households).reindex(columns=names)


def _names(handout: HandOut) -> pd.DataFrame:
    team = pd.DataFrame(handout.plan.fieldworkers)[["worker_id", "name"]]
    return team.assign(number=[handout.numbers[worker] for worker in team["worker_id"]])


def _times(texts: pd.Series[Any]) -> pd.Series[Any]:
    """Minutes from midnight; few different times stand on many rows, so each is read once."""
    known = {text: minutes(text) for text in texts.unique()}
    return texts.map(known).astype(float)


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    dates = pd.to_datetime(rows["date"], format="%Y-%m-%d")
    return rows.assign(
        date=dates, weekday=dates.dt.day_of_week.map(dict(enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))))
    )
