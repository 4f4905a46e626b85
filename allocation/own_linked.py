"""Days that hang together, ordered and timed at once: visits by two link days of a date, the week's hours those of a person.

A plan made by hand names neither the order nor the start on which two people have agreed. They are found as one model (CP-SAT
of OR-Tools): a round trip a day, one start for a visit by two, the break after one of the visits, and the hours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from ortools.sat.python import cp_model

Spans = Sequence[tuple[int, int]]
#: Work after which the model takes the best that it has, in the solver's own units (some seconds each, the same everywhere):
#: a little first, for mostly it is enough; more where nothing has been found yet.
WORK = (0.5, 6.0)
#: What a second too many costs in seconds of a day; and a visit when nobody is at home.
_OVER, _MISSED = 200, 4 * 3600 * 200
#: What a second of a day costs whose worker offers so many hours a week, and of another.
_SCARCE, _USUAL = 10, 1


@dataclass(frozen=True)
class Linked:
    """One day of the model, in whole seconds.

    Attributes
    ----------
    legs : (k + 1) x (k + 1) numbers
        From row to column, the home first; negative where there is no way.
    service : k numbers
    spans : k sequences of (first, last)
        In which each visit may start; empty for any time.
    meets : k values
        What stops of several days that start together share; None for the others.
    start_s, end_s, span_s : int
        Earliest leaving, latest being home, longest day.
    lunch_s, lunch_after_s : int
        The break, 0 for none, and the longest stretch without it.
    week : int
        Which of the weeks with limited hours the day belongs to, -1 for none.
    fixed : bool
        Whether the stops keep their order.
    """

    legs: Sequence[Sequence[int]]
    service: Sequence[int]
    spans: Sequence[Spans]
    meets: Sequence[Any]
    start_s: int
    end_s: int
    span_s: int
    lunch_s: int = 0
    lunch_after_s: int = 0
    week: int = -1
    fixed: bool = False


@dataclass(frozen=True)
class Found:
    """A day as found, in the given numbering of stops: their order, the second at which each begins, the stop before the break.

    ``rest`` is -1 where there is no break.
    """

    order: tuple[int, ...]
    start: tuple[int, ...]
    rest: int = -1


@dataclass
class _Model:
    days: Sequence[Linked]
    soft: bool
    horizon: int
    model: Any = field(default_factory=cp_model.CpModel)
    costs: list[Any] = field(default_factory=list)
    out: list[Any] = field(default_factory=list)
    rests: list[list[Any]] = field(default_factory=list)
    shared: dict[Any, Any] = field(default_factory=dict)
    starts: list[list[Any]] = field(default_factory=list)
    arcs: list[dict[tuple[int, int], Any]] = field(default_factory=list)

    def start_of(self, day: Linked, stop: int) -> Any:
        key = day.meets[stop]
        if key is None:
            return self.model.new_int_var(0, self.horizon, "")
        if key not in self.shared:
            self.shared[key] = self.model.new_int_var(0, self.horizon, "")
        return self.shared[key]


def arranged(days: Sequence[Linked], weeks: Mapping[int, int], soft: bool = False) -> list[Found] | None:
    """Orders and starts in which all these days hold; of those found the shortest days. None where none is found.

    Parameters
    ----------
    days : sequence of Linked
        The days of the model.
    weeks : mapping
        By week the seconds that its days here may last together.
    soft : bool
        Days may last longer than they may, and visits begin when nobody is at home, as little as can be.
    """
    longest = max(max(map(max, day.legs)) * (len(day.service) + 1) + sum(day.service) + day.lunch_s for day in days)
    # A clock of two days, and where days may grow, room for the longest of them.
    whole = _Model(days, soft, 2 * 24 * 3600 + longest * (2 if soft else 1))
    for day in days:
        _add(whole, day)
    for week, most in weeks.items():
        inside = [out for day, out in zip(days, whole.out, strict=True) if day.week == week]
        if soft:
            over = whole.model.new_int_var(0, len(days) * whole.horizon, "")
            whole.costs.append(_OVER * over)
            whole.model.add(sum(inside) <= most + over)
        else:
            whole.model.add(sum(inside) <= most)
    whole.model.minimize(sum(whole.costs))
    for work in WORK:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = work
        status = solver.solve(whole.model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return [_read(solver, whole, number) for number in range(len(days))]
        if status == cp_model.INFEASIBLE:
            break
    return None


def _add(whole: _Model, day: Linked) -> None:
    """The stops, hours and break of a day."""
    model, stops = whole.model, range(len(day.service))
    leave, home, out = (model.new_int_var(0, whole.horizon, "") for _ in range(3))
    over = model.new_int_var(0, whole.horizon, "") if whole.soft else 0
    start = [whole.start_of(day, stop) for stop in stops]
    rest = [model.new_bool_var("") for _ in stops] if day.lunch_s else []
    model.add(out == home - leave)
    model.add(leave >= day.start_s)
    model.add(home <= min(day.end_s, whole.horizon) + over)
    model.add(out <= min(day.span_s, whole.horizon) + over)
    whole.starts.append(start)
    whole.out.append(out)
    whole.rests.append(rest)
    whole.costs.append((_USUAL if day.week < 0 else _SCARCE) * out)
    if whole.soft:
        whole.costs.append(_OVER * over)
    for stop in stops:
        _within(whole, day, stop, start[stop])
    whole.arcs.append(_trip(whole, day, (leave, home, start), rest))
    if rest:
        model.add_at_most_one(rest)
        for stop, taken in enumerate(rest):
            done = start[stop] + day.service[stop]
            model.add(done - leave <= day.lunch_after_s + over).only_enforce_if(taken)
            model.add(home - done - day.lunch_s <= day.lunch_after_s + over).only_enforce_if(taken)
        model.add(out <= day.lunch_after_s + over).only_enforce_if([taken.negated() for taken in rest])


def _within(whole: _Model, day: Linked, stop: int, start: Any) -> None:
    """The visit starts when somebody is at home."""
    if not day.spans[stop]:
        return
    inside = cp_model.Domain.from_intervals([[first, last] for first, last in day.spans[stop] if first <= last])
    rule = whole.model.add_linear_expression_in_domain(start, inside)
    if whole.soft:
        missed = whole.model.new_bool_var("")
        rule.only_enforce_if(missed.negated())
        whole.costs.append(_MISSED * missed)


def _trip(whole: _Model, day: Linked, times: tuple[Any, Any, list[Any]], rest: list[Any]) -> dict[tuple[int, int], Any]:
    """From home through all stops and back, each reached from the one before."""
    model, count = whole.model, len(day.service)
    leave, home, start = times
    taken: dict[tuple[int, int], Any] = {}
    for a, b in product(range(count + 1), repeat=2):
        if a == b or day.legs[a][b] < 0 or (day.fixed and b != (a + 1) % (count + 1)):
            continue
        taken[a, b] = literal = model.new_bool_var("")
        ready = leave if a == 0 else start[a - 1] + day.service[a - 1] + (day.lunch_s * rest[a - 1] if rest else 0)
        there = home if b == 0 else start[b - 1]
        model.add(there >= ready + day.legs[a][b]).only_enforce_if(literal)
    model.add_circuit([(a, b, literal) for (a, b), literal in taken.items()])
    return taken


def _read(solver: Any, whole: _Model, number: int) -> Found:
    after = {a: b for (a, b), literal in whole.arcs[number].items() if solver.boolean_value(literal)}
    order, here = [], after[0]
    while here:
        order.append(here - 1)
        here = after[here]
    start = tuple(int(solver.value(one)) for one in whole.starts[number])
    rest = next((stop for stop, taken in enumerate(whole.rests[number]) if solver.boolean_value(taken)), -1)
    return Found(tuple(order), start, rest)
