"""What the documents tell people to type works, and their links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
START = (ROOT / "docs" / "getting-started.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", START, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every command of "getting started" was typed, with less time for the search."""
    folder = tmp_path_factory.mktemp("with spaces")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "WARDROUND_DATA": str(folder / "user data")}
    for line in filter(None, "\n".join(blocks("bash")).splitlines()):
        program, *words = shlex.split(line.replace("--seconds 30", "--seconds 1"))
        assert program == "wardround"
        done = subprocess.run(
            [sys.executable, "-m", "cli", *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}{done.stderr}"
    return folder


def test_every_command_of_getting_started_works(typed: Path) -> None:
    assert {path.name for path in (typed / "blank-lists").glob("*.xlsx")} >= {"households.xlsx", "fieldworkers.xlsx"}
    assert (typed / "plan" / "sheets.pdf").stat().st_size > 10_000
    assert (typed / "plan" / "workbook.xlsx").exists()
    assert any((typed / "plan" / "phone").iterdir())


def test_the_python_of_getting_started_works(typed: Path) -> None:
    (code,) = blocks("python")
    # The program of the page, as a script of its own; a process that starts others must be guarded on every system.
    body = "\n    ".join(code.replace("time_limit_s=30", "time_limit_s=1").splitlines())
    (typed / "try.py").write_text(f'if __name__ == "__main__":\n    {body}\n', encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "try.py"], cwd=typed, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(re.findall(r"^(\d+) households are reached", done.stdout, re.MULTILINE)[0]) > 0


def test_the_round_file_of_getting_started_is_enough() -> None:
    from allocation import Round
    from geo.intake.result import Answers
    from workflows.import_keys import wrong_keys

    toml, answers = blocks("toml")
    round_, travel = Round.from_dict(tomllib.loads(toml))
    assert (round_.last_day - round_.first_day).days == 11
    assert travel.needs_geometry
    said = tomllib.loads(answers)["import"]
    assert not [problem for table, part in said.items() for problem in wrong_keys(table, part, "round.toml")]
    assert Answers.from_toml("fieldworkers", said).choices == {"number_rows": "true"}


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_to_files_and_headings_that_are_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, heading = link.partition("#")
        target = (page.parent / path) if path else page
        assert target.exists(), f"{page.name}: {link}"
        if heading:
            titles = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}, link


def test_the_readme_begins_with_the_two_commands_and_names_windows() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert [line.split("#")[0].strip() for line in lines[3:5]] == ["make run", "make test"]
    windows = [line for line in lines if "\\" in line]
    assert windows == ["py tools\\setup.py", ".venv\\Scripts\\wardround run"]
    assert (ROOT / "tools" / "setup.py").exists()
