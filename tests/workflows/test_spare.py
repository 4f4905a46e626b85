"""A process that stands ready does the next job; without one, or with one that has died, the job is started as ever."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.workflows.kept import SETTINGS, workspace
from tests.workflows.test_plan_job import ended, until
from workflows import plan_job, spare
from workflows.job_folder import JobFolder
from workspace import Workspace


@pytest.fixture
def ward(tmp_path: Path) -> Workspace:
    return workspace(tmp_path / "ws")


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A keeper of its own, that may start processes as the app's server may."""
    monkeypatch.setattr(spare, "_KEEPER", spare._Keeper())
    spare.allow()
    yield
    spare.end()


def waiting() -> list[psutil.Process]:
    """Spare processes of ours that are alive."""
    own = psutil.Process().children()
    return [one for one in own if one.status() != psutil.STATUS_ZOMBIE and "workflows.spare" in one.cmdline()]


def the_one_waiting() -> psutil.Process:
    until(waiting, 30)  # a process that has only just begun has no name yet
    (ready,) = waiting()
    return ready


def test_nothing_stands_ready_unless_a_server_allows_it(ward: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spare, "_KEEPER", spare._Keeper())
    spare.stand_ready()
    assert waiting() == []
    assert not spare.hand_over(ward.folder, ward.folder / "log.txt")


@pytest.mark.usefixtures("keeper")
def test_a_job_is_done_by_the_process_that_stands_ready(ward: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan_job, "start_module", lambda *_: pytest.fail("no other process is wanted"))
    monkeypatch.setattr(spare, "RESTS_S", 3600.0)
    spare.stand_ready()
    spare.stand_ready()
    ready = the_one_waiting()
    job_id = plan_job.start(ward, SETTINGS, max_iterations=1)
    status = ended(ward, job_id)
    assert (status.state, status.message) == ("done", "")
    job = JobFolder(ward.jobs_folder / job_id)
    state = job.state()
    assert state is not None and state.pid == ready.pid
    assert job.log.exists(), "what the process prints goes into the job's folder"
    until(lambda: waiting() == [], 30)
    spare.stand_ready()
    assert waiting() == [], "the job's cores are left alone for a while"


@pytest.mark.usefixtures("keeper")
def test_one_that_has_died_takes_no_job_and_one_that_nobody_wants_ends(ward: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    spare.stand_ready()
    ready = the_one_waiting()
    ready.kill()
    until(lambda: waiting() == [], 30)
    assert not spare.hand_over(ward.folder, ward.folder / "log.txt")
    spare.stand_ready()
    assert the_one_waiting() != ready, "another one takes its place"
    spare.end()
    until(lambda: waiting() == [])
    monkeypatch.setattr(spare, "FREE_LEAST", 2**60)
    spare.stand_ready()
    assert waiting() == [], "there is too little memory for one"
