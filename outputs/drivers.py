"""The drivers' sheets as one PDF: for each shared vehicle its days, with who is dropped and fetched where and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pandas as pd

from geo.errors import SettingError
from outputs.escape import breakable, on_paper
from outputs.handout import HandOut
from outputs.paper import common_data, typeset_by
from outputs.rides import driver_table
from outputs.typeset import PDF
from outputs.words import short_day

#: Name of the file in a folder.
NAME = "drivers.pdf"
_TEMPLATE = "drivers.typ"
_WHO, _WHERE = 90, 110


def drivers_pdf(handout: HandOut) -> bytes:
    """A page or more for each vehicle that drives.

    Parameters
    ----------
    handout : HandOut
        What to print.

    Raises
    ------
    SettingError
        No vehicle drives in this plan.
    RuntimeError
        The document cannot be typeset.
    """
    table = driver_table(handout.plan)
    if table.empty:
        raise SettingError("No vehicle drives in this plan: there is nothing to print.")
    data = {
        "heading": on_paper(handout.heading, 40),
        "round": " · ".join(part for part in (on_paper(handout.place, 28), handout.period) if part),
        **common_data(handout),
        "emergency": breakable(on_paper(handout.emergency, 90)),
        "sections": [_section(str(vehicle), rows) for vehicle, rows in table.groupby("vehicle", sort=True)],
    }
    return typeset_by(_TEMPLATE, handout, data, PDF)


def _section(vehicle: str, rows: pd.DataFrame) -> dict[str, Any]:
    return {
        "vehicle": breakable(on_paper(vehicle, 44)),
        "days": [_day(str(date), day) for date, day in rows.groupby("date", sort=True)],
    }


def _day(date: str, rows: pd.DataFrame) -> dict[str, Any]:
    stops: Iterable[Any] = rows.itertuples(index=False)
    first, last = (str(rows["time"].iloc[at]) for at in (0, -1))
    return {
        "day": short_day(dt.date.fromisoformat(date)),
        "about": f"{first} to {last}, {int(rows['aboard'].max())} aboard",
        "rows": [_row(row) for row in stops],
    }


def _row(row: Any) -> dict[str, Any]:
    return {
        "time": row.time.replace("-", "–"),
        "what": row.what,
        "who": breakable(on_paper(row.who, _WHO)),
        "where": breakable(on_paper(row.where, _WHERE)),
        "aboard": int(row.aboard),
    }
