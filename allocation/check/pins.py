"""What a supervisor has set for single households, held against the visits that are planned from that day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import pandas as pd

from allocation.check.since import since
from allocation.plan import Violation


def judge_pins(visits: pd.DataFrame, pins: Mapping[str, Mapping[str, str]], from_day: dt.date) -> Iterator[Violation]:
    """Visits that are not as they were set (``pin_broken``).

    Each visit is by the fieldworker who was set (of two who visit together one is), and one is on the day that was set. A
    household that is not visited from that day on stands among those not reached, with its reason, and is not told here.

    Parameters
    ----------
    visits : DataFrame
        Columns :data:`allocation.plan.VISITS`.
    pins : mapping of household id → {"worker_id", "date"}
        "" for what was left open; what ``summary.json`` keeps under ``replan.pins``.
    from_day : date
        The first day that was planned anew.
    """
    new = since(visits, from_day)
    rows = new[new["household_id"].astype(str).isin(pins)]
    for name, own in rows.assign(date=rows["date"].astype(str)).groupby(rows["household_id"].astype(str), sort=True):
        who, when = (str(pins[str(name)].get(part, "")) for part in ("worker_id", "date"))
        for date, together in own.groupby("date", sort=True):
            came = sorted(together["worker_id"].astype(str))
            if who and who not in came:
                yield Violation("pin_broken", str(name), came[0], str(date), f"fieldworker {who} is set, and {came[0]} comes")
        if when and when not in set(own["date"]):
            first = own.iloc[0]
            detail = f"{when} is set, and the visit is on {first['date']}"
            yield Violation("pin_broken", str(name), str(first["worker_id"]), str(first["date"]), detail)
