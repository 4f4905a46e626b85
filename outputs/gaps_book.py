"""Gaps as one Excel workbook: what they are of, by ward and service, by other areas, the index, and where it stands out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pandas as pd
from openpyxl import Workbook

from outputs.handout import FICTIONAL, FICTIONAL_NOTE
from outputs.workbook import saved_as, write_sheet
from outputs.workbook_tables import Field, Sheet

_COUNTS = (
    Field("Service", "sector", width=18),
    Field("Households", "households", "whole", 12),
    Field("Need it, none in reach", "out_of_reach", "whole", 14),
    Field("Need it, one in reach, not met", "unmet", "whole", 16),
    Field("Need it, place unknown", "need_place_unknown", "whole", 14),
    Field("Need met", "met", "whole", 10),
    Field("No need", "no_need", "whole", 10),
    Field("Asked too long ago", "asked_long_ago", "whole", 12),
    Field("Never asked", "never_asked", "whole", 10),
    Field("Within the minutes", "share_within", "share", 12),
    Field("Capacity for each person", "e2sfca", "number", 14),
)
_WARD = (Field("Ward", "ward_id", width=12), Field("Called", "name", width=20), *_COUNTS)
_AREA = (Field("Area", "area_id", width=14), Field("Called", "name", width=26), *_COUNTS)
_INDEX = (
    Field("Place", "rank", "whole", 8),
    Field("Ward", "area_id", width=14),
    Field("Called", "name", width=20),
    Field("Index", "index", "number", 9),
    Field("Among the worst five", "in_worst", "share", 14),
    Field("Place at best", "rank_high", "whole", 10),
    Field("Place at worst", "rank_low", "whole", 10),
    Field("Weight known", "known", "share", 12),
)
_SPOTS = (
    Field("Ward", "area_id", width=14),
    Field("Called", "Area", width=20),
    Field("Beside those around", "What", width=24),
    Field("Share, %", "Share", "number", 10),
    Field("Wards beside", "Neighbours", "whole", 10),
)
_SHEETS: Mapping[str, tuple[Field, ...]] = {"By ward": _WARD, "By area": _AREA, "Index": _INDEX, "Stands out": _SPOTS}


def gaps_xlsx(
    about: Sequence[tuple[str, str]], tables: Mapping[str, pd.DataFrame], day: dt.date, fictional: bool = False
) -> bytes:
    """The workbook; text cells never begin a formula, and the same content gives the same bytes.

    Parameters
    ----------
    about : sequence of (what, how)
        What the numbers are of: the first sheet.
    tables : mapping
        Name of a sheet (By ward, By area, Index, Stands out) → its rows.
    day : date
        On which it was made.
    fictional : bool
        Whether the data are invented, which is then said first.
    """
    book = Workbook(write_only=True)
    facts = [*([(FICTIONAL, FICTIONAL_NOTE)] if fictional else []), *about]
    head = (Field("What", "what", width=30), Field("How", "how", width=90))
    write_sheet(book, Sheet("About", head, pd.DataFrame(facts, columns=["what", "how"])))
    for name, rows in tables.items():
        write_sheet(book, Sheet(name, _SHEETS[name], rows, frozen=2))
    return saved_as(book, "Service gaps", day)
