"""The project's own files keep the promises of the house."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NAME = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_lock_names_no_host() -> None:
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", LOCK)


def test_every_locked_package_has_a_hash() -> None:
    blocks = re.split(r"\n(?=[A-Za-z0-9])", LOCK)
    without = [block.split()[0] for block in blocks if NAME.match(block) and "--hash=sha256:" not in block]
    assert without == []


def test_the_lock_holds_every_dependency_within_its_stated_minimum() -> None:
    locked = {canonical(name): version for name, version in NAME.findall(LOCK)}
    extras = PROJECT["project"]["optional-dependencies"].values()
    stated = [*PROJECT["project"]["dependencies"], *(item for group in extras for item in group)]
    wrong = []
    for item in stated:
        found = re.match(r"([A-Za-z0-9._-]+)>=([\d.]+)", item)
        assert found, f"{item} states no minimum version"
        version = locked.get(canonical(found[1]))
        if version is None or _parts(version) < _parts(found[2]):
            wrong.append(item)
    assert wrong == []


def _parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def test_the_installed_packages_have_all_that_they_need() -> None:
    """The lock is installed without looking for what packages need: it must hold all of it."""
    uv = str(Path(sys.executable).parent / "uv")
    done = subprocess.run([uv, "pip", "check", "--python", sys.executable], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


#: Licences that may not come in, as words of the metadata. LGPL and MPL are allowed as unmodified dependencies.
FORBIDDEN = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.IGNORECASE)


def test_no_installed_dependency_is_gpl() -> None:
    locked = {canonical(name) for name, _ in NAME.findall(LOCK)}
    wrong = []
    for distribution in importlib.metadata.distributions():
        meta = distribution.metadata
        if canonical(meta["Name"]) not in locked:
            continue
        words = " ".join(
            [meta.get("License-Expression") or "", (meta.get("License") or "")[:200]]
            + [line for line in meta.get_all("Classifier") or [] if line.startswith("License")]
        )
        if FORBIDDEN.search(words) and "LGPL" not in words and "Lesser" not in words:
            wrong.append(f"{meta['Name']}: {words[:80]}")
    assert wrong == []


def test_every_top_level_package_is_listed() -> None:
    listed = set(PROJECT["tool"]["setuptools"]["packages"])
    rooms = {"geo", "allocation", "workspace", "outputs", "workflows", "pages", "data"}
    there = {
        str(path.parent.relative_to(ROOT)).replace("/", ".").replace("\\", ".")
        for room in rooms
        for path in (ROOT / room).rglob("__init__.py")
    }
    assert there == listed
