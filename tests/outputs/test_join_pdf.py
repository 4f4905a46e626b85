"""Sheets typeset in parts are the same sheets, in the same order."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from outputs import sheets
from outputs.sheets import sheet_pages, sheets_pdf
from tests.outputs.made import handout


def test_parts_make_the_same_pages_as_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    made = handout(workers=5, days=5)
    whole = PdfReader(io.BytesIO(sheets_pdf(made)))
    monkeypatch.setattr(sheets, "SHEETS_AT_ONCE", 2)
    content = sheets_pdf(made)
    joined = PdfReader(io.BytesIO(content))
    assert len(joined.pages) == len(whole.pages) == sheet_pages(made) == 5
    assert [page.extract_text() for page in joined.pages] == [page.extract_text() for page in whole.pages]
    assert joined.metadata is not None and whole.metadata is not None
    assert joined.metadata.title == whole.metadata.title
    assert content == sheets_pdf(made)
