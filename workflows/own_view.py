"""A plan made by hand on a page: which round it is judged by, what it breaks, what it costs, and the way to keep it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from allocation.changes import changes
from allocation.check import CODES
from allocation.check_own import check_own, compare
from allocation.own_plan import OwnPlan, sentence
from allocation.own_told import RANK
from allocation.plan import Plan
from geo.errors import InputProblems
from geo.problems import Problem
from outputs.handout import HandOut
from outputs.neutralise import neutralise_frame
from outputs.own_report import own_report
from outputs.own_template import own_template
from outputs.words import duration
from workflows.called import called, labels_of, names_of
from workflows.check_own import check_own_upload
from workflows.counting import number
from workflows.happened_lines import day
from workflows.keep_plan import keep_checked
from workflows.own_remedies import REMEDIES
from workflows.plan_choice import kept_plans, plan_in_use
from workflows.plan_job import TABLES, made_from
from workflows.upload import Upload
from workflows.visit_lists import read_visit_list
from workspace import Workspace

#: Columns of :attr:`Broken.rows`.
WHERE = ("Household", "Fieldworker", "Day", "What exactly")


@dataclass(frozen=True)
class Broken:
    """One kind of broken rule: what it is, what to do, and where it is broken (columns :data:`WHERE`)."""

    code: str
    title: str
    remedy: str
    rows: pd.DataFrame


def rounds_offered(ws: Workspace) -> dict[str, str]:
    """Plans of Wardround's own by whose round and lists a plan made by hand can be judged: id → name, the one in use first."""
    entries = [entry for entry in kept_plans(ws) if not ws.plan_summary(entry.plan_id).get("by_hand")]
    used = plan_in_use(ws)
    entries.sort(key=lambda entry: entry.plan_id != used)
    return {entry.plan_id: f"{entry.name} · made {entry.made}" for entry in entries}


def judged(ws: Workspace, upload: Upload, plan: Plan | None, settings: Mapping[str, Any]) -> OwnPlan:
    """The plan in a file, judged by the round and the lists of a kept plan, and set beside it.

    Parameters
    ----------
    ws : Workspace
        With households and fieldworkers.
    upload : Upload
        The file.
    plan : Plan or None
        A plan of the same round; where there is none, the round of ``settings`` and the lists as they are now.
    settings : mapping
        The tables of round.toml.

    Raises
    ------
    InputProblems
        As of :func:`allocation.check_own`.
    """
    content = upload.path.read_bytes()
    if plan is None:
        return check_own_upload(ws, settings, content, upload.name)
    rows = read_visit_list(content, upload.name)
    lists = (plan.households, plan.fieldworkers, plan.round, rows, plan.travel, plan.wards)
    own = check_own(*lists, restrictions=plan.restrictions, file=upload.name)
    return replace(own, comparison=compare(own, plan))


def broken(own: OwnPlan) -> list[Broken]:
    """The broken rules, the gravest first (:data:`allocation.own_told.GRAVITY`), of those as grave the most often broken."""
    if own.plan is None or not own.violations:
        return []
    names, labels = names_of(own.plan), labels_of(own.plan)
    by_code: dict[str, list[tuple[str, str, str, str]]] = {}
    for one in own.violations:
        who = names.get(one.worker_id, one.worker_id)
        where = called(labels, one.household_id)
        by_code.setdefault(one.code, []).append((where, who, _day(one.date), sentence(one)))
    order = sorted(by_code, key=lambda code: (RANK.get(code, len(RANK)), -len(by_code[code]), code))
    return [
        Broken(code, CODES.get(code, code), REMEDIES.get(code, ""), pd.DataFrame(by_code[code], columns=list(WHERE)))
        for code in order
    ]


def verdict(own: OwnPlan) -> str:
    """In one sentence whether it holds."""
    visits = number(int(own.summary["visits"]), "visit")
    if own.holds:
        return f"Your plan holds: {visits}, and no rule is broken."
    kinds = len({one.code for one in own.violations})
    places = number(len(own.violations), "place")
    return f"{number(kinds, 'rule is broken', 'rules are broken')} in {places}, in a plan of {visits}."


def figures(own: OwnPlan) -> pd.DataFrame:
    """What it costs, in words: a row a figure; columns figure, mine, and with a comparison Wardround's and the difference."""
    asked, weight = int(own.summary["asked"]), float(own.summary["priority_weight"])
    share = float(own.summary["priority_served"])
    whole = weight / share if share else 0.0

    def percent(value: float) -> str:
        return f"{value / whole:.0%}" if whole else "–"

    mine = {
        "Households visited": (f"{own.summary['served']:,} of {asked:,}", float(own.summary["served"])),
        "Of the priority": (percent(weight), weight),
        "On the way": (duration(float(own.summary["travel_min"])) or "0 min", float(own.summary["travel_min"])),
        "Hours away from home": (f"{float(own.summary['hours']):,.0f}", float(own.summary["hours"])),
    }
    if own.comparison is None:
        return pd.DataFrame([(name, text) for name, (text, _) in mine.items()], columns=["", "My plan"])
    other = dict(zip(mine, own.comparison.figures["optimizer"].astype(float), strict=True))
    words = {
        "Households visited": lambda value: f"{value:,.0f}",
        "Of the priority": percent,
        "On the way": lambda value: duration(value) or "0 min",
        "Hours away from home": lambda value: f"{value:,.0f}",
    }
    rows = []
    for name, (text, value) in mine.items():
        apart = other[name] - value
        sign = "+" if apart > 0 else "−"
        told = words[name](abs(apart))
        rows.append((name, text, words[name](other[name]), "the same" if told == words[name](0.0) else f"{sign}{told}"))
    return pd.DataFrame(rows, columns=["", "My plan", "Wardround's plan", "Difference"])


def sides(own: OwnPlan) -> list[str]:
    """Whom only one of the two visits, in sentences."""
    found = own.comparison
    if found is None:
        return []
    told = ((found.only_optimizer, "only Wardround's plan visits"), (found.only_own, "only your plan visits"))
    lines = [f"{number(len(names), 'household')} {text}." for names, text in told if names]
    return lines or ["Both visit the same households."]


def instead(own: OwnPlan) -> pd.DataFrame:
    """What Wardround would do instead, visit by visit; columns :data:`allocation.changes.CHANGES`."""
    assert own.comparison is not None
    return changes(own.visits, own.comparison.plan.visits)


def report(own: OwnPlan, fictional: bool = False) -> bytes:
    """The report as a workbook."""
    assert own.plan is not None
    return own_report(own, HandOut(own.plan, fictional=fictional), figures(own).rename(columns={"": "What"}), REMEDIES)


def template(ws: Workspace, plan: Plan | None, first: dt.date, last: dt.date) -> bytes:
    """A blank workbook to fill in, with the lists of a plan, else those of the workspace."""
    homes, team = (ws.table(name) for name in ("households", "fieldworkers"))
    if plan is not None:
        homes, team = plan.households, plan.fieldworkers
    if homes is None or team is None:
        raise InputProblems([Problem("E402", "The lists of households and fieldworkers are not there yet.")])
    return own_template(homes, team, [first + dt.timedelta(days=step) for step in range((last - first).days + 1)])


def as_list(plan: Plan) -> bytes:
    """The visits of a plan as the list that is checked here, to be changed by hand (CSV)."""
    frame = plan.visits[["household_id", "worker_id", "date", "order"]]
    return neutralise_frame(frame).to_csv(index=False).encode("utf-8-sig")


def keep(ws: Workspace, own: OwnPlan, name: str, made_of: str | None) -> str:
    """Keep a plan made by hand that holds, as the plan in use; its id.

    Parameters
    ----------
    ws : Workspace
        Where it is kept.
    own : OwnPlan
        Without broken rules.
    name : str
        Of the round.
    made_of : str or None
        The plan by whose lists it was judged; None where by the lists as they are now.

    Raises
    ------
    WorkspaceError
        A rule is broken: it is not kept (E505).
    """
    assert own.plan is not None
    plan = own.plan
    settings = plan.round.settings(plan.travel)
    round_id = ws.keep_round(f"{name or plan.round.name or 'Round'} (by hand)", settings)
    # Every list that a plan's age is judged by, also one that this plan does not use.
    revisions = {table: ws.revision(table) for table in TABLES} if made_of is None else made_from(ws, made_of)
    return keep_checked(ws, plan, round_id, revisions, again=True)


def _day(text: str) -> str:
    try:
        return day(text)
    except ValueError:
        return text
