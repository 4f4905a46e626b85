"""What would it take, as a page shows it: the answer in plain words, curves to draw, and tables to download."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from allocation.plan import Plan
from allocation.whatif.asked import Found, WhatIf
from allocation.whatif.options import NOUNS
from allocation.whatif.points import POINT
from geo.problems import many
from outputs.neutralise import neutralise_frame
from workflows.inquiry import Answer
from workflows.plain_people import in_plain
from workspace import Workspace

#: Change → what is ticked.
TITLES = MappingProxyType(
    {
        "worker": "Fieldworkers",
        "day": "Days at the end of the round",
        "vehicle": "Shared vehicles",
        "skill": "Skills learnt",
        "language": "Languages learnt",
        POINT: "Service points",
    }
)
#: Change → what is told beside it.
HELPS = MappingProxyType(
    {
        POINT: "Who would have a service within an hour on foot, by one more clinic, school or pay point, two, three. It is the "
        "service that fewest households have in reach; Where next asks of any other."
    }
)
#: Change → colour (Okabe & Ito) and shape of its points: told apart without colour too.
_LOOKS = {
    "worker": ("#0072b2", "circle"),
    "day": ("#d55e00", "square"),
    "vehicle": ("#009e73", "triangle-up"),
    "skill": ("#cc79a7", "diamond"),
    "language": ("#000000", "cross"),
}
#: Columns of the facts of each curve in an answer.
_FACTS = ("change", "ended", "binds")
#: Columns of the points of the chart.
POINTS = ("amount", "households", "what", "change")
#: The table of the steps, as a person reads it.
HEADS = ("More", "Households", "By this one", "At most", "Priority", "Hours at work", "What it is")
#: The same of service points, which change who has a service in reach.
POINT_HEADS = ("More", "In reach", "By this one", "At most", "Priority", "Hours of way", "Where")
#: The same of the steps to a date.
FINISH_HEADS = ("More", "Households", "Left", "Hours at work")
#: Table of an answer → what its download is called.
DOWNLOADS = MappingProxyType(
    {"curves": "Curves (CSV)", "steps": "What each step is (CSV)", "finish_by": "Steps to the date (CSV)"}
)


@dataclass(frozen=True)
class CurveTold:
    """A curve in words.

    Attributes
    ----------
    title : str
    headline : str
        What the units buy.
    ended : str
        Why there are no more, "" where as many were asked for.
    binds : str
        What keeps the others out then.
    rows : list of tuples
        Under :attr:`heads`.
    heads : tuple of str
        :data:`HEADS`, or :data:`POINT_HEADS`.
    """

    title: str
    headline: str
    ended: str
    binds: str
    rows: list[tuple[str, ...]]
    heads: tuple[str, ...] = HEADS


def answer_of(plan: Plan, asked: WhatIf, found: Found) -> Answer:
    """The answer as it is kept; people by their names.

    Parameters
    ----------
    plan : Plan
        That was asked about.
    asked, found
        As of :func:`allocation.whatif.asked.what_would_it_take`.
    """
    details = found.details()
    details["what"] = [in_plain(plan, str(what)) for what in details["what"]]
    facts = [(curve.change, curve.ended, in_plain(plan, curve.binds.sentence)) for curve in found.curves]
    if found.points is not None:
        facts.append((POINT, found.points.ended, ""))
    lines = [f"The plan reaches {many(found.plan.served, 'household')}, {found.plan.share:.0%} of the priority."]
    more = found.as_it_is.served - found.plan.served
    if more:
        lines.append(f"Searched on, the round as it is reaches {more:,} more; what is added comes on top of that.")
    if found.ended_early:
        lines.append("It was ended early: this is what was known by then.")
    by_date = [] if found.by_date is None else [in_plain(plan, line) for line in found.by_date.sentences()]
    finish = found.finish_table()
    finish["what"] = [in_plain(plan, str(what)) for what in finish["what"]]
    tables = {
        "curves": found.table(),
        "steps": details,
        "facts": pd.DataFrame(facts, columns=list(_FACTS)),
        "finish_by": finish,
        "by_date": pd.DataFrame({"line": by_date}),
        "points": pd.DataFrame({"line": [] if found.points is None else found.points.sentences()[:1]}),
        "asked": pd.DataFrame({"changes": [";".join(asked.changes)], "most": [asked.most]}),
    }
    return Answer(tuple(lines), tables)


def curves_told(answer: Answer) -> list[CurveTold]:
    """Each curve of an answer in words, in the order in which they were asked for."""
    curves, steps = answer.tables["curves"], answer.tables["steps"]
    found = []
    for fact in answer.tables["facts"].itertuples(index=False):
        change = str(fact.change)
        numbers, own = curves[curves["change"] == change], steps[steps["change"] == change]
        rows = [_row(one, other) for one, other in zip(_rows(numbers), _rows(own), strict=True)]
        heads = POINT_HEADS if change == POINT else HEADS
        headline = _points_headline(answer, _rows(own)) if change == POINT else _headline(change, _rows(own))
        found.append(CurveTold(TITLES[change], headline, str(fact.ended), str(fact.binds), rows, heads))
    return found


def points(answer: Answer) -> pd.DataFrame:
    """Columns :data:`POINTS`: the curves that have more than their first point; not service points, which reach otherwise."""
    steps = answer.tables["steps"]
    steps = steps[steps["change"] != POINT]
    some = steps[steps.groupby("change")["amount"].transform("max") > 0]
    cells = {
        "amount": some["amount"].astype(int),
        "households": some["served"].astype(int),
        "what": [str(what) or "The plan as it is" for what in some["what"]],
        "change": [TITLES[str(change)] for change in some["change"]],
    }
    return pd.DataFrame(cells, columns=list(POINTS)).reset_index(drop=True)


def chart(drawn: pd.DataFrame) -> dict[str, Any]:
    """How :func:`points` are drawn (Vega-Lite): a line a change, whole units across."""
    titles = list(dict.fromkeys(drawn["change"]))
    looks = [next(look for change, look in _LOOKS.items() if TITLES[change] == title) for title in titles]
    most = int(drawn["amount"].max()) if len(drawn) else 1
    return {
        "mark": {"type": "line", "point": {"size": 90, "filled": True}, "strokeWidth": 2.5},
        "encoding": {
            "x": {
                "field": "amount",
                "type": "quantitative",
                "title": "How many more",
                "axis": {"values": list(range(most + 1)), "format": "d"},
            },
            "y": {"field": "households", "type": "quantitative", "title": "Households reached", "scale": {"zero": False}},
            "color": {
                "field": "change",
                "type": "nominal",
                "title": None,
                "scale": {"domain": titles, "range": [colour for colour, _ in looks]},
                "legend": {"orient": "top", "columns": 1, "labelLimit": 240},
            },
            "shape": {"field": "change", "type": "nominal", "scale": {"domain": titles, "range": [shape for _, shape in looks]}},
            "tooltip": [
                {"field": "change", "title": "More"},
                {"field": "amount", "title": "How many"},
                {"field": "households", "title": "Households"},
                {"field": "what", "title": "What it is"},
            ],
        },
    }


def csv_of(answer: Answer, name: str) -> bytes:
    """A table of the answer (``curves``, ``steps``, ``finish_by``) as a file."""
    frame = answer.tables[name]
    rounded = frame.round(6) if name == "curves" else frame
    return neutralise_frame(rounded).to_csv(index=False).encode("utf-8-sig")


def asked_again(answer: Answer | None) -> tuple[tuple[str, ...], int]:
    """Changes and units that were asked for last: what is ticked when the page opens again."""
    if answer is None:
        return ("worker", "day"), 3
    row = answer.tables["asked"].iloc[0]
    return tuple(name for name in str(row["changes"]).split(";") if name in TITLES), int(row["most"])


def finish_rows(answer: Answer) -> list[tuple[str, ...]]:
    """The steps to the date under :data:`FINISH_HEADS`."""
    return [
        (
            f"{int(row.amount):,} more {NOUNS[str(row.change)][int(row.amount) != 1]}",
            f"{int(row.served):,}",
            f"{int(row.left):,}",
            f"{float(row.hours):,.0f}",
        )
        for row in _rows(answer.tables["finish_by"])
    ]


def dates_of(ws: Workspace, plan_id: str) -> tuple[dt.date, dt.date]:
    """First and last day of a kept plan's round."""
    plans = ws.plans()
    row = plans[plans["plan_id"] == plan_id].iloc[0]
    return dt.date.fromisoformat(str(row["first_day"])), dt.date.fromisoformat(str(row["last_day"]))


def _rows(frame: pd.DataFrame) -> list[Any]:
    return list(frame.itertuples(index=False))


def _row(numbers: Any, step: Any) -> tuple[str, ...]:
    amount = int(numbers.amount)
    bound = step.bound_served
    most = "–" if bound is None or math.isnan(float(bound)) else f"{float(bound):,.0f}"
    what = str(step.what) or ("As it is" if str(step.change) == POINT else "The plan as it is")
    more = f"{int(step.more):+,}" if amount else "–"
    return (
        f"{amount:,}",
        f"{int(numbers.served):,}",
        more,
        most,
        f"{float(numbers.priority_served):.0%}",
        f"{float(numbers.hours):,.0f}",
        what,
    )


def _points_headline(answer: Answer, steps: Sequence[Any]) -> str:
    now = " ".join(str(line) for line in answer.tables["points"]["line"])
    last = steps[-1]
    if not int(last.amount):
        return now
    bought = many(sum(int(step.more) for step in steps), "household")
    return f"{now} {int(last.amount):,} more {NOUNS[POINT][int(last.amount) > 1]} would bring {bought} more into reach."


def _headline(change: str, steps: Iterable[Any]) -> str:
    listed = list(steps)
    if len(listed) < 2:
        return ""
    last = listed[-1]
    bought = sum(int(step.more) for step in listed)
    noun = NOUNS[change][int(last.amount) > 1]
    first = int(listed[1].more)
    each = f", {first:,} of them by the first" if int(last.amount) > 1 else ""
    if not bought:
        return f"{int(last.amount):,} more {noun} reach nobody more."
    return f"{int(last.amount):,} more {noun}: {many(bought, 'household')} more{each}."
