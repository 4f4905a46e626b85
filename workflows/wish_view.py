"""What each wish costs, in rows for a page, and the dial of fair load from none to strict."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from geo.problems import many
from outputs.words import duration
from workflows.inquiry import Answer
from workflows.round_knobs import WISHES

#: Headings of :func:`wish_rows` and :func:`fair_rows`.
WISH_HEADS = ("Wish", "Dial", "Fulfilled", "Price in this plan", "Without it", "At 10")
FAIR_HEADS = ("Dial of fair load", "Households", "On the way", "Least busy", "Busiest")
#: Names of the two curves.
LEAST, MOST = "Least busy fieldworker", "Busiest fieldworker"
_LABELS = {knob.key: knob.label for knob in WISHES}


def wish_rows(wishes: pd.DataFrame) -> list[tuple[str, ...]]:
    """A row a wish: its name, its weight, how many visits fulfil it, its price, and the plan without it and at full weight."""
    return [
        (
            _LABELS.get(str(row.wish), str(row.wish)),
            f"{row.weight:g} of 10",
            _fulfilled(row),
            duration(float(row.paid_min)) or "0 min",
            _against(row, "off") if row.weight else "it is off",
            _against(row, "full") if row.weight < 10 else "it is at 10",
        )
        for row in wishes.itertuples(index=False)
    ]


def fair_rows(fair: pd.DataFrame) -> list[tuple[str, ...]]:
    """A row a weight of fair load: households and travel, and how busy the least and the most busy fieldworker are."""
    return [
        (
            f"{row.weight:g}{_END.get(float(row.weight), '')}",
            f"{int(row.households):,}",
            duration(float(row.travel_min)),
            f"{row.least:.0%}",
            f"{row.most:.0%}",
        )
        for row in fair.itertuples(index=False)
    ]


def fair_points(fair: pd.DataFrame) -> pd.DataFrame:
    """The curve of the dial: columns ``dial``, ``share`` (percent of the own hours) and ``who``."""
    parts = [
        pd.DataFrame({"dial": fair["weight"], "share": 100 * fair[column], "who": who})
        for column, who in (("most", MOST), ("least", LEAST))
    ]
    return pd.concat(parts, ignore_index=True)


def luck_line(answer: Answer) -> str:
    """How large a difference must be to say anything; "" where it is not known."""
    more = answer.lines[len(answer.tables["wishes"]) :]
    return " ".join(more)


#: How the curve is drawn: two lines that are told apart by dashes too.
CURVE: dict[str, Any] = {
    "mark": {"type": "line", "point": True, "strokeWidth": 2.5},
    "encoding": {
        "x": {"field": "dial", "type": "quantitative", "title": "Dial: 0 none, 10 strict"},
        "y": {"field": "share", "type": "quantitative", "title": "At work, % of the own hours", "scale": {"zero": True}},
        "color": {
            "field": "who",
            "type": "nominal",
            "title": None,
            "scale": {"domain": [MOST, LEAST], "range": ["#d55e00", "#0072b2"]},
            "legend": {"orient": "top", "columns": 1},
        },
        "strokeDash": {"field": "who", "type": "nominal", "scale": {"domain": [MOST, LEAST], "range": [[1, 0], [6, 4]]}},
    },
}
_END = {0.0: " (none)", 10.0: " (strict)"}


def _fulfilled(row: Any) -> str:
    if row.asked is None or pd.isna(row.asked):
        return "measured below" if row.wish == "fair_load" else "a matter of degree"
    done, asked = int(row.fulfilled), int(row.asked)
    return f"{done / asked:.0%} ({done:,} of {asked:,} visits)" if asked else "means nothing here"


def _against(row: Any, end: str) -> str:
    """Households and time on the way, against the round planned anew with the wish as it is."""
    values = [getattr(row, f"{name}_{when}") for name in ("households", "travel_min") for when in ("now", end)]
    missing = [value is None or math.isnan(float(value)) for value in values]
    if any(missing):
        # Planned as it is, but never without the wish: it cannot tell two plans apart.
        return "not worked out" if missing[0] else "changes nothing here"
    visits, travel = int(values[1]) - int(values[0]), float(values[3]) - float(values[2])
    parts = [f"{many(abs(visits), 'household', 'households')} {'more' if visits > 0 else 'fewer'}"] if visits else []
    if round(travel):
        parts.append(f"{duration(abs(travel))} {'more' if travel > 0 else 'less'} on the way")
    return ", ".join(parts) or "no difference"
