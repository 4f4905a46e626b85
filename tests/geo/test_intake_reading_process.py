"""The process in which files are parsed: it answers, it is bounded, and it cannot reach out."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from geo.intake import parse, process
from geo.intake.reading import read_raw
from geo.intake.wire import Parsed, Refused, Request
from geo.settings import Settings
from tests.geo.bad import layers, tables
from tests.geo.bad.trial import books_balance, codes
from tests.geo.bad.workbooks import many_short_rows

pytestmark = pytest.mark.apart


def request(content: bytes, kind: str = "csv", **limits: int) -> Request:
    return Request("households", kind, "list.csv", "", {}, {}, Settings(**limits), {"file": content})


def confined(code: str) -> subprocess.CompletedProcess[str]:
    """A few lines run under the same confinement as a parser."""
    text = "from geo.intake.limits import confine; confine(2048, 20)\n" + code
    return subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, env=process._environment(), check=False)


def test_a_list_goes_there_and_back(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(tables.rows(tables.GOOD, "Total,,,,1"))
    raw = read_raw("households", path)
    books_balance(raw)
    assert raw.frame.loc[2, "household_id"] == tables.PRIVATE_ID
    assert list(raw.quarantined["code"]) == ["E215"]
    assert raw.source.name == "list.csv"


@pytest.mark.parametrize("ending", ["gpkg", "geojson", "fgb", "parquet"])
def test_layers_go_there_and_back_with_one_driver(ending: str, tmp_path: Path) -> None:
    layers.written(layers.wards(), tmp_path, ending)
    raw = read_raw("wards", tmp_path / f"layer.{ending}")
    books_balance(raw)
    assert len(raw.frame) == 3
    assert raw.geometry is not None


def test_more_than_a_pipe_holds_goes_there_and_back() -> None:
    count = 60_000
    parsed = process.run(request(tables.rows(*tables.numbered(count))))
    assert parsed.rows == count


def test_the_start_costs_little() -> None:
    content = tables.rows(tables.GOOD)
    began = time.perf_counter()
    process.run(request(content))
    # A tenth of this on an idle machine; a limit against mistakes like importing everything.
    assert time.perf_counter() - began < 15


def test_a_parser_that_takes_too_long_is_stopped() -> None:
    began = time.perf_counter()
    with pytest.raises(Refused) as refused:
        process.run(request(many_short_rows(400_000), "xlsx", parse_seconds=1))
    assert [problem.code for problem in refused.value.problems] == ["E104"]
    assert time.perf_counter() - began < 20


def test_a_parser_that_takes_too_much_memory_is_stopped() -> None:
    content = b"household_id,village\n" + b"1,2\n" * 400_000
    settings = Settings(parse_memory_mb=128)
    raw = read_raw("households", content, name="list.csv", settings=settings)
    assert codes(raw) == ["E104"]


def test_a_parser_that_dies_is_told_from_a_bad_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    real = subprocess.Popen

    def dying(command: list[str], **options: object) -> subprocess.Popen[bytes]:
        return real([command[0], "-c", "import os; os._exit(9)"], **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(subprocess, "Popen", dying)
    with pytest.raises(Refused) as refused:
        process.run(request(tables.rows(*tables.numbered(50_000))))
    assert refused.value.problems[0].code == "E104"


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9), 1)",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', ''])",
        "import os; os.system('true')",
        "open('evil.txt', 'w')",
        "import pathlib; pathlib.Path('evil.txt').write_text('x')",
        "import os; os.remove('evil.txt')",
    ],
)
def test_a_parser_cannot_reach_out(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = confined(code)
    assert done.returncode != 0
    assert "while a file is read" in done.stderr or "Network is unreachable" in done.stderr
    assert not list(tmp_path.iterdir())


def test_the_parser_is_not_told_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WARDROUND_SECRET", "x")
    monkeypatch.setenv("HTTPS_PROXY", "http://x")
    assert not {"WARDROUND_SECRET", "HTTPS_PROXY"} & set(process._environment())


def test_what_passes_between_us_survives_the_passage() -> None:
    asked = request(tables.rows(tables.GOOD))
    assert Request.from_bytes(asked.to_bytes()) == asked
    with pytest.raises(ValueError, match="cut off"):
        Parsed.from_bytes(Parsed(arrow=b"123").to_bytes()[:-1])


def test_a_folder_in_the_way_cannot_stand_in_for_our_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "csv.py").write_text("raise SystemExit('read the wrong module')")
    (tmp_path / "geo").mkdir()
    monkeypatch.chdir(tmp_path)
    assert process.run(request(tables.rows(tables.GOOD))).rows == 1


@pytest.mark.parametrize(("error", "code"), [(ImportError("no room to map it"), "E104"), (ModuleNotFoundError("x"), "E109")])
def test_a_library_that_finds_no_room_under_the_limit_is_too_much_memory(
    error: ImportError, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loading(asked: Request) -> None:
        raise error

    monkeypatch.setitem(parse._PARSERS, "csv", loading)
    assert [problem.code for problem in parse.parse(request(b"")).problems] == [code]
