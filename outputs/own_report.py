"""The report on a plan made by hand as a workbook: broken rules with what to do, visits, hours, and the other plan beside it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from openpyxl import Workbook

from allocation.own_plan import OwnPlan
from outputs.handout import HandOut
from outputs.workbook import saved, write_sheet
from outputs.workbook_tables import Field, Sheet

_WHO = (
    Field("Household", "household_id", width=16),
    Field("Fieldworker", "worker_id", width=16),
    Field("Date", "date", width=14),
)
_BROKEN = (Field("What", "sentence", width=70), *_WHO, Field("What to do", "remedy", width=70))
_VISITS = (*_WHO, Field("Stop", "order", "whole", 8), Field("Start", "start", width=12), Field("End", "depart", width=12))
_TEAM = (
    Field("Fieldworker", "worker_id", width=16),
    Field("Visits", "visits", "whole", 10),
    Field("Hours", "hours", "number", 10),
)
_BOTH = (
    *_TEAM,
    Field("Visits by Wardround", "optimizer_visits", "whole", 14),
    Field("Hours by Wardround", "optimizer_hours", "number", 14),
)
_SIDES = (Field("Household", "household_id", width=16), Field("Visited only", "side", width=24))


def own_report(own: OwnPlan, handout: HandOut, figures: pd.DataFrame, remedies: Mapping[str, str]) -> bytes:
    """The workbook (XLSX).

    Parameters
    ----------
    own : OwnPlan
        As judged; with a comparison its sheets are there too.
    handout : HandOut
        The same as a plan.
    figures : DataFrame
        What the plan costs, texts; the first column names the figure.
    remedies : mapping of code → sentence
        What to do about each kind of broken rule.
    """
    book = Workbook(write_only=True)
    broken = own.sentences.assign(remedy=own.sentences["code"].map(lambda code: remedies.get(code, "")))
    write_sheet(book, Sheet("What it costs", tuple(Field(str(name), str(name), width=26) for name in figures.columns), figures))
    write_sheet(book, Sheet("Broken rules", _BROKEN, broken))
    write_sheet(book, Sheet("Visits", _VISITS, own.visits))
    found = own.comparison
    write_sheet(book, Sheet("Team", _TEAM, own.workers) if found is None else Sheet("Team", _BOTH, found.workers))
    if found is not None:
        sides = [(name, "by Wardround") for name in found.only_optimizer] + [(name, "by my plan") for name in found.only_own]
        write_sheet(book, Sheet("Who is visited", _SIDES, pd.DataFrame(sides, columns=["household_id", "side"], dtype="str")))
    return saved(book, handout)
