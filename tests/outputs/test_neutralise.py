"""Formulas are made harmless, numbers stay, and every text comes back exactly."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.neutralise import neutralise, neutralise_frame, restore

DANGEROUS = [
    '=HYPERLINK("http://x","y")',
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "\t=1",
    "\r=1",
    "＝1+1",
    "＋1",
    " =1+1",
    "\n@x",
    "\u200b=1",
]
HARMLESS = [
    "-26.2041",
    "+27821234567",
    "+27 82 123 4567",
    "-1e-5",
    "Blue gate",
    "",
    "'tis",
    "H-0001",
    "2026-03-02",
    "08:00-11:00",
    "-26,2041",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_gets_an_apostrophe(text: str) -> None:
    assert neutralise(text) == "'" + text


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_formula_stays(text: str) -> None:
    assert neutralise(text) == text


@given(st.one_of(st.text(), st.text(alphabet="'=+-@1\t ＝a")))
def test_every_text_comes_back_exactly(text: str) -> None:
    assert restore(neutralise(text)) == text


@given(st.text(alphabet="'=+-@1.\t\r\n ＝－a"))
def test_nothing_that_leaves_begins_like_a_formula_unless_it_is_a_number(text: str) -> None:
    out = neutralise(text).lstrip(" \t\r\n")
    if out[:1] and out[0] in "=+-@＝＋－＠":
        assert set(out) <= set("+-0123456789., eE")
        assert out[0] in "+-"


def test_a_frame_keeps_its_numbers_and_loses_its_formulas() -> None:
    frame = pd.DataFrame({"=a": ["=1", "x", None], "n": [-1.5, 2.0, None]})
    safe = neutralise_frame(frame)
    assert list(safe.columns) == ["'=a", "n"]
    assert safe["'=a"].tolist()[:2] == ["'=1", "x"]
    assert safe["n"].equals(frame["n"])
