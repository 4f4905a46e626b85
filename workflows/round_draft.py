"""The round that somebody is filling in: its starting values, and what each of its settings means.

A draft is a dictionary with the tables of round.toml (``round``, ``travel``, ``rules``, ``wishes``), plain values only,
so that it can be kept in the workspace between two sittings.
"""

from __future__ import annotations

import copy
import datetime as dt
import json
import tomllib
from collections.abc import Mapping
from typing import Any

from allocation.round import MINUTES_FOR_FINDING, MINUTES_PER_VISIT, Round
from allocation.rules import Rules
from allocation.wishes import Wishes
from geo.travel import Travel
from geo.travel.roads.settings import OFF_ROAD_M
from geo.travel.straight_line import DETOUR, SPEED_KMH
from outputs.words import span
from workflows.demonstration import ROUND, folder
from workflows.how import MODELS
from workflows.round_knobs import MORE, NEEDS_LABEL, WARDS_LABEL, Knob
from workspace import Workspace

Draft = dict[str, dict[str, Any]]
_STATE = "round_draft"
#: Keys of ``[travel]`` that the form has a field for.
_TRAVEL = ("model", "detour_factor", "speed_kmh", "off_road_most_m")


def blank(today: dt.date) -> Draft:
    """A draft with every default: two working weeks from the next Monday on."""
    monday = today + dt.timedelta(days=7 - today.weekday())
    rules, wishes = dict(vars(Rules())), Wishes()
    del rules["needs"]  # left open: what is usual depends on the kind of round
    return {
        "round": {
            "name": "",
            "kind": "profiling",
            "first_day": monday.isoformat(),
            "last_day": (monday + dt.timedelta(days=11)).isoformat(),
            "holidays": "ZA",
            "meeting_day": "",
            "meeting_time": "",
            "minutes_per_visit": dict(MINUTES_PER_VISIT),
            "minutes_for_finding": dict(MINUTES_FOR_FINDING),
        },
        "travel": {"model": MODELS[0][0], "detour_factor": DETOUR, "speed_kmh": dict(SPEED_KMH), "off_road_most_m": OFF_ROAD_M},
        "rules": rules,
        "wishes": dict(vars(wishes)),
    }


def current(workspace: Workspace, today: dt.date) -> Draft:
    """The draft as it was left, else a blank one; on the demonstration its own round."""
    kept = workspace.state(_STATE)
    if isinstance(kept, str) and kept:
        # What came into the form since then has its usual value.
        return _filled(json.loads(kept), today)
    return _filled(_demonstration(), today) if workspace.fictional else blank(today)


def _demonstration() -> dict[str, Any]:
    return tomllib.loads((folder() / ROUND).read_text(encoding="utf-8"))


def _filled(settings: Mapping[str, Any], today: dt.date) -> Draft:
    """A blank draft with the settings of a round laid over it."""
    draft = blank(today)
    for table, values in draft.items():
        for key, value in copy.deepcopy(dict(settings.get(table, {}))).items():
            usual = values.get(key)
            values[key] = {**usual, **value} if isinstance(usual, dict) and isinstance(value, dict) else value
    for key in ("first_day", "last_day"):
        draft["round"][key] = str(draft["round"][key])
    # Which file the roads were counts for nothing: a workspace has one network. What cannot be stated here is as usual.
    draft["travel"] = {key: value for key, value in draft["travel"].items() if key in _TRAVEL}
    if draft["travel"]["model"] not in dict(MODELS):
        draft["travel"]["model"] = MODELS[0][0]
    return draft


def remember(workspace: Workspace, draft: Draft) -> None:
    """Keep the draft, so that it is there after a closed tab. Writes only what changed."""
    text = json.dumps(draft, sort_keys=True)
    if workspace.state(_STATE) != text:
        workspace.set_state(_STATE, text)


def copy_of_last(workspace: Workspace, today: dt.date) -> Draft | None:
    """The settings of the last round, moved to days of the same weekdays that lie ahead; None where there is none."""
    rounds = workspace.rounds()
    if rounds.empty:
        return None
    draft = _filled(workspace.round_settings(str(rounds.iloc[0]["round_id"])), today)
    first, last = (dt.date.fromisoformat(str(draft["round"][key])) for key in ("first_day", "last_day"))
    weeks = max(0, -((first - today).days // 7))
    for key, day in (("first_day", first), ("last_day", last)):
        draft["round"][key] = (day + dt.timedelta(weeks=weeks)).isoformat()
    return draft


def carried_over(draft: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """What stands under "More" with another value than usual, as its fields are called: easily overlooked from the last round."""
    usual = blank(dt.date.today())
    named = [knob.label for knob in _decisive() if not _alike(draft, usual, knob)]
    if draft["round"].get("wards"):
        named.insert(0, WARDS_LABEL)
    if draft["rules"].get("need_skills"):
        named.append(NEEDS_LABEL)
    return tuple(named)


def with_usual_values(draft: Mapping[str, Mapping[str, Any]]) -> Draft:
    """The draft with everything under "More" at its usual value; the four questions stay as they are answered."""
    usual = blank(dt.date.today())
    result = with_value(with_value(draft, "round", "wards", None), "rules", "need_skills", {})
    for knob in _decisive():
        result = with_value(result, knob.table, knob.key, value_of(usual, knob.table, knob.key))
    return result


def _decisive() -> tuple[Knob, ...]:
    """What decides something; the name of a round has no usual value."""
    return tuple(knob for knob in MORE if (knob.table, knob.key) != ("round", "name"))


def _alike(draft: Mapping[str, Mapping[str, Any]], usual: Draft, knob: Knob) -> bool:
    value = value_of(draft, knob.table, knob.key)
    if (knob.table, knob.key) == ("rules", "needs"):
        # A round that was planned states in words what it would do anyway.
        return not value or value == Rules().needs_for(str(draft["round"].get("kind") or "profiling"))
    if knob.kind == "text" and not value:
        return True
    # What is left out, empty, off or 0 means the same: the usual.
    return (value or 0) == (value_of(usual, knob.table, knob.key) or 0)


def copied(draft: Mapping[str, Mapping[str, Any]]) -> str:
    """What a press on "Copy the last round" has done, in words."""
    name = str(draft["round"].get("name") or "the last round")
    first, last = (dt.date.fromisoformat(str(draft["round"][key])) for key in ("first_day", "last_day"))
    also = carried_over(draft)
    more = f" Under More it sets: {', '.join(also)}." if also else ""
    return f"Copied from {name}: who is available, minutes, wishes and rules. The days are now {span(first, last)}.{more}"


def with_value(draft: Mapping[str, Mapping[str, Any]], table: str, key: str, value: Any) -> Draft:
    """The draft with one value changed; ``key`` may name an entry of a table in a table (``speed_kmh.walk``)."""
    changed = copy.deepcopy({name: dict(values) for name, values in draft.items()})
    outer, _, inner = key.partition(".")
    if inner:
        changed[table].setdefault(outer, {})[inner] = value
    else:
        changed[table][outer] = value
    return changed


def value_of(draft: Mapping[str, Mapping[str, Any]], table: str, key: str) -> Any:
    """The value under ``key``; None where the draft leaves it out."""
    outer, _, inner = key.partition(".")
    value = draft[table].get(outer)
    return value.get(inner) if inner and isinstance(value, Mapping) else value


def settings_of(draft: Mapping[str, Mapping[str, Any]]) -> Draft:
    """The draft as the tables of round.toml: choices left open are left out, so that the round's own default holds."""
    settings = copy.deepcopy({name: dict(values) for name, values in draft.items()})
    if not settings["rules"].get("needs"):
        settings["rules"].pop("needs", None)
    if not settings["round"].get("meeting_day"):
        settings["round"].pop("meeting_time", None)  # its field is closed without a day
    if not settings["rules"].get("daylight"):
        settings["rules"].pop("daylight", None)
    if settings["travel"].get("model") != "roads":
        settings["travel"].pop("off_road_most_m", None)
    if not settings["round"].get("name"):
        settings["round"]["name"] = f"Round from {settings['round']['first_day']} to {settings['round']['last_day']}"
    return settings


def judged(draft: Mapping[str, Mapping[str, Any]]) -> tuple[Round, Travel]:
    """The round that the draft states, and its travel model; straight lines for roads, which are not read here.

    :func:`workflows.kept_roads.round_of` reads them.

    Raises
    ------
    InputProblems
        Everything wrong with it, all at once.
    """
    settings = settings_of(draft)
    lines = {key: value for key, value in settings["travel"].items() if key in ("detour_factor", "speed_kmh")}
    return Round.from_dict({**settings, "travel": lines})
