"""What changed is handed over by worker: names and places of the plan, nothing that acts, nothing of others."""

from __future__ import annotations

import io

import pandas as pd
import pypdf
from openpyxl import load_workbook

from allocation.changes import changes
from outputs.changes_data import change_sheets
from outputs.changes_sheets import changes_pdf, changes_xlsx, write_changes
from outputs.handout import HandOut
from tests.outputs.made import NASTY, handout


def changed(made: HandOut) -> pd.DataFrame:
    """Two visits have gone from worker 3 to the others, one to another day, one falls away, one is new."""
    old = made.plan.visits.copy()
    of = {worker: old.index[old["worker_id"] == worker].tolist() for worker in ("W-000", "W-001", "W-002")}
    old.loc[of["W-000"][0], "worker_id"] = "W-002"
    old.loc[of["W-001"][0], "worker_id"] = "W-002"
    old.loc[of["W-002"][0], "date"] = "2026-03-06"
    gone = old.loc[[of["W-002"][0]]].assign(household_id=made.plan.unserved["household_id"].iloc[0], date="2026-03-03")
    return changes(
        pd.concat([old.drop(index=of["W-000"][1]), gone]), made.plan.visits, {old["household_id"][0]: "Worker 3 is ill."}
    )


def text_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def test_each_worker_concerned_gets_a_page_with_what_comes_and_what_goes() -> None:
    made = handout()
    table = changed(made)
    content = changes_pdf(made, table)
    assert content is not None
    pages = text_of(content)
    assert len(pages) == 3
    assert all("What changed for you" in page and "FICTIONAL" in page for page in pages)
    first, third = pages[0], pages[2]
    assert "Comes to you" in first
    assert "worker 3" in first
    assert "Worker 3 is ill." in first
    assert "New" in first
    assert "Leaves you" in third
    assert "Falls away" in third
    assert "no visit" in third
    assert "Another day" in third
    assert "+27 82" not in "".join(pages).replace("+2782", "+27 82")  # no household's telephone
    assert changes_pdf(made, table) == content


def test_whose_days_stayed_as_they_were_gets_no_page() -> None:
    made = handout()
    table = changed(made)
    of_two = table[(table["from_worker"] != "W-001") & (table["to_worker"] != "W-001")]
    assert [sheet.worker_id for sheet in change_sheets(made, of_two)] == ["W-000", "W-002"]
    assert changes_pdf(made, table.head(0)) is None


def test_the_workbook_has_a_sheet_a_worker_with_real_dates() -> None:
    made = handout()
    table = changed(made)
    content = changes_xlsx(made, table)
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["All changes", "Worker 1", "Worker 2", "Worker 3"]
    rows = list(book["All changes"].iter_rows(values_only=True))
    assert len(rows) == len(table) + 1
    dates = [row[3].date().isoformat() if row[3] else "" for row in rows[1:]]
    assert dates == table["from_date"].tolist()
    assert len(list(book["Worker 3"].iter_rows())) == 1 + 4
    assert changes_xlsx(made, table) == content


def test_text_that_could_act_does_not(tmp_path) -> None:  # type: ignore[no-untyped-def]
    made = handout(texts=NASTY)
    table = changed(made).assign(why='=HYPERLINK("http://x.invalid","y")')
    write_changes(tmp_path, made, table)
    assert {path.name for path in tmp_path.iterdir()} == {"changes.csv", "changes.pdf", "changes.xlsx"}
    book = load_workbook(tmp_path / "changes.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert "8001015009087" not in "".join(text_of((tmp_path / "changes.pdf").read_bytes()))
    assert "\n=HYPERLINK" not in (tmp_path / "changes.csv").read_text(encoding="utf-8")
    write_changes(tmp_path / ".", None, table)
