"""What every bad file must get besides its own code: nothing raised, every row accounted for, nothing personal told."""

from __future__ import annotations

from unittest.mock import patch

from geo.intake import reading
from geo.intake.parse import parse
from geo.intake.result import Answers, RawTable
from geo.settings import Settings

#: Values that stand in the test files where real ones hold somebody's name, telephone and home.
PERSONAL = ("Nomvula Secret", "+27820001111", "-33.123456", "26.654321", "HH-77-PRIVATE")
NAME, PHONE, LATITUDE, LONGITUDE, PRIVATE_ID = PERSONAL


def attempt(
    content: bytes,
    name: str = "list.csv",
    table: str = "households",
    answers: Answers | None = None,
    settings: Settings | None = None,
) -> RawTable:
    """The file read in this process (starting one for each of hundreds of files takes minutes), and its books checked."""
    with patch.object(reading, "run", parse):
        raw = reading.read_raw(table, content, answers, name=name, settings=settings)
    books_balance(raw)
    return raw


def books_balance(raw: RawTable) -> None:
    """Every row of the file is kept or set aside, once; no text tells what it should not."""
    kept, aside = set(raw.frame.index), set(raw.quarantined["row"])
    assert len(raw.frame) + len(raw.quarantined) == raw.source.rows
    assert raw.frame.index.is_unique
    assert not kept & aside
    if raw.geometry is not None:
        assert raw.geometry.index.equals(raw.frame.index)
    assert set(raw.source.mapping) == set(raw.frame.columns)
    told = " ".join([*map(str, raw.problems), *map(str, raw.questions), *raw.quarantined["sentence"]])
    assert not [value for value in PERSONAL if value in told]
    assert all(dtype == "str" for dtype in raw.frame.dtypes)


def codes(raw: RawTable) -> list[str]:
    """Codes of the problems, sorted."""
    return sorted(problem.code for problem in raw.problems)


def asked(raw: RawTable) -> list[tuple[str, str]]:
    """Key and code of each question."""
    return [(question.key, question.code) for question in raw.questions]
