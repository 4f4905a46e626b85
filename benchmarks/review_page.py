"""How long the review page takes to open, and to react when a fieldworker is chosen, measured in a real browser.

``python -m benchmarks.review_page [WORKSPACE]`` on a workspace with a plan (the demonstration, planned anew, if none is
named). Targets on Makana, 21,459 households: opens within 5 s, reacts within 1 s.
"""

from __future__ import annotations

import platform
import re
import statistics
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import steps
from tests.browser.serving import Visitor, serve, visit
from tools.find_browser import chromium_path
from workflows import plan_job
from workflows.demonstration import open_demonstration
from workflows.hand_out_choice import worker_names
from workspace import Workspace

#: Choices that are timed; the middle of them counts.
CHOICES = 5
_CHOSEN = "id => { const m = wardround.sheet.model; return m.choice.worker >= 0 && m.workers[m.choice.worker].id === id }"


def demonstration(folder: Path) -> Workspace:
    """The fictional demonstration with a plan of a few seconds."""
    ws = open_demonstration(folder)
    settings = {"round": {"name": "Benchmark", "first_day": "2026-03-02", "last_day": "2026-03-13"}}
    job_id = plan_job.start(ws, settings, seconds=10)
    while plan_job.watch(ws, job_id).state == "running":
        time.sleep(0.5)
    return ws


def opening(visitor: Visitor) -> float:
    """Seconds from asking for the page to the drawn map."""
    began = time.perf_counter()
    visitor.page.goto(f"{visitor.address}/see_the_plan")
    steps.review_frame(visitor)
    return time.perf_counter() - began


def choosing(visitor: Visitor, worker_id: str, name: str) -> float:
    """Seconds from the click on a fieldworker's name to the map that shows that choice."""
    frame = steps.review_frame(visitor)
    visitor.page.get_by_role("combobox", name="Fieldworker").fill(name)
    option = visitor.page.get_by_role("option", name=re.compile(re.escape(name))).first
    option.wait_for()
    began = time.perf_counter()
    option.click()
    frame.wait_for_function(_CHOSEN, arg=worker_id, polling=20)
    seconds = time.perf_counter() - began
    visitor.settle()
    return seconds


def measure(ws: Workspace) -> dict[str, float]:
    """Seconds: the first visit of a fresh server, a later visit, and the middle of some choices."""
    plan_id = ws.current_plan()
    assert plan_id is not None, "the workspace has no plan"
    team = list(worker_names(ws.plan(plan_id)).items())
    picked = team[:: max(1, len(team) // CHOICES)][:CHOICES]
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        with serve(ws.folder, Path(place) / "log.txt", WARDROUND_DATA=place) as address:
            with visit(browser, address) as visitor:
                first = opening(visitor)
            with visit(browser, address) as visitor:
                later = opening(visitor)
                visitor.settle()
                reacts = [choosing(visitor, worker, name) for worker, name in picked]
        browser.close()
    return {
        "opens, first visit of a fresh server (s)": first,
        "opens, later visit (s)": later,
        "reacts to a chosen fieldworker, middle (s)": statistics.median(reacts),
        "reacts to a chosen fieldworker, slowest (s)": max(reacts),
    }


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as place:
        ws = Workspace.open(Path(sys.argv[1])) if len(sys.argv) > 1 else demonstration(Path(place) / "demonstration")
        plan_id = ws.current_plan()
        assert plan_id is not None, "the workspace has no plan"
        plan = ws.plan(plan_id)
        print(f"Review page: {len(plan.households):,} households, {len(plan.fieldworkers):,} fieldworkers")
        print(f"Machine: {platform.machine()}, {platform.system()}, Python {platform.python_version()}")
        print(
            "Versions: " + ", ".join(f"{name} {version(name)}" for name in ("streamlit", "streamlit-folium", "folium", "pandas"))
        )
        for what, seconds in measure(ws).items():
            print(f"  {what}: {seconds:.2f}")


if __name__ == "__main__":
    main()
