"""Tables of a plan by the rows of the problem that its tours make: what :mod:`allocation.vehicles.timetable` does, undone."""

from __future__ import annotations

import pandas as pd

from allocation.plan import DAYS, VISITS, dtypes
from allocation.vehicles.riding import Riding
from geo.clock import minutes


def by_rows(riding: Riding, visits: pd.DataFrame, days: pd.DataFrame, rides: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Visits and days under the ids of the rows, days of riding from the drop to the drop.

    Parameters
    ----------
    riding : Riding
        The tours of these rides.
    visits, days, rides : DataFrame
        Columns :data:`allocation.plan.VISITS`, :data:`allocation.plan.DAYS` and :data:`allocation.plan.RIDES`, by
        fieldworkers' own ids.
    """
    base = riding.fleet.problem
    names = {
        (str(base.worker_ids[who]), base.days[who][place].isoformat()): str(riding.problem.worker_ids[row])
        for (who, place), (row, _) in riding.rows().items()
        if row >= len(base.workers)
    }
    stops = rides[rides["action"].isin(["drop", "fetch"])]
    ready = {
        (str(action), str(who), str(date)): str(cell)
        for action, who, date, cell in stops[["action", "worker_id", "date", "ready"]].itertuples(index=False)
    }
    cells: dict[str, list[object]] = {name: list(days[name]) for name in ("leave", "home", "work_min")}
    for at, (who, date) in enumerate(zip(days["worker_id"].astype(str), days["date"].astype(str), strict=True)):
        ends = tuple(ready.get((action, who, date)) for action in ("drop", "fetch"))
        if (who, date) in names and None not in ends:
            cells["leave"][at], cells["home"][at] = ends
            cells["work_min"][at] = minutes(ends[1]) - minutes(ends[0])
    columns = {name: pd.Series(values, index=days.index, dtype=object) for name, values in cells.items()}
    return _named(visits, names, VISITS), _named(days.assign(**columns), names, DAYS)


def _named(frame: pd.DataFrame, names: dict[tuple[str, str], str], columns: tuple[str, ...]) -> pd.DataFrame:
    keys = zip(frame["worker_id"].astype(str), frame["date"].astype(str), strict=True)
    own = frame.assign(worker_id=[names.get((who, date), who) for who, date in keys])
    return own.astype(dtypes(columns))
