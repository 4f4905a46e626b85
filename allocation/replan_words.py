"""Why a visit has changed, in a plain sentence for whoever is handed the list of changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from allocation.changes import Visit
from allocation.happenings import Happenings
from allocation.history import History


@dataclass(frozen=True)
class Because:
    """Finds the reason of a change; called with household, what has changed, and the visit before and after.

    Attributes
    ----------
    happened : Happenings
    past : History
    left_out : mapping of household id → sentence
        Why a household is not reached any more.
    new_travel : bool
        Whether the ways have changed.
    shut : set of (household id, YYYY-MM-DD)
        Places that cannot be reached any more, and when.
    """

    happened: Happenings
    past: History
    left_out: Mapping[str, str]
    new_travel: bool = False
    shut: frozenset[tuple[str, str]] = frozenset()

    def __call__(  # noqa: PLR0911 - the first reason that holds
        self, household: str, what: str, old: Visit | None, new: Visit | None
    ) -> str:
        """The sentence; names nobody."""
        if household in self.happened.removed:
            return "The household is not to be visited any more."
        if household in self.happened.pins:
            return "The supervisor has set it so."
        if household in self.past.done and what in ("new", "moved worker", "moved day", "moved worker and day"):
            return "It was visited in this way."
        if self.happened.new is not None and household in set(self.happened.new["household_id"]):
            return "The household is new in the list."
        missed = self._missed(household)
        if missed:
            return missed
        if old is not None and self._away(old):
            return "The fieldworker who was planned is away on that day."
        if old is not None and (household, old.date) in self.shut:
            return "The place cannot be reached on that day any more."
        if old is not None and old.worker in self.happened.forbid.get(household, ()):
            return "The fieldworker who was planned must not visit this household."
        if what == "dropped":
            return self.left_out.get(household, "")
        return "" if what == "new" else self._general(what)

    def _missed(self, household: str) -> str:
        date = self.past.missed.get(household)
        if date is None:
            return ""
        if household in self.happened.not_home:
            return f"Nobody was at home on {_day(date)}."
        return f"It was planned for {_day(date)} and was not visited."

    def _away(self, visit: Visit) -> bool:
        return dt.date.fromisoformat(visit.date) in self.happened.away.get(visit.worker, ())

    def _general(self, what: str) -> str:
        causes = []
        if self.happened.away:
            causes.append("somebody is away")
        if self.happened.new is not None:
            causes.append("households are new")
        if self.past.missed:
            causes.append("visits of earlier days are still to be made")
        if self.shut:
            causes.append("places cannot be reached")
        if self.new_travel:
            causes.append("ways have changed")
        if self.happened.pins or self.happened.forbid:
            causes.append("the supervisor has set other visits")
        if self.happened.removed:
            causes.append("households are not to be visited any more")
        if not causes:
            return ""
        told = causes[0] if len(causes) == 1 else f"{', '.join(causes[:-1])} and {causes[-1]}"
        start = "The day has changed" if what in ("order changed", "time changed") else "It makes way for others"
        return f"{start}, because {told}."


def _day(text: str) -> str:
    date = dt.date.fromisoformat(text)
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{names[date.weekday()]} {date.day} {months[date.month - 1]}"
