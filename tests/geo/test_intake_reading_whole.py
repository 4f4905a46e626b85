"""``geo.intake.read``: one door that never raises for a bad file, and books that always balance."""

from __future__ import annotations

import io
import logging
from pathlib import Path
from unittest.mock import patch

import pytest

from geo.intake import read, reading
from geo.intake.parse import parse
from geo.intake.result import Answers, Intake
from geo.settings import Settings
from tests.geo.bad import archives, layers, tables
from tests.geo.bad.trial import PERSONAL


@pytest.fixture(autouse=True)
def _here(caplog: pytest.LogCaptureFixture) -> object:
    """Parse in this process, and look through the log afterwards."""
    caplog.set_level(logging.DEBUG)
    with patch.object(reading, "run", parse):
        yield
    assert not [value for value in PERSONAL if value in caplog.text]


def balanced(intake: Intake) -> Intake:
    """The intake, its rows counted."""
    if not intake.rejected:
        assert len(intake.accepted) + len(intake.quarantined) == intake.source.rows or intake.questions
    told = " ".join([*map(str, intake.problems), *map(str, intake.questions)])
    assert not [value for value in PERSONAL if value in told]
    return intake


def test_a_list_is_read_and_judged() -> None:
    intake = balanced(read("households", tables.rows(tables.GOOD, "Total,,,,1"), name="list.csv"))
    assert intake.ready
    assert intake.accepted["household_id"].tolist() == [tables.PRIVATE_ID]
    assert intake.quarantined["code"].tolist() == ["E215"]
    assert intake.source.rows == 2


@pytest.mark.parametrize("case", sorted(tables.REFUSED))
def test_a_refused_list_brings_an_empty_table(case: str) -> None:
    content, code = tables.REFUSED[case]
    intake = balanced(read("households", content, name=case))
    assert intake.rejected
    assert code in [problem.code for problem in intake.problems]
    assert intake.accepted.empty
    assert "household_id" in intake.accepted.columns


def test_every_bad_file_is_answered_for_every_table(tmp_path: Path) -> None:
    files = [content for content, _ in archives.REFUSED.values()] + list(tables.NOT_OURS.values())
    files += [layers.zipped_shapefile(layers.wards(), tmp_path), layers.KML, layers.GPX_TRACKS]
    for table in ("wards", "landmarks", "fieldworkers"):
        for content in files:
            balanced(read(table, content))


def test_an_open_question_is_no_refusal() -> None:
    intake = read("landmarks", layers.GPX_TRACKS)
    assert not intake.rejected
    assert not intake.ready
    assert [question.key for question in intake.questions] == ["landmarks.layer"]


def test_g05_a_missing_system_is_asked_with_places_to_look_at(tmp_path: Path) -> None:
    content = layers.zipped_shapefile(layers.wards().to_crs("EPSG:32735"), tmp_path, without=(".prj",))
    intake = read("wards", content)
    assert [question.key for question in intake.questions] == ["wards.crs"]
    options = {option.value: option.preview for option in intake.questions[0].options}
    assert "EPSG:32735" in options
    answered = balanced(read("wards", content, Answers(choices={"crs": "EPSG:32735"})))
    assert answered.ready
    assert answered.accepted.total_bounds.round(3).tolist() == [26, -34, 29, -33]


@pytest.mark.parametrize(
    ("known", "said"), [((), None), (("ours",), "already imported."), ({"ours": "2026-03-02"}, "already imported on 2026-03-02.")]
)
def test_t39_the_same_content_again_is_told(known: object, said: str | None) -> None:
    content = tables.rows(tables.GOOD)
    sha = read("households", content).source.sha256
    hashes = {sha: known["ours"]} if isinstance(known, dict) else [sha for _ in known]  # type: ignore[attr-defined]
    intake = read("households", content, known=hashes)
    found = [problem.sentence for problem in intake.problems if problem.code == "E107"]
    assert found == ([] if said is None else [f"This very file was {said}"])
    assert intake.ready


def test_t39_one_byte_more_is_another_file() -> None:
    sha = read("households", tables.rows(tables.GOOD)).source.sha256
    assert not [p for p in read("households", tables.rows(tables.GOOD) + b"\n", known=[sha]).problems if p.code == "E107"]


@pytest.mark.parametrize(
    "name", ["..\\..\\x.csv", "CON", "a" * 300 + ".csv", "😀.csv", "<img src=x onerror=alert(1)>.csv", "a\0b.csv", ""]
)
def test_g41_a_name_is_only_ever_shown(name: str) -> None:
    intake = balanced(read("households", tables.rows(tables.GOOD), name=name))
    assert intake.ready
    assert 0 < len(intake.source.name) <= 130
    assert not {"/", "\\", "\0"} & set(intake.source.name)


@pytest.mark.parametrize("path", ["nowhere.csv", "nowhere.gpkg::wards", "a\0b.csv", "x" * 5000, ".", "", "::"])
def test_a_path_that_leads_nowhere_is_refused(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    intake = read("households", path)
    assert [problem.code for problem in intake.problems] == ["E100"]


def test_a_file_that_may_not_be_opened_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(tables.rows(tables.GOOD))
    with patch.object(Path, "open", side_effect=PermissionError("locked by Excel")):
        intake = read("households", path)
    assert [problem.code for problem in intake.problems] == ["E108"]


def test_a_file_beyond_the_limit_is_given_up_while_it_arrives(tmp_path: Path) -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            self.taken += size
            return b"x" * size

    endless = Endless()
    intake = read("households", endless, settings=Settings(upload_mb=2))  # type: ignore[arg-type]
    assert [problem.code for problem in intake.problems] == ["E102"]
    assert endless.taken < 4_000_000
    path = tmp_path / "list.csv"
    path.write_bytes(b"x" * 2_000_001)
    assert [problem.code for problem in read("households", path, settings=Settings(upload_mb=2)).problems] == ["E102"]
    assert [problem.code for problem in read("households", b"x" * 2_000_001, settings=Settings(upload_mb=2)).problems] == ["E102"]


def test_a_layer_without_attributes_keeps_its_rows() -> None:
    content = layers.feature_collection(layers.point("[26,-33]")).replace(b'"hh_id":"0001"', b"")
    intake = balanced(read("landmarks", content))
    assert intake.source.rows == len(intake.accepted) == 1


def test_a_layer_named_behind_the_file_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "several.gpkg"
    path.write_bytes(layers.several(tmp_path, wards=layers.wards(), old=layers.wards(2)))
    assert read("wards", f"{path}::old").source.rows == 2
    assert read("wards", f"{path}::wards", Answers(choices={"layer": "old"})).source.rows == 2


def test_a_fault_of_ours_is_told_without_values(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    import geo.intake.judging

    def stumble(*_: object, **__: object) -> None:
        raise KeyError(tables.NAME)

    monkeypatch.setattr(geo.intake.judging, "judge", stumble)
    intake = balanced(read("households", tables.rows(tables.GOOD)))
    assert [problem.code for problem in intake.problems] == ["E109"]
    assert "KeyError" in caplog.text


def test_a_table_that_does_not_exist_is_the_callers_mistake() -> None:
    with pytest.raises(KeyError):
        read("hoseholds", tables.rows(tables.GOOD))
