"""Setting up: at once where nothing is to be done, from the start where it must be, and plain words where it cannot be."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import venv
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tools/setup.py on a project folder of its own; what it would install is noted in ``asked``."""
    spec = importlib.util.spec_from_file_location("wardround_setup", ROOT / "tools" / "setup.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    root = tmp_path / "a folder with spaces"
    root.mkdir()
    for name in ("requirements.lock", "pyproject.toml"):
        (root / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(module, "ROOT", root)
    monkeypatch.setattr(module, "VENV", root / ".venv")
    monkeypatch.setattr(module, "LOCK", root / "requirements.lock")
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(module, "pip", lambda _python, *words: asked.append(words))
    monkeypatch.setattr(module, "asked", asked, raising=False)
    monkeypatch.setattr(module, "compile_optimizer", lambda _python: None)

    def create(folder: Path, **_: object) -> None:
        python = module.python_of(folder)
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()

    monkeypatch.setattr(venv, "create", create)
    return module


def test_the_second_time_nothing_is_done_and_a_new_lock_is_installed(setup: ModuleType) -> None:
    setup.main()
    assert len(setup.asked) == 2
    assert "--require-hashes" in setup.asked[0]
    setup.main()
    assert len(setup.asked) == 2
    (setup.VENV / "kept").touch()
    setup.LOCK.write_text("another", encoding="utf-8")
    setup.main()
    assert len(setup.asked) == 4
    assert (setup.VENV / "kept").exists(), "what has not changed is not fetched again"


def test_a_cut_line_is_gone_on_from(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object) -> None:
        raise SystemExit("no internet")

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(setup, "pip", cut)
        setup.main()
    (setup.VENV / "fetched").touch()
    setup.main()
    assert (setup.VENV / "fetched").exists()
    assert len(setup.asked) == 2


@pytest.mark.parametrize("change", ["moved", "other python"])
def test_a_moved_clone_or_another_python_starts_anew(setup: ModuleType, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    setup.main()
    (setup.VENV / "old").touch()
    if change == "moved":
        new = setup.ROOT.with_name("elsewhere")
        setup.ROOT.rename(new)
        for name, value in (("ROOT", new), ("VENV", new / ".venv"), ("LOCK", new / "requirements.lock")):
            monkeypatch.setattr(setup, name, value)
    else:
        other = 12 if sys.version_info[1] != 12 else 13
        monkeypatch.setattr(sys, "version_info", (3, other, 0))
    setup.main()
    assert not (setup.VENV / "old").exists()
    assert len(setup.asked) == 4


@pytest.mark.parametrize("version", [(3, 9, 6), (3, 14, 0)])
def test_a_python_that_does_not_fit_says_so_where_there_is_no_other(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, version: tuple[int, int, int]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit, match=r"needs Python 3\.11, 3\.12 or 3\.13.*Install Python"):
        setup.main()
    assert not setup.VENV.exists()


def test_a_python_that_does_not_fit_calls_one_that_does(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 6))
    monkeypatch.setattr(setup, "fitting_python", lambda: ["pythonX"])
    called: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        called.append(command)
        return subprocess.CompletedProcess(command, 7)

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(SystemExit) as ended:
        setup.main()
    assert ended.value.code == 7
    assert called[0][0] == "pythonX" and called[0][1].endswith("setup.py")
    monkeypatch.setenv(setup.CALLED, "1")
    with pytest.raises(SystemExit, match="needs Python"):
        setup.main()


def test_a_python_without_its_venv_part_names_what_to_install(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(*_: object, **__: object) -> None:
        setup.VENV.mkdir()
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr(venv, "create", lacking)
    with pytest.raises(SystemExit, match=r"apt install python3\.\d+-venv"):
        setup.main()
    assert not setup.VENV.exists()
