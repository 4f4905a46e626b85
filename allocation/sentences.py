"""The sentence and the smallest fix of each cause of a household not being reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from allocation.causes import Causes
from allocation.phrases import counted, duration, hours_of, kilometres, skills_asked
from allocation.problem import PlanningProblem
from allocation.room import Room
from geo.clock import clock
from geo.travel.distance import pairwise_m

Told = tuple[str, str]
_ALL = {1: "The only fieldworker who may come has", 2: "Both fieldworkers who may come have"}
#: The fix where the search only ran out of time.
MORE_SECONDS = "Plan again and give it more seconds."
#: Minutes of spare time below which a day counts as full.
_CLOSE_MIN = 0.5
#: Statuses that keep a household from being visited: sentence and fix.
_STATUS: Mapping[str, Told] = {
    "refused": ("The household has said no to visits.", "Nothing to do, unless the household itself asks for a visit."),
    "moved": ("The household has moved away.", "Find out where it lives now, or take it off the list."),
    "do_not_visit": ("The list says that it must not be visited.", "If this is no longer so, change its status in the list."),
}


@dataclass(frozen=True)
class Writer:
    """Writes sentence and fix of one household after the other.

    Attributes
    ----------
    problem : PlanningProblem
    causes : Causes
    room : Room
        Of the households whose cause is ``full`` or ``room``.
    room_at : mapping
        Position among the causes → position in ``room``.
    wards : GeoDataFrame or None
    """

    problem: PlanningProblem
    causes: Causes
    room: Room
    room_at: Mapping[int, int]
    wards: gpd.GeoDataFrame | None

    def write(self, at: int) -> Told:
        """Sentence and smallest fix of the cause at this position."""
        return self._by_kind[self.causes.kind[at]](at)

    @cached_property
    def _by_kind(self) -> dict[str, Callable[[int], Told]]:
        names = ("do_not_visit", "not_in_round", "place_unknown", "outside_wards", "skill", "language", "distance", "home_ward")
        more = ("long_way", "no_way", "hours", "long_visit", "no_day", "load", "full", "room")
        return {name: getattr(self, f"_{name}") for name in (*names, *more)}

    @cached_property
    def _ward_names(self) -> dict[str, str]:
        if self.wards is None or "ward_no" not in self.wards.columns:
            return {}
        pairs = zip(self.wards["ward_id"], self.wards["ward_no"], strict=True)
        return {str(code): str(number) for code, number in pairs if str(number)}

    def _row(self, at: int) -> int:
        return int(self.causes.rows[at])

    def _cell(self, column: str, at: int) -> str:
        return str(self._cells[column][self._row(at)])

    @cached_property
    def _cells(self) -> dict[str, NDArray[np.object_]]:
        names = ("status", "ward_id", "skills", "needs", "language")
        return {name: self.problem.households[name].to_numpy(dtype=object) for name in names}

    def _ward(self, at: int) -> str:
        code = self._cell("ward_id", at)
        return f"ward {self._ward_names.get(code, code)}"

    def _size(self, at: int) -> int:
        return int(self.causes.circle[:, at].sum())

    def _circle(self, at: int) -> NDArray[np.int64]:
        return self.causes.circle[:, at].nonzero()[0].astype(np.int64)

    def _id(self, worker: int) -> str:
        return str(self.problem.worker_ids[worker])

    def _asked(self, at: int) -> str:
        rules = self.problem.round.rules
        mode = rules.needs_for(self.problem.round.kind)
        return skills_asked(self._cell("skills", at), self._cell("needs", at), mode, rules.need_skills)

    def _somebody(self, at: int, more: str = "") -> str:
        """``one fieldworker with the skill nurse who speaks isiXhosa and can come here``, as far as the rules ask."""
        asked, rules = self._asked(at), self.problem.round.rules
        language = self._cell("language", at) if rules.language else ""
        who = " and ".join(part for part in (f"speaks {language}" if language else "", more) if part)
        return f"one fieldworker{f' with {asked}' if asked else ''}{f' who {who}' if who else ''}"

    def _those(self, at: int, who: str) -> str:
        """``the only fieldworker who may come`` or ``the 3 fieldworkers who may come``."""
        size = self._size(at)
        return f"the only fieldworker who {who}" if size == 1 else f"the {counted(size, 'fieldworker', 'fieldworkers')} who {who}"

    def _lack(self, at: int, has: str, has_not: str) -> str:
        """``None of the 3 fieldworkers who could come …``, or that the only one does not."""
        if self._size(at) == 1:
            return f"The only fieldworker who could come {has_not}"
        return f"None of {self._those(at, 'could come')} {has}"

    # reasons of the household alone

    def _do_not_visit(self, at: int) -> Told:
        return _STATUS.get(self._cell("status", at), _STATUS["do_not_visit"])

    def _not_in_round(self, at: int) -> Told:
        if not self._cell("ward_id", at):
            return (
                "Its ward is not known, and this round is for chosen wards only.",
                "Give its ward in the list, or bring the ward boundaries.",
            )
        return f"It lies in {self._ward(at)}, which is not part of this round.", f"Add {self._ward(at)} to the round."

    def _place_unknown(self, at: int) -> Told:
        return (
            "Nobody has told where it is, and no other household of its village stands in for it.",
            "Give its coordinates or its village in the list, or click its place on the page Bring lists.",
        )

    def _outside_wards(self, at: int) -> Told:
        return "Its place lies outside every ward.", "Check its coordinates, or bring the boundaries of its ward."

    # rules

    def _skill(self, at: int) -> Told:
        asked = self._asked(at)
        lift = "" if self._cell("skills", at) else ", or switch off the rule on needs"
        if not self.problem.eligibility.skill[:, self._row(at)].any():
            return f"No fieldworker available in this round has {asked}.", f"Add {self._somebody(at)}{lift}."
        lack = self._lack(at, f"has {asked}", f"does not have {asked}")
        return f"{lack}.", f"Add {self._somebody(at, 'can come here')}{lift}."

    def _language(self, at: int) -> Told:
        language = self._cell("language", at)
        if not self.problem.eligibility.language[:, self._row(at)].any():
            fix = f"Add {self._somebody(at)}, or switch off the rule on language."
            return f"No fieldworker available in this round speaks {language}.", fix
        fix = f"Add {self._somebody(at, 'can come here')}, or switch off the rule on language."
        return f"{self._lack(at, f'speaks {language}', f'does not speak {language}')}.", fix

    def _distance(self, at: int) -> Told:
        who, row = self._circle(at), self._row(at)
        metres = pairwise_m(self.problem.homes.lon_lat[who], self.problem.places.lon_lat[[row]])[:, 0]
        nearest = int(metres.argmin())
        limit, far = self.problem.reach_m[who[nearest]], kilometres(metres[nearest], up=True)
        sentence = f"The nearest able fieldworker lives {far} away; the limit is {kilometres(limit)}."
        if not self.causes.lifted[at]:
            return sentence, f"Add {self._somebody(at, f'lives within {kilometres(limit)}')}."
        own = limit < (self.problem.round.rules.max_distance_m or np.inf)
        return sentence, f"Allow {f'fieldworker {self._id(who[nearest])} ' if own else ''}{far} instead of {kilometres(limit)}."

    def _home_ward(self, at: int) -> Told:
        if not self._cell("ward_id", at):
            return (
                "Fieldworkers visit only in their home ward, and the ward of this household is not known.",
                "Give its ward in the list, or let fieldworkers visit outside their home ward.",
            )
        ward = self._ward(at)
        lack = self._lack(at, f"is at home in {ward}", f"is not at home in {ward}")
        return (
            f"Fieldworkers visit only in their home ward. {lack}.",
            f"Let fieldworkers visit outside their home ward, or add {self._somebody(at, f'is at home in {ward}')}.",
        )

    # the way and the day

    def _no_way(self, at: int) -> Told:
        return (
            f"There is no way there and back from the home of {self._those(at, 'may come')}.",
            f"Add the way to the travel times, or add {self._somebody(at, 'has a way here')}.",
        )

    def _out_and_back(self, at: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The circle, and the minutes of a day with this visit alone."""
        who, row = self._circle(at), self._row(at)
        out, back = self.problem.told_min
        way = out[who, row] + back[who, row]
        return who, way + self.problem.visit_min[row]

    def _long_way(self, at: int) -> Told:
        who, total = self._out_and_back(at)
        over = total - self.problem.span_min[who]
        best = int(over.argmin())
        way = duration(total[best] - self.problem.visit_min[self._row(at)], up=False)
        return (
            f"The way there and back takes {way} or more, too long for a day with the visit.",
            f"Give fieldworker {self._id(who[best])} a day of {duration(total[best])}, or add "
            f"{self._somebody(at, 'lives nearer or travels faster')}.",
        )

    def _hours(self, at: int) -> Told:
        row = self._row(at)
        who, total = self._out_and_back(at)
        out, back = self.problem.told_min
        first = self.problem.start_min[who] + out[who, row]
        last = self.problem.end_min[who] - back[who, row] - self.problem.visit_min[row]
        width = np.where(total <= self.problem.span_min[who] + 2 / 60, last - first, -np.inf)
        best = int(width.argmax())
        when = hours_of(self.problem.windows[row])
        return (
            f"Somebody is at home only at {when}, when {self._those(at, 'may come')} cannot be there and home again in time.",
            f"Ask when else somebody is at home; a visit can start from {_time(np.ceil(first[best]))} "
            f"to {_time(max(np.ceil(first[best]), np.floor(last[best])))}.",
        )

    def _long_visit(self, at: int) -> Told:
        visit = self.problem.visit_min[self._row(at)]
        who, total = self._out_and_back(at)
        best = int((total - self.problem.span_min[who]).argmin())
        longest = duration(self.problem.span_min[who].max(), up=False)
        return (
            f"The visit takes {duration(visit)}; the longest day of {self._those(at, 'may come')} is {longest}.",
            f"Shorten the visit, or give fieldworker {self._id(who[best])} a day of {duration(total[best])}.",
        )

    # full days

    def _no_day(self, at: int) -> Told:
        who = self._circle(at)
        nearest = int(np.nan_to_num(self.problem.told_min[0][who, self._row(at)], nan=np.inf).argmin())
        return (
            f"T{self._those(at, 'may come')[1:]} {'has' if len(who) == 1 else 'have'} no working day in this round.",
            f"Let fieldworker {self._id(who[nearest])} work on one day of the round.",
        )

    def _load(self, at: int) -> Told:
        who, load = self._circle(at), self.problem.load[self._row(at)]
        most = self.problem.load_most[who]
        best = int(most.argmax())
        return (
            f"It needs {load:g} units; {self._those(at, 'may come')} can carry {most[best]:g} a day at most.",
            f"Let fieldworker {self._id(who[best])} carry {load:g} units a day.",
        )

    def _full(self, at: int) -> Told:
        place, size = self.room_at[at], self._size(at)
        worker, room = int(self.room.worker[place]), self.room
        missing, name = float(room.missing_min[place]), self._id(worker)
        all_ = _ALL.get(size, f"All {size} fieldworkers who may come have")
        if room.missing_load[place] > 0:
            more = f"Let fieldworker {name} carry {room.missing_load[place]:g} more a day, or add one day."
            return f"{all_} no day left with enough time and enough to carry.", more
        if missing <= -_CLOSE_MIN:
            left = f"{self._those(at, 'may come')} {'has' if size == 1 else 'have'} left"
            return (
                f"The time that {left} does not suit the hours of the visits.",
                f"Ask when else somebody is at home, or let fieldworker {name} work one day more.",
            )
        few = "full days" if room.all_tried[place] or size == 1 else "other visits, and the nearest have full days"
        if not np.isfinite(missing):
            return f"{all_} {few}.", f"Let fieldworker {name} work one day more."
        return f"{all_} {few}.", f"About {duration(max(missing, 1.0))} more for fieldworker {name} on one day, or one day more."

    def _room(self, at: int) -> Told:
        place = self.room_at[at]
        name = self._id(int(self.room.worker[place]))
        return f"Fieldworker {name} still has room on {self.room.date[place]}: the plan is not finished.", MORE_SECONDS


def _time(minutes: float) -> str:
    return clock(float(minutes), seconds=False)
