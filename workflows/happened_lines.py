"""What somebody has told of the week, line by line in plain words, each with the draft that it leaves when it is taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from allocation.plan import Plan
from outputs.words import count, short_day
from workflows.called import called, labels_of, names_of
from workflows.happened_draft import HappenedDraft


@dataclass(frozen=True)
class Line:
    """One thing that has happened: how it is said, and the draft without it."""

    text: str
    without: HappenedDraft


def lines(plan: Plan, draft: HappenedDraft, coming: int) -> list[Line]:
    """Everything told so far.

    Parameters
    ----------
    plan : Plan
        The one that it is about.
    draft : HappenedDraft
        Everything told.
    coming : int
        How many households of the list the plan does not know.
    """
    names, labels = names_of(plan), labels_of(plan)
    told = [
        Line(
            f"{names.get(one.worker_id, one.worker_id)} is away {days(one.first, one.last)}.",
            replace(draft, away=tuple(other for other in draft.away if other != one)),
        )
        for one in draft.away
    ]
    for key, fact in (("not_home", "nobody was at home"), ("removed", "not to be visited any more")):
        ids: tuple[str, ...] = getattr(draft, key)
        told += [
            Line(f"{called(labels, name)}: {fact}.", replace(draft, **{key: tuple(other for other in ids if other != name)}))
            for name in ids
        ]
    told += [
        Line(
            f"{one.called} cannot be reached {days(one.first, one.last)} "
            f"({count(len(one.household_ids), 'household', 'households')}).",
            replace(draft, closed=tuple(other for other in draft.closed if other != one)),
        )
        for one in draft.closed
    ]
    told += [
        Line(
            f"{called(labels, name)} {_set(names, *pin)}.",
            replace(draft, pins={other: kept for other, kept in draft.pins.items() if other != name}),
        )
        for name, pin in draft.pins.items()
    ]
    if draft.newcomers:
        noun = count(coming, "household of the list comes in", "households of the list come in")
        told.append(Line(f"{noun} anew.", replace(draft, newcomers=False)))
    if draft.new_file:
        told.append(Line(f"New households come in from {draft.new_name}.", replace(draft, new_file="", new_name="")))
    return told


def day(text: str) -> str:
    """A date (YYYY-MM-DD) as people say it."""
    return short_day(dt.date.fromisoformat(text))


def days(first: str, last: str) -> str:
    """A stretch of days.

    Examples
    --------
    >>> days("2026-03-02", "2026-03-02"), days("2026-03-02", "2026-03-04")
    ('on Mon 2 Mar', 'from Mon 2 Mar to Wed 4 Mar')
    """
    return f"on {day(first)}" if first == last else f"from {day(first)} to {day(last)}"


def _set(names: dict[str, str], worker: str, date: str) -> str:
    who = f"is visited by {names.get(worker, worker)}" if worker else "is visited"
    return f"{who} on {day(date)}" if date else who
