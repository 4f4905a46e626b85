"""One household in a plan: who comes when and why this fieldworker, or why nobody comes and the smallest fix."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from allocation.plan import Plan
from geo.tables import items
from outputs.words import reason_title
from workflows.literal import literal
from workflows.visit_words import lives_away, visit_lines, why_these


@dataclass(frozen=True)
class Story:
    """What is said beside the map about one household.

    Attributes
    ----------
    title : str
        Its label or id.
    lines : tuple of str
        Who comes when; or why nobody comes. Markdown, as ``why``: people's text in it is escaped.
    why : tuple of str
        Why this fieldworker; or the smallest fix.
    reached : bool
    together : bool
        Whether two come at once.
    worker_id, date : str
        Of the visit; "" where there is none.
    household_id : str
    known : bool
        Whether the plan says anything of it: visited, or not reached for a reason of its own.
    """

    title: str
    lines: tuple[str, ...]
    why: tuple[str, ...]
    reached: bool
    together: bool = False
    worker_id: str = ""
    date: str = ""
    household_id: str = ""
    known: bool = True


def household_story(plan: Plan, household_id: str) -> Story | None:
    """The story of a household; None where the plan does not know it."""
    rows = plan.households[plan.households["household_id"] == household_id]
    if rows.empty:
        return None
    home = rows.iloc[0]
    title = " · ".join(part for part in (str(home["label"]), household_id, str(home["village"])) if part)
    visits = plan.visits[plan.visits["household_id"] == household_id]
    if visits.empty:
        return _not_reached(plan, household_id, title)
    visit = visits.sort_values(["date", "order"], kind="stable").iloc[0]
    worker = plan.fieldworkers[plan.fieldworkers["worker_id"] == visit["worker_id"]].iloc[0]
    lines = visit_lines(plan, home, visits)
    if str(home["place_accuracy"]) not in ("exact", ""):
        lines.append("The place on the map is not exact: minutes for finding it are planned.")
    pair = visits[visits["date"] == visit["date"]]
    why = _why(plan, home, worker, visit) if len(pair) == 1 else why_these(plan, home, pair)
    return Story(title, tuple(lines), why, True, len(pair) > 1, str(visit["worker_id"]), str(visit["date"]), household_id)


def _not_reached(plan: Plan, household_id: str, title: str) -> Story:
    rows = plan.unserved[plan.unserved["household_id"] == household_id]
    if rows.empty:
        return Story(title, ("This household is not part of the plan.",), (), False, household_id=household_id, known=False)
    row = rows.iloc[0]
    fix = str(row["smallest_fix"])
    told = f"**{reason_title(str(row['reason']))}.** {literal(row['sentence'])}"
    return Story(title, (told,), (literal(fix),) if fix else (), False, household_id=household_id)


def _why(plan: Plan, home: pd.Series, worker: pd.Series, visit: pd.Series) -> tuple[str, ...]:
    why = []
    language = str(home["language"])
    if language and language.casefold() in {item.casefold() for item in items(str(worker["languages"]))}:
        why.append(f"Speaks {literal(language)}, the language of the household.")
    asked = items(str(home["skills"]))
    if asked:
        why.append(f"Has the skill asked for: {literal(', '.join(asked))}.")
    needed = plan.round.rules.needs_for(plan.round.kind)
    if needed != "off" and items(str(home["needs"])):
        why.append("Has the skill that this household's needs ask for.")
    if str(worker["home_ward"]) and str(worker["home_ward"]) == str(home["ward_id"]):
        why.append("Works in the own ward here.")
    if str(home["last_worker"]) == str(worker["worker_id"]):
        why.append("Came last time too.")
    company = _company(plan, visit)
    far = lives_away(plan, home, worker)
    why.append(f"Lives {far} away. {company}".strip() if far else company)
    return tuple(line for line in why if line)


def _company(plan: Plan, visit: pd.Series) -> str:
    """How many other households get a visit on the same way."""
    same_day = plan.visits[(plan.visits["worker_id"] == visit["worker_id"]) & (plan.visits["date"] == visit["date"])]
    return f"{len(same_day) - 1} more visits lie on the way that day." if len(same_day) > 1 else ""
