"""The clock times that were told, for days of a re-plan that are walked as before."""

from __future__ import annotations

import numpy as np
import pandas as pd

#: A fieldworker's id and a date.
Key = tuple[str, str]
#: Minutes by which a leg may differ and still be the same way.
_NOISE_MIN = 1e-6


def with_told_times(
    before: tuple[pd.DataFrame, pd.DataFrame], now: tuple[pd.DataFrame, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Visits and days with the times of before wherever somebody walks the same stops in the same order by the same ways.

    The times of a plan are the shortest day there is; those of a plan made by hand may be later, and were told so.

    Parameters
    ----------
    before, now : tuples of DataFrame
        Visits and days (:data:`allocation.plan.VISITS`, :data:`allocation.plan.DAYS`) of the plan as it was and as it is,
        sorted by worker and date.

    Returns
    -------
    tuple of DataFrame
        ``now`` itself where no time differs. Whether the times still hold is for the checker to say.
    """
    (old_visits, old_days), (visits, days) = before, now
    told, walked = _walks(old_visits), _walks(visits)
    alike = [key for key, walk in walked.items() if key in told and _same(old_visits, told[key], visits, walk)]
    then = [row for key in alike for row in told[key]]
    rows = [row for key in alike for row in walked[key]]
    old_at, at = _days(old_days), _days(days)
    result = (
        _taken(visits, rows, old_visits, then, ("arrive", "start", "depart")),
        _taken(days, [at[key] for key in alike], old_days, [old_at[key] for key in alike], ("leave", "home", "work_min")),
    )
    return now if result[0].equals(visits) and result[1].equals(days) else result


def _walks(visits: pd.DataFrame) -> dict[Key, list[int]]:
    """Positions of the visits of each worker-day, in their order."""
    found: dict[Key, list[int]] = {}
    keys = list(zip(visits["worker_id"], visits["date"], strict=True))
    for at in np.argsort(visits["order"].to_numpy(), kind="stable").tolist():
        found.setdefault(keys[at], []).append(at)
    return found


def _days(days: pd.DataFrame) -> dict[Key, int]:
    return {key: at for at, key in enumerate(zip(days["worker_id"], days["date"], strict=True))}


def _same(old: pd.DataFrame, then: list[int], new: pd.DataFrame, rows: list[int]) -> bool:
    """Whether these are the same stops in the same order by the same ways."""
    homes, ways = old["household_id"].to_numpy()[then], old["travel_min"].to_numpy()[then]
    if len(then) != len(rows) or (homes != new["household_id"].to_numpy()[rows]).any():
        return False
    return bool((np.abs(ways - new["travel_min"].to_numpy()[rows]) <= _NOISE_MIN).all())


def _taken(frame: pd.DataFrame, rows: list[int], old: pd.DataFrame, then: list[int], columns: tuple[str, ...]) -> pd.DataFrame:
    """The table with these columns of ``rows`` as they stand in the rows ``then`` of the old one."""
    cells = {}
    for name in columns:
        values = frame[name].to_numpy(dtype=object)
        values[rows] = old[name].to_numpy(dtype=object)[then]
        cells[name] = pd.Series(values, index=frame.index, dtype=frame[name].dtype)
    return frame.assign(**cells)
