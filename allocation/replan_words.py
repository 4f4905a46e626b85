"""Why a visit has changed, in a plain sentence for whoever is handed the list of changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from allocation.changes import Visit
from allocation.happenings import Happenings
from allocation.history import History
from allocation.replan_days import Days
from geo.problems import many


@dataclass(frozen=True)
class Because:
    """Finds the reason of a change; called with household, what has changed, and the visit before and after.

    Attributes
    ----------
    happened : Happenings
    past : History
    days : Days
        Who is visited on each worker-day, before and after.
    left_out : mapping of household id → sentence
        Why a household is not reached any more.
    new_travel : bool
        Whether the ways have changed.
    shut : set of (household id, YYYY-MM-DD)
        Places that cannot be reached any more, and when.
    """

    happened: Happenings
    past: History
    days: Days
    left_out: Mapping[str, str] = field(default_factory=dict)
    new_travel: bool = False
    shut: frozenset[tuple[str, str]] = frozenset()

    def __call__(self, household: str, what: str, old: Visit | None, new: Visit | None) -> str:
        """The sentence; names nobody. "" where nothing more can be said than that it changed."""
        if household in self.happened.removed:
            return "The household is not to be visited any more."
        if new is not None and self._is_past(new):
            return "It was visited in this way."
        if self._is_new(household):
            return "The household is new in the list."
        told = self._set(household, old, new) or self._broken(household, old)
        if what == "dropped":
            return " ".join(part for part in (told, self.left_out.get(household, "")) if part)
        if told or old is None or new is None:
            return told
        return self._same_day(what, new) if what in ("order changed", "time changed") else self._made_way(old)

    def _set(self, household: str, old: Visit | None, new: Visit | None) -> str:
        """What of the change a pin has brought about: who, the day, or both."""
        pin = self.happened.pins.get(household)
        if pin is None or new is None:
            return ""
        who = new.worker == pin.worker_id and (old is None or old.worker != new.worker)
        day = new.date == pin.date and (old is None or old.date != new.date)
        if who and day:
            return "The supervisor has set it so."
        return "The supervisor has set who comes." if who else "The supervisor has set the day." if day else ""

    def _broken(self, household: str, old: Visit | None) -> str:
        """Why the visit could not stay as it was planned; "" where it could have."""
        if old is None:
            return ""
        if self._is_past(old):
            if household in self.happened.not_home:
                return f"Nobody was at home on {_day(old.date)}."
            return f"It was planned for {_day(old.date)} and was not visited."
        if (household, old.date) in self.shut:
            return "The place cannot be reached on that day any more."
        return self._of_either(
            household, old, "is away on that day", lambda worker: self._away(worker, old.date)
        ) or self._of_either(
            household, old, "must not visit this household", lambda worker: worker in self.happened.forbid.get(household, ())
        )

    def _of_either(self, household: str, old: Visit, fact: str, holds: Callable[[str], bool]) -> str:
        """A fact about who was planned, or about the other one of a visit by two."""
        if holds(old.worker):
            return f"The fieldworker who was planned {fact}."
        if any(holds(worker) for worker in self.days.partners(household, old)):
            return f"The other one who was planned {fact}."
        return ""

    def _same_day(self, what: str, new: Visit) -> str:
        """What else has changed on a day on which the visit stays."""
        came, gone = len(self.days.came(new)), len(self.days.left(new))
        if came:
            come = f"{many(came, 'visit comes', 'visits come')} in"
            return f"On this day {come} and {many(gone, 'falls', 'fall')} out." if gone else f"On this day {come}."
        if gone:
            return f"On this day {many(gone, 'visit falls', 'visits fall')} out."
        if self.new_travel:
            return "Ways have changed."
        return "The visits of this day are made in another order." if what == "order changed" else ""

    def _made_way(self, old: Visit) -> str:
        """Which visits have come to the day from which this one has moved away."""
        came = self.days.came(old)
        if not came:
            return ""
        kinds = list(dict.fromkeys(kind for kind in map(self._kind, sorted(came)) if kind))
        return f"It makes way for {' and '.join(kinds[:2]) or 'another visit'}."

    def _kind(self, household: str) -> str:
        """What a visit is that has come to another day or person for a reason of its own."""
        if self._is_new(household):
            return "a new household"
        if household in self.happened.pins:
            return "a visit that the supervisor has set"
        if household in self.past.missed:
            return "a visit of an earlier day"
        planned = [(worker, date) for (worker, date), homes in self.days.before.items() if household in homes]
        if any(self._away(worker, date) for worker, date in planned):
            return "a visit of somebody who is away"
        return "a place that was closed" if any((household, date) in self.shut for _, date in planned) else ""

    def _is_new(self, household: str) -> bool:
        return self.happened.new is not None and household in set(self.happened.new["household_id"])

    def _is_past(self, visit: Visit) -> bool:
        return visit.date < self.happened.from_day.isoformat()

    def _away(self, worker: str, date: str) -> bool:
        return dt.date.fromisoformat(date) in self.happened.away.get(worker, ())


def kept_reasons(table: pd.DataFrame) -> dict[str, list[list[str]]]:
    """The reasons of a list of changes as a plan keeps them: household → [worker and date before, after, sentence] of each."""
    found: dict[str, list[list[str]]] = {}
    columns = ("household_id", "from_worker", "from_date", "to_worker", "to_date", "why")
    for household, *rest in zip(*(table[name] for name in columns), strict=True):
        found.setdefault(str(household), []).append([str(cell) for cell in rest])
    return found


@dataclass(frozen=True)
class Kept:
    """Tells the reasons that a plan has kept, of the very changes that it had; of others nothing.

    Attributes
    ----------
    why : mapping
        As :func:`kept_reasons` gives it.
    """

    why: Mapping[str, object]

    def __call__(self, household: str, what: str, old: Visit | None, new: Visit | None) -> str:
        """The sentence, or "" for a change that is not that of the re-plan."""
        kept = self.why.get(household, [])
        if isinstance(kept, str):  # by household alone, as plans kept it at first
            return kept
        change = [text for visit in (old, new) for text in (("", "") if visit is None else (visit.worker, visit.date))]
        rows = kept if isinstance(kept, list) else []
        return next((str(row[4]) for row in rows if row[:4] == change), "")


def _day(text: str) -> str:
    date = dt.date.fromisoformat(text)
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{names[date.weekday()]} {date.day} {months[date.month - 1]}"
