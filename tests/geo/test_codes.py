"""The registry of codes is whole, and the written documents say what the code says."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from geo.codes import CODES, Behaviour
from geo.problems import REGISTRY

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("geo", "allocation", "workspace", "outputs", "workflows", "pages")
CODE = re.compile(r"""["'](E\d{3})["']""")


def sources() -> dict[Path, str]:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")] + [ROOT / "app.py", ROOT / "cli.py"]
    return {path: path.read_text(encoding="utf-8") for path in files if path.exists() and path.name != "codes.py"}


def test_every_code_that_the_source_uses_is_registered() -> None:
    unknown = {f"{path.name}: {code}" for path, text in sources().items() for code in CODE.findall(text) if code not in REGISTRY}
    assert unknown == set()


def test_every_registered_code_is_used_somewhere() -> None:
    used = {code for text in sources().values() for code in CODE.findall(text)}
    assert set(REGISTRY) - used == set()


def test_codes_are_unique_and_say_what_to_do() -> None:
    names = [code.code for code in CODES]
    assert len(names) == len(set(names))
    for code in CODES:
        assert re.fullmatch(r"E[1-5]\d\d", code.code)
        assert code.title and not code.title.endswith(".") and code.remedy.endswith("."), code.code
        assert isinstance(code.behaviour, Behaviour)


@pytest.fixture(scope="module")
def write_docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("write_docs", ROOT / "tools" / "write_docs.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    before = list(sys.path)
    try:
        spec.loader.exec_module(module)
    finally:
        sys.path[:] = before
    return module


def test_the_written_documents_are_up_to_date(write_docs: ModuleType) -> None:
    assert write_docs.stale() == [], "run python tools/write_docs.py"


def test_the_documents_name_every_code_and_every_column(write_docs: ModuleType) -> None:
    from allocation.check import CODES as BROKEN
    from geo.tables import TABLES

    assert all(f"| `{code}` | {text} |" in write_docs.error_codes() for code, text in BROKEN.items())
    assert all(f"`{code.code}`" in write_docs.error_codes() for code in CODES)
    page = write_docs.data_dictionary()
    assert all(f"`{column.name}`" in page for contract in TABLES.values() for column in contract)
