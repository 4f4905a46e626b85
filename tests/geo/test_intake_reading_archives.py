"""Zip files: opened in memory with counters, never trusted, and the one data set in them found."""

from __future__ import annotations

import pytest

from geo.intake.result import Answers
from geo.settings import Settings
from tests.geo.bad.archives import LIST, REFUSED, zipped
from tests.geo.bad.trial import asked, attempt, codes


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_a_faulty_archive_is_refused_with_its_code(case: str) -> None:
    content, code = REFUSED[case]
    raw = attempt(content, name="wards.zip")
    assert codes(raw) == [code]
    assert raw.frame.empty


def test_a_list_in_a_zip_file_is_read() -> None:
    raw = attempt(zipped({"lists/households.csv": LIST, "readme.md": b"hello"}), name="lists.zip")
    assert raw.source.format == "csv"
    assert len(raw.frame) == 1


def test_g12_junk_beside_the_list_is_passed_over() -> None:
    raw = attempt(zipped({"__MACOSX/._list.csv": b"\0\1", "list.csv": LIST, "Thumbs.db": b"x", ".DS_Store": b"y"}))
    assert not raw.problems
    assert len(raw.frame) == 1


def test_g11_of_two_lists_one_must_be_chosen() -> None:
    content = zipped({"a/old.csv": LIST, "b/new.csv": LIST + b"H-2,,,,\n"})
    raw = attempt(content)
    assert asked(raw) == [("households.layer", "E106")]
    assert [option.value for option in raw.questions[0].options] == ["old", "new"]
    assert len(attempt(content, answers=Answers(choices={"layer": "new"})).frame) == 2


def test_lists_of_the_same_name_are_told_apart_by_their_folder() -> None:
    content = zipped({"a/list.csv": LIST, "b/list.csv": LIST + b"H-2,,,,\n"})
    values = [option.value for option in attempt(content).questions[0].options]
    assert values == ["a/list.csv", "b/list.csv"]
    assert len(attempt(content, answers=Answers(choices={"layer": values[1]})).frame) == 2


def test_g15_the_sizes_that_an_archive_states_are_not_believed() -> None:
    content = bytearray(zipped({"list.csv": b"a" * 60_000_000}))
    central = content.find(b"PK\x01\x02")
    for place in (22, central + 24):
        content[place : place + 4] = (1000).to_bytes(4, "little")
    assert codes(attempt(bytes(content))) == ["E105"]


def test_the_limits_are_settings() -> None:
    content = zipped({"list.csv": LIST, "other.txt.bak": b""})
    assert codes(attempt(content, settings=Settings(zip_entries_most=1))) == ["E105"]
    assert not attempt(content, settings=Settings(zip_entries_most=2)).problems


def test_names_in_an_archive_are_never_paths() -> None:
    raw = attempt(zipped({"../../../../tmp/evil<img onerror=x>.csv": LIST}), name="..\\..\\CON<img>.zip")
    assert raw.source.name == "CON<img>.zip"
    assert len(raw.frame) == 1
