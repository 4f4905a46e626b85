"""A process that is killed while it keeps something leaves all of the old or all of the new, never a mixture."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from tests.workspace import samples
from workspace import Workspace
from workspace.sqlite import sound

ROOT = Path(__file__).resolve().parents[2]


def killed_after(code: str, lines: int, seconds: float) -> None:
    """Run ``code`` in another process; kill it ``seconds`` after it has printed so many lines, one a thing kept."""
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(lines):
            assert process.stdout.readline().strip() == b"kept"
        time.sleep(seconds)
        process.kill()


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    ws = Workspace.create(tmp_path / "ws", "A")
    ws.keep_import(samples.intake("households", samples.households(300, "A"), b"A", 7), b"A")
    return ws


def test_a_killed_import_leaves_the_old_list_or_the_new_one(ws: Workspace) -> None:
    code = f"""
        from tests.workspace import samples
        from workspace import Workspace
        ws = Workspace.open({str(ws.folder)!r})
        one = samples.intake("households", samples.households(400, "B"), b"B", 5)
        other = samples.intake("households", samples.households(300, "A"), b"A", 7)
        while True:
            for intake, content in ((one, b"B"), (other, b"A")):
                ws.keep_import(intake, content)
                print("kept", flush=True)
    """
    for attempt in range(3):
        killed_after(code, 2 + attempt, 0.004 + 0.013 * attempt)
        again = Workspace.open(ws.folder)
        table, aside, audit = again.table("households"), again.quarantined("households"), again.imports()
        assert table is not None
        prefix = table["household_id"].iloc[0][0]
        assert (len(table), len(aside)) == {"A": (300, 7), "B": (400, 5)}[prefix]
        assert set(table["household_id"].str[0]) == {prefix}
        assert audit["current"].sum() == 1
        assert audit.loc[audit["current"], "accepted"].item() == len(table)
        with again.read() as session:
            assert sound(session.connection())
        assert len(audit) > 2 + attempt


def test_a_killed_plan_is_not_there_or_whole(ws: Workspace) -> None:
    code = f"""
        from tests.workspace import samples
        from workspace import Workspace
        ws = Workspace.open({str(ws.folder)!r})
        plan = samples.plan(400)
        round_id = ws.keep_round("R", plan.round.settings(plan.travel))
        while True:
            ws.keep_plan(plan, round_id, {{}})
            print("kept", flush=True)
    """
    for attempt in range(2):
        killed_after(code, 1, 0.01 + 0.021 * attempt)
        again = Workspace.open(ws.folder)
        for plan_id in again.plans()["plan_id"]:
            plan = again.plan(plan_id)
            assert (len(plan.visits), len(plan.unserved), len(plan.households)) == (2, 398, 400)
        assert len(again.plans()) > attempt


def test_two_writers_wait_for_each_other(ws: Workspace) -> None:
    failures: list[BaseException] = []

    def write(key: str) -> None:
        try:
            own = Workspace.open(ws.folder)
            for n in range(15):
                own.set_state(key, n)
                assert own.state(key) == n
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert [ws.state(name) for name in "abcd"] == [14] * 4


def test_a_change_that_raises_is_taken_back(ws: Workspace) -> None:
    from workspace.schema import State

    with pytest.raises(RuntimeError), ws.write() as session:
        session.add(State(key="a", value=1))
        session.flush()
        raise RuntimeError
    assert ws.state("a") is None
