"""Ways in, told in plain words. Fieldworkers and households go by their ids."""

from __future__ import annotations

from dataclasses import replace

from allocation.phrases import counted, duration, kilometres
from allocation.why.context import Context
from allocation.why.way_in import WayIn

#: Rule → what relaxing it for one visit says.
_RELAXED = {
    "language": "though they share no language",
    "home_ward": "outside the home ward",
    "near": "though it lies {far} from {start} in a straight line",
    "load": "if {more} more can be carried that day",
    "skill": "without having the skill that is asked for",
}
#: Reason → why no day is looked for.
_NO_PLACE = {
    "do_not_visit": "It is not to be visited; nothing in the plan can change that.",
    "place_unknown": "Nobody knows where it is; give its place first.",
    "outside_wards": "Its place lies outside every ward; check its coordinates first.",
}
#: How a sentence ends whose way costs nothing.
_NO_COST = " (no more travel)."


def way_told(context: Context, row: int, way: WayIn, reason: str) -> str:
    """The sentence of a way in."""
    who, cost = f"Fieldworker {way.worker_id}", _cost(way)
    ward = "If its ward was part of the round: " if reason == "not_in_round" else ""
    at = f"on {way.date}{f' with vehicle {way.vehicle_id}' if way.vehicle_id else ''}, stop {way.place} of the day"
    if way.also:
        every = f"{ward}For its {len(way.also) + 1} visits: "
        if way.kind == "fits":
            return f"{every}{'; '.join(_comes(one) for one in (way, *way.also))}{cost}."
        alone = way_told(context, row, replace(way, also=(), travel_min=0.0, wish_min=0.0), "")
        others = "; ".join(_comes(one) for one in way.also)
        return f"{every}{alone[0].lower()}{alone[1:].removesuffix(_NO_COST)}; and {others}{cost}."
    if way.second_id:
        both = f"{who} (stop {way.place} of the day) and fieldworker {way.second_id} (stop {way.second_place})"
        return f"{ward}{both} can come together on {way.date} at {way.start[:5]}{_gives(context, row, way)}{cost}."
    if way.kind == "fits":
        text = f"{who} has room {at}{cost}."
    elif way.kind == "moved":
        text = f"{who} can come {at}, if {_goes(way)}; nobody is left out{cost}."
    elif way.instead_of:
        text = f"{who} can come {at}, instead of household {way.instead_of[0]}, which has {_priority(context, row, way)}{cost}."
    elif way.kind == "at_home":
        text = f"{who} has room {at}, if somebody is at home at {way.start[:5]}{cost}."
    elif way.kind == "extra_day":
        text = f"{who} can come on {way.date}, if that becomes a working day{cost}."
    elif way.rules:
        text = f"{who} can come {at}, {_rules(way)}{_longer(way, ' and ')}{cost}."
    elif way.kind == "load":
        text = f"{who} has time {at}, if {way.carry_more:g} more can be carried that day{cost}."
    else:
        text = f"{who} can come {at}, {_longer(way, '')}{cost}."
    return f"{ward}{text}"


def _gives(context: Context, row: int, way: WayIn) -> str:
    """What must give for a visit by two."""
    if way.moved:
        return f", if {_goes(way)}; nobody is left out"
    if len(way.instead_of) == 1:
        return f", instead of household {way.instead_of[0]}, which has {_priority(context, row, way)}"
    if way.instead_of:
        own, *others = (float(context.problem.weight[one]) - 1 for one in (row, *map(context.row, way.instead_of)))
        told = f"{' and '.join(f'{other:g}' for other in others)} against {own:g}"
        return f", instead of households {' and '.join(way.instead_of)}, which together count no more (priorities {told})"
    second = replace(way, longer_min=way.second_longer_min, week_longer_min=way.second_week_longer_min)
    parts = [f"{told} for the {whom}" for told, whom in ((_longer(way, ""), "first"), (_longer(second, ""), "second")) if told]
    return f", {' and '.join(parts)}" if parts else ""


def _goes(way: WayIn) -> str:
    """Where the household goes that leaves the day."""
    name, to, date, place = way.moved[0]
    if len(way.moved) == 1:
        return f"household {name} goes to fieldworker {to} on {date} (stop {place})"
    _, second, _, second_place = way.moved[1]
    both = f"fieldworkers {to} (stop {place}) and {second} (stop {second_place})"
    return f"household {name} goes to {both} together on {date} at {way.moved_start[:5]}"


def _comes(way: WayIn) -> str:
    """Who has room when, of one of several visits."""
    riding = f" with vehicle {way.vehicle_id}" if way.vehicle_id else ""
    if way.second_id:
        both = f"{way.worker_id} (stop {way.place} of the day) and {way.second_id} (stop {way.second_place})"
        return f"fieldworkers {both} together on {way.date} at {way.start[:5]}"
    return f"fieldworker {way.worker_id} on {way.date}{riding}, stop {way.place} of the day"


def no_way_told(context: Context, row: int, reason: str, together: str) -> str:
    """Why no way in is told."""
    if reason in _NO_PLACE:
        return _NO_PLACE[reason]
    told = context.reasons.get(str(context.problem.household_ids[row]), "")
    if together and context.problem.visits[row] == 1 and told != "unreachable":
        return f"{together}: no two of this round can be there together, also not on longer days."
    if together and told != "unreachable":
        return f"{together}: not so many days, far enough apart, can be found for it, also where something gives for one visit."
    if told == "unreachable":
        return "There is no way to it from the home of anybody in this round."
    return "Nobody of this round can come, whichever single rule is relaxed; one more fieldworker is needed."


def _cost(way: WayIn) -> str:
    travel = round(way.travel_min)
    if travel == 0:
        moves = "no more travel"
    else:
        moves = f"{counted(abs(travel), 'minute', 'minutes')} {'more' if travel > 0 else 'less'} travel"
    wish = round(way.wish_min)
    worth = f", {abs(wish)} {'more' if wish > 0 else 'less'} for wishes" if wish else ""
    return f" ({moves}{worth})"


def _longer(way: WayIn, before: str) -> str:
    parts = []
    if way.longer_min > 0:
        parts.append(f"with {duration(way.longer_min)} more on that day")
    if way.week_longer_min > 0:
        parts.append(f"with {duration(way.week_longer_min)} more in that week")
    return before + " and ".join(parts) if parts else ""


def _rules(way: WayIn) -> str:
    far, more = kilometres(way.farther_m, up=True), f"{way.carry_more:g}"
    start = "the drop" if way.vehicle_id else "home"
    return " and ".join(_RELAXED[name].format(far=far, more=more, start=start) for name in way.rules)


def _priority(context: Context, row: int, way: WayIn) -> str:
    own = float(context.problem.weight[row]) - 1
    other = float(context.problem.weight[context.row(way.instead_of[0])]) - 1
    return "the same priority" if other == own else f"a lower priority ({other:g} against {own:g})"
