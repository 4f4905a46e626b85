"""A solve survives the one who started it, tells how it fares, and never loses its best plan."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from allocation.progress import Progress
from geo.errors import InputProblems, WorkspaceError
from tests.workflows.kept import SETTINGS, workspace
from tests.workspace import samples
from workflows import plan_job
from workflows.detached import identity, is_alive
from workflows.job_folder import JobFolder, Request, State
from workflows.job_story import story
from workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


def until(what: object, seconds: float = 90) -> object:
    """Wait for ``what()`` to be true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = what()  # type: ignore[operator]
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it took too long")


def ended(ws: Workspace, job_id: str) -> plan_job.JobStatus:
    until(lambda: plan_job.watch(ws, job_id).state != "running")
    return plan_job.watch(ws, job_id)


def test_a_job_plans_checks_and_keeps_by_itself(tmp_path: Path) -> None:
    ws = workspace(tmp_path / "ws")
    job_id = plan_job.start(ws, SETTINGS, max_iterations=1)
    status = ended(ws, job_id)
    assert (status.state, status.message) == ("done", "")
    assert status.plan_id is not None
    assert status.plan_id == ws.current_plan()
    plan = ws.plan(status.plan_id)
    assert plan.check() == []
    assert plan.summary["checked"] is True
    assert len(plan.visits) + len(plan.unserved) == 12
    assert not status.progress.empty
    assert len(ws.plan_quarantined(status.plan_id)) == 2
    assert set(ws.plan_inputs(status.plan_id)) == {"households", "fieldworkers", "wards"}
    assert plan_job.latest(ws) == job_id


def test_two_clicks_are_one_job_and_it_outlives_its_starter(tmp_path: Path) -> None:
    ws = workspace(tmp_path / "ws", rows=400, workers=6)
    code = f"""
        import threading
        from tests.workflows.kept import SETTINGS
        from workflows import plan_job
        from workspace import Workspace
        ws = Workspace.open({str(ws.folder)!r})
        found = []
        clicks = [threading.Thread(target=lambda: found.append(plan_job.start(ws, SETTINGS, seconds=600))) for _ in range(4)]
        [click.start() for click in clicks]
        [click.join() for click in clicks]
        print(*found)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True
    )
    jobs = set(done.stdout.split())
    assert len(jobs) == 1
    job_id = jobs.pop()
    assert plan_job.start(ws, SETTINGS, seconds=600) == job_id
    until(lambda: plan_job.watch(ws, job_id).progress["served"].gt(0).any())
    assert plan_job.watch(ws, job_id).state == "running"
    plan_job.stop(ws, job_id)
    status = ended(ws, job_id)
    assert status.state == "stopped"
    assert status.plan_id is not None
    assert ws.plan(status.plan_id).check() == []


def test_who_stops_before_the_first_route_gets_the_first_plan(tmp_path: Path) -> None:
    """An empty plan says nothing of the round; it was kept, and took the place of a good one."""
    ws = workspace(tmp_path / "ws", rows=400, workers=6)
    job_id = plan_job.start(ws, SETTINGS, seconds=600)
    plan_job.stop(ws, job_id)
    assert plan_job.watch(ws, job_id).stopping
    status = ended(ws, job_id)
    assert (status.state, status.has_plan) == ("stopped", True)
    assert status.plan_id is not None
    assert ws.plan_summary(status.plan_id)["served"] > 0


def test_who_does_not_wait_for_the_first_plan_keeps_the_earlier_one(tmp_path: Path) -> None:
    ws = workspace(tmp_path / "ws", rows=400, workers=6)
    plan = samples.plan()
    earlier = ws.keep_plan(plan, ws.keep_round("Earlier", plan.round.settings(plan.travel)), {})
    job_id = plan_job.start(ws, SETTINGS, seconds=600)
    plan_job.stop(ws, job_id, at_once=True)
    status = ended(ws, job_id)
    assert (status.state, status.plan_id, status.message) == ("stopped", None, "")
    assert "nothing is kept" in story(status).headline
    assert ws.current_plan() == earlier and len(ws.plans()) == 1


def test_a_killed_job_says_so_and_offers_the_best_plan_that_it_left(tmp_path: Path) -> None:
    ws = workspace(tmp_path / "ws", rows=400, workers=6)
    job_id = plan_job.start(ws, SETTINGS, seconds=600)
    job = JobFolder(ws.jobs_folder / job_id)
    until(job.has_left_plan)
    state = job.state()
    assert state is not None
    children = psutil.Process(state.pid).children(recursive=True)
    psutil.Process(state.pid).kill()
    for child in children:
        child.kill() if child.is_running() else None
    status = ended(ws, job_id)
    assert (status.state, status.plan_id, status.left_plan) == ("failed", None, True)
    assert "cut off" in status.message
    plan_id = plan_job.keep_left_plan(ws, job_id)
    assert plan_job.keep_left_plan(ws, job_id) == plan_id
    assert ws.plan(plan_id).check() == []
    assert plan_job.watch(ws, job_id).state == "done"
    assert plan_job.start(ws, SETTINGS, max_iterations=0) != job_id


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    return workspace(tmp_path / "ws")


def claimed(ws: Workspace, state: State | None) -> str:
    """A job that was asked for, whose process wrote ``state`` last."""
    request = Request(ws.keep_round("R", SETTINGS), {"households": ws.revision("households")}, 1, 1, 0)

    def make(job_id: str) -> None:
        job = JobFolder(ws.jobs_folder / job_id)
        job.make(request)
        if state is not None:
            job.set_state(state)

    return ws.claim_job("key", request.round_id, lambda _: False, make)[0]


def test_a_job_whose_process_is_gone_has_failed_without_a_plan(small: Workspace) -> None:
    pid, started = identity()
    job_id = claimed(small, State("running", time.time(), pid, started - 1000))
    status = plan_job.watch(small, job_id)
    assert (status.state, status.left_plan) == ("failed", False)
    with pytest.raises(WorkspaceError, match="left no plan"):
        plan_job.keep_left_plan(small, job_id)


def test_a_job_whose_process_never_came_up_has_failed(small: Workspace) -> None:
    assert plan_job.watch(small, claimed(small, State("starting", time.time()))).state == "running"
    assert plan_job.watch(small, claimed(small, State("starting", time.time() - 3600))).state == "failed"


def test_a_plan_kept_just_before_the_power_went_is_done(small: Workspace) -> None:
    job_id = claimed(small, State("running", time.time(), 1, 1.0))
    plan = samples.plan()
    plan_id = small.keep_plan(plan, small.job(job_id).round_id, {}, job_id=job_id)
    assert plan_job.watch(small, job_id).plan_id == plan_id
    assert small.keep_plan(plan, small.job(job_id).round_id, {}, job_id=job_id) == plan_id
    assert len(small.plans()) == 1


def test_a_left_plan_that_breaks_a_rule_is_not_kept(small: Workspace) -> None:
    job_id = claimed(small, State("failed", time.time(), message="Broken off."))
    plan = samples.plan()
    JobFolder(small.jobs_folder / job_id).leave_plan(replace(plan, visits=plan.visits.assign(worker_id="W-9")))
    with pytest.raises(WorkspaceError, match="E505"):
        plan_job.keep_left_plan(small, job_id)
    assert small.plans().empty


def test_half_a_line_of_progress_is_left_out(small: Workspace) -> None:
    job_id = claimed(small, None)
    job = JobFolder(small.jobs_folder / job_id)
    job.add_progress(Progress(1, 2, 12, 3, 4, float("nan"), "routes", 0.5))
    with (job.folder / "progress.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"seconds": 2, "serv')
    progress = plan_job.watch(small, job_id).progress
    assert progress["served"].tolist() == [2]
    assert progress["phase"].tolist() == ["routes"]


def test_what_is_wrong_with_a_round_is_told_before_anything_is_started(small: Workspace, tmp_path: Path) -> None:
    with pytest.raises(InputProblems, match="last day"):
        plan_job.start(small, {"round": SETTINGS["round"] | {"last_day": "2026-03-01"}})
    with pytest.raises(InputProblems, match="E402"):
        plan_job.start(Workspace.create(tmp_path / "empty", "Empty"), SETTINGS)
    assert plan_job.latest(small) is None


def test_a_process_is_told_from_a_later_one_with_its_number() -> None:
    pid, started = identity()
    assert is_alive(pid, started)
    assert not is_alive(pid, started - 5)


def test_a_failing_job_leaves_a_number_and_no_names(small: Workspace) -> None:
    job_id = claimed(small, None)
    job = JobFolder(small.jobs_folder / job_id)
    (job.folder / "request.json").write_text('{"household": "Thandi of Blue Gate"}', encoding="utf-8")
    subprocess.run([sys.executable, "-m", "workflows.solve_job", str(job.folder)], cwd=ROOT, timeout=120, check=True)
    status = plan_job.watch(small, job_id)
    assert status.state == "failed"
    assert "log number" in status.message
    texts = [status.message, (small.folder / "errors.log").read_text(encoding="utf-8")]
    assert all("Thandi" not in text for text in texts)
