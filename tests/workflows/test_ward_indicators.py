"""Figures by ward: what is wrong with a file is told at once, with rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import InputProblems
from workflows.ward_indicators import read_indicators


def written(folder: Path, *lines: str) -> str:
    path = folder / "profile.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_a_double_ward_a_foreign_one_and_a_word_among_figures_are_told_together(tmp_path: Path) -> None:
    path = written(tmp_path, "ward_id,poverty,water", "1,31,5", "2,plenty,5", "9,40,5", "1,44,9")
    with pytest.raises(InputProblems) as told:
        read_indicators(path, {"1", "2"})
    found = [(problem.code, problem.column, problem.rows) for problem in told.value.problems]
    assert found == [("E211", "ward_id", (2, 5)), ("E343", "", ()), ("E343", "poverty", (3,))]


def test_a_column_that_is_meant_as_figures_is_left_out_with_its_rows_and_one_of_words_without(tmp_path: Path) -> None:
    read = read_indicators(written(tmp_path, "ward_id,poverty,water,name", "1,31,5,Kop", "2,plenty,,Vlei"), {"1", "2"})
    assert read.table.columns.tolist() == ["water"]
    assert [(remark.column, remark.rows) for remark in read.remarks] == [("poverty", (3,)), ("", ())]
    assert "name" in read.remarks[1].sentence and "poverty" not in read.remarks[1].sentence
