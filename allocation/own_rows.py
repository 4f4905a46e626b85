"""The rows of a plan made by hand: columns by the names that people use, ids found in the lists, dates and times read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from allocation.own_dates import read_dates
from allocation.plan import Violation
from allocation.round import Round
from geo.errors import InputProblems
from geo.headings import frame_problems
from geo.intake.aliases import map_headings
from geo.intake.text import is_blank, plain, tidy
from geo.intake.times import read_time
from geo.problems import Problem, many

#: What is read of a plan made by hand; the first three must be there.
COLUMNS = ("household_id", "worker_id", "date", "order", "start")
NEEDED = COLUMNS[:3]
_CALLED = {"household_id": "a household", "worker_id": "a fieldworker", "date": "a date"}
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class OwnRows:
    """Rows that can be judged; parallel arrays, k each.

    Attributes
    ----------
    household, worker : (k,) int arrays
        Rows in the lists.
    date : (k,) array of str
        YYYY-MM-DD.
    order, start_min : (k,) float arrays
        As stated; NaN where nothing is. Minutes from midnight.
    """

    household: Ints
    worker: Ints
    date: NDArray[np.object_]
    order: NDArray[np.float64]
    start_min: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.household)


def read_own(
    own: Any, household_ids: Sequence[str], worker_ids: Sequence[str], round_: Round, file: str = "own plan"
) -> tuple[OwnRows, list[Violation]]:
    """The rows of a plan made by hand, and what is wrong with those that cannot be judged further.

    Parameters
    ----------
    own : DataFrame
        One row a visit. An index called ``row`` holds the row numbers of the file, else rows are counted from 2.
    household_ids, worker_ids : sequences of str
        Of the lists.
    round_ : Round
        Decides how a date is meant.
    file : str
        What the table is called in a problem.

    Returns
    -------
    OwnRows, list of Violation
        ``unknown_household``, ``unknown_worker``, and ``doubled_visit`` for a row that stands there twice.

    Raises
    ------
    InputProblems
        Columns that are missing, cells that are blank or cannot be read, and then unknown ids too: everything at once, by row.
    """
    table = named_columns(own, file)
    wrong: list[Problem] = []
    ids = [matched(table[name], known) for name, known in (("household_id", household_ids), ("worker_id", worker_ids))]
    texts = table["date"].tolist()
    dates = read_dates(texts, round_.first_day, round_.last_day)
    for name in NEEDED:
        blank = table[name].map(is_blank).to_numpy(dtype=bool)
        wrong += _told(table, blank, "E217", f"{{rows}} no {name}: each visit needs {_CALLED[name]}.", file, name)
    unread = np.array([date is None and not is_blank(text) for date, text in zip(dates, texts, strict=True)], dtype=bool)
    remedy = f"Write dates like {round_.first_day.isoformat()}."
    wrong += _told(table, unread, "E212", "{rows} a date that cannot be read.", file, "date", remedy)
    order, bad = _numbers(table["order"])
    wrong += _told(table, bad, "E212", "{rows} an order that is no number.", file, "order", "Number the visits of a day 1, 2, 3.")
    start, bad = _times(table["start"])
    wrong += _told(table, bad, "E212", "{rows} a time that cannot be read.", file, "start", "Write times like 08:30.")
    if wrong:
        raise InputProblems(wrong + _strangers(table, ids, (household_ids, worker_ids), file))
    days = np.array([date.isoformat() for date in dates if date is not None], dtype=object)
    keep, broken = _usable(table, ids, days)
    return OwnRows(ids[0][keep], ids[1][keep], days[keep], order[keep], start[keep]), broken


def named_columns(frame: Any, file: str, needed: Sequence[str] = NEEDED, wanted: Sequence[str] = COLUMNS) -> pd.DataFrame:
    """The table with our headings and tidied texts, blank where a column is not there; the index as it came.

    Raises
    ------
    InputProblems
        It is no table (E407), a needed column is missing (E204), or it has no rows (E200).
    """
    wrong = frame_problems(file, frame, (), "")
    if wrong:
        raise InputProblems(wrong)
    headings = [str(name) for name in frame.columns]
    found = {ours: heading for heading, ours in map_headings("visits", headings).items() if ours in wanted}
    for name in (name for name in needed if name not in found):
        remedy = f"Add the column, with the heading {name}."
        wrong.append(Problem("E204", f"The list has no column {name}.", file=file, column=name, remedy=remedy))
    if not len(frame):
        wrong.append(Problem("E200", "The list has no rows.", file=file))
    if wrong:
        raise InputProblems(wrong)
    plain_frame = frame.set_axis(headings, axis="columns")
    blank = [""] * len(frame)
    cells = {name: [_text(cell) for cell in plain_frame[found[name]]] if name in found else blank for name in wanted}
    result = pd.DataFrame(cells, index=frame.index, dtype="str")
    filled = (result != "").any(axis=1)
    return result[filled] if filled.any() else result


def row_numbers(table: pd.DataFrame, mask: NDArray[np.bool_]) -> tuple[int, ...]:
    """Row numbers as a spreadsheet shows them."""
    if table.index.name == "row":
        return tuple(int(row) for row in table.index[mask])
    return tuple(int(row) + 2 for row in mask.nonzero()[0])


def _text(cell: Any) -> str:
    if cell is None or (isinstance(cell, float) and np.isnan(cell)) or cell is pd.NaT:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = tidy(str(cell))
    return "" if is_blank(text) else text


def matched(texts: pd.Series[Any], known: Sequence[str]) -> Ints:
    """Row of each id in the list, -1 where there is none; an id of another spelling counts where only one can be meant."""
    exact = {str(name): row for row, name in enumerate(known)}
    loose: dict[str, list[int]] = {}
    for row, name in enumerate(known):
        loose.setdefault(_spelled(str(name)), []).append(row)
    found = []
    for text in texts:
        rows = loose.get(_spelled(text), [])
        found.append(exact.get(text, rows[0] if len(rows) == 1 else -1))
    return np.array(found, dtype=np.int64)


def _spelled(text: str) -> str:
    """An id without case, signs, and zeros in front of its figures.

    Examples
    --------
    >>> _spelled("hh 007"), _spelled("HH-7")
    ('hh 7', 'hh 7')
    """
    return " ".join(part.lstrip("0") or "0" if part.isdigit() else part for part in plain(text).split())


def _numbers(texts: pd.Series[Any]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    values = pd.to_numeric(texts.where(texts != ""), errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    values = np.where(np.isfinite(values), values, np.nan)
    return values, np.asarray(np.isnan(values) & (texts != "").to_numpy(), dtype=bool)


def _times(texts: pd.Series[Any]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    read = [read_time(text) if text else None for text in texts]
    bad = np.array([minutes is None and text != "" for minutes, text in zip(read, texts, strict=True)], dtype=bool)
    return np.array([np.nan if minutes is None else minutes for minutes in read], dtype=float), bad


def _told(  # noqa: PLR0917 - as a problem has them
    table: pd.DataFrame, mask: NDArray[np.bool_], code: str, text: str, file: str, column: str, remedy: str = ""
) -> list[Problem]:
    if not mask.any():
        return []
    fact = text.format(rows=many(int(mask.sum()), "row has", "rows have"))
    return [Problem(code, fact, file=file, rows=row_numbers(table, mask), column=column, remedy=remedy)]


def _strangers(table: pd.DataFrame, ids: list[Ints], known: Sequence[Sequence[str]], file: str) -> list[Problem]:
    """Ids that are in no list, told with what cannot be read: one round of mending is enough."""
    wrong: list[Problem] = []
    for rows, name, listed in zip(ids, ("household_id", "worker_id"), known, strict=True):
        lost = np.asarray((rows < 0) & (table[name] != "").to_numpy(), dtype=bool) & bool(len(listed))
        remedy = "Correct the id, or bring the list in which it stands."
        wrong += _told(table, lost, "E212", f"{{rows}} {_CALLED[name]} that is not in the list.", file, name, remedy)
    return wrong


def _usable(table: pd.DataFrame, ids: list[Ints], days: NDArray[np.object_]) -> tuple[NDArray[np.bool_], list[Violation]]:
    """Rows with ids that are known, each once; and what is wrong with the others."""
    keep = np.ones(len(table), dtype=bool)
    broken = []
    seen: dict[tuple[int, int, str], list[int]] = {}
    cells = zip(table["household_id"], table["worker_id"], *ids, days, strict=True)
    for place, (home, worker, household_row, worker_row, date) in enumerate(cells):
        key = (int(household_row), int(worker_row), str(date))
        if household_row < 0:
            broken.append(Violation("unknown_household", home, worker, date, "it stands in the plan only"))
        if worker_row < 0:
            broken.append(Violation("unknown_worker", home, worker, date, "the id stands in the plan only"))
        if household_row < 0 or worker_row < 0:
            keep[place] = False
            continue
        keep[place] = key not in seen
        seen.setdefault(key, []).append(place)
    numbers = row_numbers(table, np.ones(len(table), dtype=bool))
    for places in seen.values():
        if len(places) > 1:
            first, which = places[0], [str(numbers[place]) for place in places]
            told = f"the same fieldworker on the same day, rows {', '.join(which[:-1])} and {which[-1]}"
            home, worker = str(table["household_id"].iloc[first]), str(table["worker_id"].iloc[first])
            broken.append(Violation("doubled_visit", home, worker, str(days[first]), told))
    return keep, broken
