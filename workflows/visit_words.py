"""Who comes to a household when, alone or together, and what such visits save, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from allocation.joint import companions, services
from allocation.plan import Plan
from allocation.zones import Zones
from geo.problems import many
from geo.tables import items
from geo.travel.distance import pairwise_m
from outputs.words import duration, length, long_day, weekday
from workflows.called import names_of
from workflows.literal import literal


def visit_lines(plan: Plan, home: pd.Series, visits: pd.DataFrame) -> list[str]:
    """The visits of one household, a sentence or two each, in the order of their days; and why two come, and what it saves.

    Parameters
    ----------
    plan : Plan
        The household's plan.
    home : Series
        Its row in the households.
    visits : DataFrame
        Its rows in the visits; at least one.

    Returns
    -------
    list of str
        Markdown; people's text in it is escaped.
    """
    lines = []
    for date, own in visits.sort_values(["date", "order"], kind="stable").groupby("date", sort=True):
        lines += _together(plan, str(date), own) if len(own) > 1 else _alone(plan, str(date), own.iloc[0], again=bool(lines))
    if visits.duplicated("date").any():
        lines.append(_why_two(plan, home, visits))
    saved = _saved(plan, home, visits)
    return [*lines, saved] if saved else lines


def why_these(plan: Plan, home: pd.Series, visits: pd.DataFrame) -> tuple[str, ...]:
    """Why these two come at once: a sentence each, on what each brings, speaks, and how far each lives."""
    lines = []
    for worker_id in visits["worker_id"]:
        worker = plan.fieldworkers[plan.fieldworkers["worker_id"] == worker_id].iloc[0]
        own = {item.casefold() for item in items(str(worker["skills"]))}
        served, language, far = _served(plan, home, own), str(home["language"]), lives_away(plan, home, worker)
        speaks = language and language.casefold() in {item.casefold() for item in items(str(worker["languages"]))}
        told = [f"brings {_listed(served)}"] if served else []
        told += [f"speaks {language}"] if speaks else []
        told += ["came last time too"] if str(home["last_worker"]) == str(worker_id) else []
        told += [f"lives {far} away"] if far else []
        lines += [f"{literal(f'{_name(plan, str(worker_id))} {_listed(told)}')}."] if told else []
    return tuple(lines)


def lives_away(plan: Plan, home: pd.Series, worker: pd.Series) -> str:
    """How far the fieldworker lives from the household, in a straight line; "" where it is not known."""
    if home["geometry"] is None or worker["geometry"] is None or not plan.travel.needs_geometry:
        return ""
    ends = [np.array([[shape.x, shape.y]]) for shape in (row["geometry"].representative_point() for row in (worker, home))]
    return length(float(pairwise_m(ends[0], ends[1])[0, 0]))


def companion_lines(plan: Plan) -> tuple[str, ...]:
    """Who travels together, the most often together first: ``Thandi M. and Sipho D.: 3 visits together.``"""
    pairs = companions(plan)
    rows = zip(pairs["worker_id"], pairs["with_worker_id"], pairs["visits"], strict=True)
    return tuple(f"{_name(plan, one)} and {_name(plan, other)}: {many(count, 'visit')} together." for one, other, count in rows)


def _name(plan: Plan, worker_id: str) -> str:
    return names_of(plan)[worker_id]


def _day(date: str) -> str:
    day = dt.date.fromisoformat(date)
    return f"**{weekday(day)} {long_day(day)}**"


def _alone(plan: Plan, date: str, visit: pd.Series, again: bool) -> list[str]:
    name = literal(_name(plan, str(visit["worker_id"])))
    return [
        f"**{name}** comes {'again ' if again else ''}on {_day(date)} at about **{str(visit['start'])[:5]}**.",
        f"Stop {int(visit['order'])} of that day, {duration(_minutes(visit))} for the visit, "
        f"{duration(float(visit['travel_min']))} on the way there.",
    ]


def _together(plan: Plan, date: str, visits: pd.DataFrame) -> list[str]:
    names = [literal(_name(plan, str(worker))) for worker in visits["worker_id"]]
    stops = _listed([f"stop {int(row.order)} of {name}" for name, row in zip(names, visits.itertuples(), strict=True)])
    first = visits.iloc[0]
    return [
        f"{_listed([f'**{name}**' for name in names])} come together on {_day(date)}, both at **{str(first['start'])[:5]}**.",
        f"{stops[0].upper()}{stops[1:]}; {duration(_minutes(first))} for the visit.",
    ]


def _why_two(plan: Plan, home: pd.Series, visits: pd.DataFrame) -> str:
    """Why more than one comes: the list says so, the area does, or no one has everything."""
    if float(home["visitors"]) > 1:
        return "Two come, as the list asks for it."
    if home["geometry"] is not None:
        spot = home["geometry"].representative_point()
        days = [dt.date.fromisoformat(str(date)) for date in sorted(set(visits["date"]))]
        if Zones.of(np.array([[spot.x, spot.y]]), days, plan.restrictions).pairs[0]:
            return "Two come, as the area is for pairs only."
    return "Two come, as no one fieldworker has all the skills."


def _saved(plan: Plan, home: pd.Series, visits: pd.DataFrame) -> str:
    """What is brought at once, and how many visits that saves; "" where it saves none."""
    found = services(
        visits, plan.households[plan.households["household_id"] == home["household_id"]], plan.fieldworkers, plan.round
    )
    saved = int(found["saved"].sum())
    if not saved:
        return ""
    verb = "This visit serves" if visits["date"].nunique() == 1 else "These visits serve"
    served = _served(plan, home, set(items(str(found["brought"].iloc[0]))))
    return f"{verb} {literal(_listed(served))}: {many(saved, 'visit')} saved."


def _served(plan: Plan, home: pd.Series, brought: set[str]) -> list[str]:
    """The needs that are met, in the list's own words; a skill that no need asks for by its own name."""
    rules = plan.round.rules
    skill_of = {need.casefold(): skill.casefold() for need, skill in rules.need_skills.items()}
    asked = items(str(home["needs"])) if rules.needs_for(plan.round.kind) != "off" else ()
    needs = [need for need in asked if skill_of.get(need.casefold(), need.casefold()) in brought]
    known = {skill_of.get(need.casefold(), need.casefold()) for need in needs}
    return [*needs, *(skill for skill in items(str(home["skills"])) if skill.casefold() in brought - known)]


def _listed(parts: Sequence[str]) -> str:
    return ", ".join(parts[:-1]) + f" and {parts[-1]}" if len(parts) > 1 else parts[0]


def _minutes(visit: pd.Series) -> float:
    start, end = (pd.to_timedelta(str(visit[key])) for key in ("start", "depart"))
    return float((end - start).total_seconds() / 60)
