"""The sentence and the smallest fix of each cause of a household not being reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray

from allocation.causes import Causes
from allocation.phrases import counted, duration, hours_of, kilometres, skills_asked
from allocation.problem import PlanningProblem, usual_days
from allocation.room import Room
from allocation.sentences_time import room_told, time_told
from allocation.sentences_two import fix_for_two
from allocation.sentences_visits import OF_VISITS
from allocation.why.way_in import WayIn
from geo.clock import clock
from geo.travel.distance import pairwise_m

Told = tuple[str, str]
_ALL = {1: "The only fieldworker who may come has", 2: "Both fieldworkers who may come have"}
#: The fix where the search only ran out of time.
MORE_SECONDS = "Plan again and give it more seconds."
#: Up to so many times the limit of distance a household counts as a little too far.
_LITTLE = 2.0
#: Minutes of spare time below which a day counts as full.
CLOSE_MIN = 0.5
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
    more : mapping of row → WayIn or None
        Ways in with more time (:func:`allocation.why.more_time.more_time`).
    """

    problem: PlanningProblem
    causes: Causes
    room: Room
    room_at: Mapping[int, int]
    wards: gpd.GeoDataFrame | None
    more: Mapping[int, WayIn | None]

    def write(self, at: int) -> Told:
        """Sentence and smallest fix of the cause at this position."""
        sentence, fix = self._by_kind[self.causes.kind[at]](at)
        return (sentence, fix_for_two(self, at, fix)) if self.problem.visitors[self.row(at)] > 1 else (sentence, fix)

    @cached_property
    def _by_kind(self) -> dict[str, Callable[[int], Told]]:
        names = ("do_not_visit", "not_in_round", "place_unknown", "outside_wards", "skill", "language", "distance", "home_ward")
        more = ("long_way", "no_way", "hours", "long_visit", "no_day", "load", "unworthy", "full", "room")
        return {name: getattr(self, f"_{name}") for name in (*names, *more)} | {
            kind: partial(write, self) for kind, write in OF_VISITS.items()
        }

    @cached_property
    def _ward_names(self) -> dict[str, str]:
        if self.wards is None or "ward_no" not in self.wards.columns:
            return {}
        pairs = zip(self.wards["ward_id"], self.wards["ward_no"], strict=True)
        return {str(code): str(number) for code, number in pairs if str(number)}

    def row(self, at: int) -> int:
        """The household of a cause: its row in the problem."""
        return int(self.causes.rows[at])

    def cell(self, column: str, at: int) -> str:
        """What the list says of the household."""
        return str(self._cells[column][self.row(at)])

    @cached_property
    def _cells(self) -> dict[str, NDArray[np.object_]]:
        names = ("status", "ward_id", "skills", "needs", "language")
        return {name: self.problem.households[name].to_numpy(dtype=object) for name in names}

    def ward(self, at: int) -> str:
        """``ward 7``."""
        code = self.cell("ward_id", at)
        return f"ward {self._ward_names.get(code, code)}"

    def size(self, at: int) -> int:
        """How many people the sentence counts; one who rides on some days has two rows."""
        return len(set(self.problem.person_ids[self.circle(at)].tolist()))

    def circle(self, at: int) -> NDArray[np.int64]:
        """Their rows in the problem."""
        return self.causes.circle[:, at].nonzero()[0].astype(np.int64)

    def worker_id(self, worker: int) -> str:
        """The id of a fieldworker."""
        return str(self.problem.person_ids[worker])

    def asked(self, at: int) -> str:
        """The skills that a visit asks for, in words."""
        rules = self.problem.round.rules
        mode = rules.needs_for(self.problem.round.kind)
        return skills_asked(self.cell("skills", at), self.cell("needs", at), mode, rules.need_skills)

    def somebody(self, at: int, more: str = "") -> str:
        """``one fieldworker with the skill nurse who speaks isiXhosa and can come here``, as far as the rules ask."""
        asked, rules = self.asked(at), self.problem.round.rules
        language = self.cell("language", at) if rules.language else ""
        who = " and ".join(part for part in (f"speaks {language}" if language else "", more) if part)
        return f"one fieldworker{f' with {asked}' if asked else ''}{f' who {who}' if who else ''}"

    def those(self, at: int, who: str) -> str:
        """``the only fieldworker who may come`` or ``the 3 fieldworkers who may come``."""
        size = self.size(at)
        return f"the only fieldworker who {who}" if size == 1 else f"the {counted(size, 'fieldworker', 'fieldworkers')} who {who}"

    def _lack(self, at: int, has: str, has_not: str) -> str:
        """``None of the 3 fieldworkers who could come …``, or that the only one does not."""
        if self.size(at) == 1:
            return f"The only fieldworker who could come {has_not}"
        return f"None of {self.those(at, 'could come')} {has}"

    # reasons of the household alone

    def _do_not_visit(self, at: int) -> Told:
        return _STATUS.get(self.cell("status", at), _STATUS["do_not_visit"])

    def _not_in_round(self, at: int) -> Told:
        if not self.cell("ward_id", at):
            return (
                "Its ward is not known, and this round is for chosen wards only.",
                "Give its ward in the list, or bring the ward boundaries.",
            )
        return f"It lies in {self.ward(at)}, which is not part of this round.", f"Add {self.ward(at)} to the round."

    def _place_unknown(self, at: int) -> Told:
        return (
            "Nobody has told where it is, and no other household of its village stands in for it.",
            "Give its coordinates or its village in the list, or click its place on the page Bring lists.",
        )

    def _outside_wards(self, at: int) -> Told:
        return "Its place lies outside every ward.", "Check its coordinates, or bring the boundaries of its ward."

    # rules

    def _skill(self, at: int) -> Told:
        asked = self.asked(at)
        lift = "" if self.cell("skills", at) else ", or switch off the rule on needs"
        if not self.problem.eligibility.skill[:, self.row(at)].any():
            return f"No fieldworker available in this round has {asked}.", f"Add {self.somebody(at)}{lift}."
        lack = self._lack(at, f"has {asked}", f"does not have {asked}")
        return f"{lack}.", self._farther_or(at, f"add {self.somebody(at, 'can come here')}{lift}")

    def _language(self, at: int) -> Told:
        language = self.cell("language", at)
        if not self.problem.eligibility.language[:, self.row(at)].any():
            fix = f"Add {self.somebody(at)}, or switch off the rule on language."
            return f"No fieldworker available in this round speaks {language}.", fix
        fix = self._farther_or(at, f"add {self.somebody(at, 'can come here')}, or switch off the rule on language")
        return f"{self._lack(at, f'speaks {language}', f'does not speak {language}')}.", fix

    def _farther_or(self, at: int, other: str) -> str:
        """The fix that goes with it, or before it where somebody who has all else lives less than twice the limit away."""
        e, row = self.problem.eligibility, self.row(at)
        able = e.skill & e.language & e.home_ward & e.allowed & ~e.near & e.reachable & e.works & e.open & e.load
        who = (able & self.problem.told_fits)[:, row].nonzero()[0]
        if not len(who):
            return f"{other[0].upper()}{other[1:]}."
        metres = pairwise_m(self.problem.homes.lon_lat[who], self.problem.places.lon_lat[[row]])[:, 0]
        nearest = int((metres - self.problem.reach_m[who]).argmin())
        limit = float(self.problem.reach_m[who[nearest]])
        allow = self._allow(int(who[nearest]), float(metres[nearest]))
        if metres[nearest] < _LITTLE * limit:
            return f"{allow}, or {other}."
        return f"{other[0].upper()}{other[1:]}, or {allow[0].lower()}{allow[1:]}."

    def _allow(self, worker: int, metres: float) -> str:
        """``Allow 9.5 km instead of 9 km``, with the name of one who has a limit of their own."""
        limit = float(self.problem.reach_m[worker])
        own = limit < (self.problem.round.rules.max_distance_m or np.inf)
        whom = f"fieldworker {self.worker_id(worker)} " if own else ""
        return f"Allow {whom}{kilometres(metres, up=True)} instead of {kilometres(limit)}"

    def _distance(self, at: int) -> Told:
        who, row = self.circle(at), self.row(at)
        metres = pairwise_m(self.problem.homes.lon_lat[who], self.problem.places.lon_lat[[row]])[:, 0]
        nearest = int(metres.argmin())
        limit, far = self.problem.reach_m[who[nearest]], kilometres(metres[nearest], up=True)
        sentence = f"The nearest able fieldworker lives {far} away; the limit is {kilometres(limit)}."
        if not self.causes.lifted[at]:
            return sentence, f"Add {self.somebody(at, f'lives within {kilometres(limit)}')}."
        return sentence, f"{self._allow(int(who[nearest]), float(metres[nearest]))}."

    def _home_ward(self, at: int) -> Told:
        if not self.cell("ward_id", at):
            return (
                "Fieldworkers visit only in their home ward, and the ward of this household is not known.",
                "Give its ward in the list, or let fieldworkers visit outside their home ward.",
            )
        ward = self.ward(at)
        lack = self._lack(at, f"is at home in {ward}", f"is not at home in {ward}")
        return (
            f"Fieldworkers visit only in their home ward. {lack}.",
            f"Let fieldworkers visit outside their home ward, or add {self.somebody(at, f'is at home in {ward}')}.",
        )

    # the way and the day

    def _no_way(self, at: int) -> Told:
        return (
            f"There is no way there and back from the home of {self.those(at, 'may come')}.",
            f"Add the way to the travel times, or add {self.somebody(at, 'has a way here')}.",
        )

    def out_and_back(self, at: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The circle, and the minutes of a day with this visit alone."""
        who, row = self.circle(at), self.row(at)
        out, back = self.problem.told_min
        way = out[who, row] + back[who, row]
        total = way + self.problem.visit_min[row]
        return who, total + self.problem.lunch_min * (total > self.problem.lunch_after_min)

    def _long_way(self, at: int) -> Told:
        who, total = self.out_and_back(at)
        over = total - self.problem.span_min[who]
        best = int(over.argmin())
        out, back = (table[who[best], self.row(at)] for table in self.problem.told_min)
        longer = f"Give fieldworker {self.worker_id(who[best])} a day of {duration(total[best])}, or add "
        if over[best] <= 0:  # the day is long enough: without a break, or on the days that are open, it is not
            longer = "Add "
        return (
            f"The way there and back takes {duration(out + back, up=False)} or more, too long for a day with the visit.",
            f"{longer}{self.somebody(at, 'lives nearer or travels faster')}.",
        )

    def _hours(self, at: int) -> Told:
        row, who = self.row(at), self.circle(at)
        out, back = self.problem.told_min
        first = self.problem.start_min[who] + out[who, row]
        last = self.problem.end_min[who] - back[who, row] - self.problem.visit_min[row]
        width = np.where(self.problem.fits_at_any_hour(np.array([row]))[who, 0], last - first, -np.inf)
        best = int(width.argmax())
        when = hours_of(self.problem.windows[row])
        return (
            f"Somebody is at home only at {when}, when {self.those(at, 'may come')} cannot be there and home again in time.",
            f"Ask when else somebody is at home; a visit can start from {_time(np.ceil(first[best]))} "
            f"to {_time(max(np.ceil(first[best]), np.floor(last[best])))}.",
        )

    def _long_visit(self, at: int) -> Told:
        visit = self.problem.visit_min[self.row(at)]
        if self.problem.lunch_min > 0 and visit > self.problem.lunch_after_min:
            stretch = duration(self.problem.lunch_after_min, up=False)
            return (
                f"The visit takes {duration(visit)}, and nobody works for more than {stretch} without a break.",
                "Shorten the visit, or ask for two visits.",
            )
        who, total = self.out_and_back(at)
        best = int((total - self.problem.span_min[who]).argmin())
        longest = duration(self.problem.span_min[who].max(), up=False)
        return (
            f"The visit takes {duration(visit)}; the longest day of {self.those(at, 'may come')} is {longest}.",
            f"Shorten the visit, or give fieldworker {self.worker_id(who[best])} a day of {duration(total[best])}.",
        )

    # full days

    def _no_day(self, at: int) -> Told:
        who = self.circle(at)
        nearest = int(np.nan_to_num(self.problem.told_min[0][who, self.row(at)], nan=np.inf).argmin())
        return (
            f"T{self.those(at, 'may come')[1:]} {'has' if self.size(at) == 1 else 'have'} no working day in this round.",
            f"Let fieldworker {self.worker_id(who[nearest])} work on one day of the round.",
        )

    def _load(self, at: int) -> Told:
        who, load = self.circle(at), self.problem.load[self.row(at)]
        most = self.problem.load_most[who]
        best = int(most.argmax())
        return (
            f"It needs {load:g} units; {self.those(at, 'may come')} can carry {most[best]:g} a day at most.",
            f"Let fieldworker {self.worker_id(who[best])} carry {load:g} units a day.",
        )

    def _unworthy(self, at: int) -> Told:
        row, place = self.row(at), self.room_at[at]
        prize, cost = float(self.problem.prize_min[row]), float(self.room.cost_min[place])
        name = self.worker_id(int(self.room.cost_worker[place]))
        return (
            f"A visit is worth {duration(prize, up=False)} of travel, and the cheapest way to put one in, with fieldworker "
            f"{name}, costs {duration(max(cost, prize))}.",
            f"Say that it is worth more than {duration(max(cost, prize))} (prize_min), or plan a visit near it.",
        )

    def _full(self, at: int) -> Told:
        row, place, size = self.row(at), self.room_at[at], self.size(at)
        if row in self.more or (self.problem.visitors * self.problem.visits)[row] > 1:
            return time_told(self, at)
        worker, room = int(self.room.worker[place]), self.room
        missing, name = float(room.missing_min[place]), self.worker_id(worker)
        all_ = _ALL.get(size, f"All {size} fieldworkers who may come have")
        if room.missing_load[place] > 0:
            or_day = ", or add one day" if self._free_day(worker, row) else ""
            more = f"Let fieldworker {name} carry {room.missing_load[place]:g} more a day{or_day}."
            return f"{all_} no day left with enough time and enough to carry.", more
        day = self._free_day(worker, row)
        if missing <= -CLOSE_MIN:
            left = f"{self.those(at, 'may come')} {'has' if size == 1 else 'have'} left"
            return (
                f"The time that {left} does not suit the hours of the visits.",
                f"Ask when else somebody is at home{f', or let fieldworker {name} work one day more' if day else ''}.",
            )
        if room.by_week[place]:
            return (
                f"{all_} no hours left in the week.",
                f"About {duration(max(missing, 1.0))} more a week for fieldworker {name}, or another fieldworker.",
            )
        few = "full days" if room.all_tried[place] or size == 1 else "other visits, and the nearest have full days"
        if not np.isfinite(missing):
            return f"{all_} {few}.", f"Let fieldworker {name} work one day more." if day else "Add another fieldworker."
        or_day = ", or one day more" if day else ""
        return f"{all_} {few}.", f"About {duration(max(missing, 1.0))} more for fieldworker {name} on one day{or_day}."

    def _free_day(self, worker: int, row: int) -> bool:
        """Whether somebody does not work on all usual days of the round on which the household is open."""
        problem = self.problem
        free = problem.open_on[row].copy()
        for own in np.flatnonzero(problem.person_ids == problem.person_ids[worker]).tolist():
            free[problem.date_of[own]] = False
        usual = usual_days(problem)
        return any(usual[at] for at in np.flatnonzero(free).tolist())

    def _room(self, at: int) -> Told:
        if self.more.get(self.row(at)) is not None:
            return room_told(self, at), MORE_SECONDS
        place = self.room_at[at]
        name = self.worker_id(int(self.room.worker[place]))
        return f"Fieldworker {name} still has room on {self.room.date[place]}: the plan is not finished.", MORE_SECONDS


def _time(minutes: float) -> str:
    return clock(float(minutes), seconds=False)
