"""The workbook opened by a reader of its own: every sheet, no live formula, numbers as numbers."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from allocation.plan import minutes_at_visits
from outputs.handout import HandOut
from outputs.neutralise import restore
from outputs.workbook import workbook_xlsx
from tests.outputs.made import NASTY, handout

SHEETS = ["Overview", "Wards", "Visits", "Days", "Workers", "Not reached", "Fixes"]
LEAD = (*NASTY, "\t=1+1", "\r@x", "＝1+1", "+1+cmd|' /C calc'!A0", "-26.2041", "+27821234567")


def opened(made: HandOut) -> Workbook:
    return load_workbook(io.BytesIO(workbook_xlsx(made)))


def rows(book: Workbook, name: str) -> list[dict[str, object]]:
    head, *body = book[name].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def test_every_sheet_is_there_with_all_rows() -> None:
    made = handout(workers=3, days=2, unserved=6)
    book = opened(made)
    assert book.sheetnames == SHEETS
    assert len(rows(book, "Visits")) == len(made.plan.visits)
    assert len(rows(book, "Days")) == len(made.plan.days)
    assert len(rows(book, "Workers")) == 3
    assert sorted(str(row["Household"]) for row in rows(book, "Not reached")) == sorted(made.plan.unserved["household_id"])


@pytest.mark.parametrize("name", SHEETS[1:])
def test_headings_stay_in_view_can_be_filtered_and_have_room(name: str) -> None:
    sheet = opened(handout())[name]
    assert sheet.freeze_panes is not None
    assert sheet.auto_filter.ref == sheet.dimensions
    for cell in sheet[1]:
        assert sheet.column_dimensions[cell.column_letter].width >= max(len(word) for word in str(cell.value).split())


def test_numbers_dates_and_times_are_what_they_are() -> None:
    made = handout(workers=1, days=1)
    first, planned = rows(opened(made), "Visits")[0], made.plan.visits.iloc[0]
    assert first["Order"] == 1
    assert first["Date"] == dt.datetime(2026, 3, 2)
    assert isinstance(first["Start"], dt.time)
    assert first["Start"].strftime("%H:%M:%S") == planned["start"]
    assert first["Travel min"] == planned["travel_min"]


def test_the_outcome_is_chosen_from_a_list() -> None:
    (choice,) = opened(handout())["Visits"].data_validations.dataValidation
    assert choice.formula1 == '"done,not home,refused,moved"'


def test_no_cell_is_a_live_formula_and_every_text_is_still_there() -> None:
    made = handout(workers=2, visits_a_day=len(LEAD), days=1, texts=LEAD)
    book = opened(made)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not any(text[0] in "=@＝＋－＠\t\r" for text in texts)
    assert {"-26.2041", "+27821234567", "'＝1+1", "'=1+1"} <= set(texts)
    assert '=HYPERLINK("http://x.invalid","y")' in {restore(text) for text in texts}


def test_nothing_links_out_of_the_workbook() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook_xlsx(handout(texts=LEAD)))) as book:
        assert not [name for name in book.namelist() if "externalLink" in name]
        for name in book.namelist():
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in book.read(name)


def test_what_must_not_leave_the_office_is_not_in_it() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook_xlsx(handout(kind="service", texts=("ID 8001015009087",))))) as book:
        content = b"".join(book.read(name) for name in book.namelist()).decode("utf-8")
    for word in ("HIV", "8001015009087", "+2782"):
        assert word not in content


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert workbook_xlsx(handout(texts=LEAD)) == workbook_xlsx(handout(texts=LEAD))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=120), st.sampled_from(LEAD)), min_size=1, max_size=5))
def test_any_texts_make_a_workbook_without_formulas(texts: list[str]) -> None:
    book = opened(handout(workers=1, visits_a_day=4, days=1, texts=tuple(texts)))
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_overview_leads_to_every_sheet() -> None:
    links = {cell.value: cell.hyperlink for row in opened(handout())["Overview"].iter_rows() for cell in row if cell.hyperlink}
    assert list(links) == SHEETS[1:]
    assert all(link.location == f"'{name}'!A1" and not link.target for name, link in links.items())


def test_hours_at_visits_are_those_of_the_visits_without_the_way() -> None:
    made = handout(workers=2, days=2)
    book = opened(made)
    at_visits = minutes_at_visits(made.plan.visits).groupby(made.plan.visits["worker_id"]).sum() / 60
    for row in rows(book, "Workers"):
        assert row["Hours at visits"] == pytest.approx(at_visits[row["Worker id"]])
    assert sum(float(str(row["Hours at visits"])) for row in rows(book, "Days")) == pytest.approx(at_visits.sum())
