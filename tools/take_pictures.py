"""Take the pictures of the documentation: ``python tools/take_pictures.py``. Of the fictional demonstration only."""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser import steps  # noqa: E402
from tests.browser.serving import Visitor, serve, visit  # noqa: E402
from tools.find_browser import chromium_path  # noqa: E402
from workflows import plan_job, round_draft  # noqa: E402
from workflows.demonstration import open_demonstration  # noqa: E402
from workspace import Workspace  # noqa: E402

PICTURES = ROOT / "docs" / "pictures"
PAGES = ("bring_lists", "plan_a_round", "see_the_plan", "not_reached", "hand_out")
WIDTH, HEIGHT = 1280, 900
SECONDS = 30.0


def planned(folder: Path) -> Workspace:
    """The demonstration with a plan."""
    ws = open_demonstration(folder)
    if ws.current_plan() is None:
        draft = round_draft.current(ws, dt.date.today())
        job_id = plan_job.start(ws, round_draft.settings_of(draft), seconds=SECONDS)
        while plan_job.watch(ws, job_id).state == "running":
            time.sleep(0.5)
    return ws


def take(visitor: Visitor, name: str) -> None:
    """One page as a person sees it first; the review map a little nearer."""
    visitor.open(name)
    if name == "see_the_plan":
        # Nearer than at first, so that areas, outlines and numbers are seen.
        steps.review_frame(visitor).evaluate("wardround.map.setZoom(wardround.map.getZoom() + 1.25, {animate: false})")
    if name == "hand_out":
        visitor.page.get_by_text("readable in black and white").wait_for(timeout=180_000)
    visitor.page.wait_for_load_state("networkidle")
    visitor.page.wait_for_timeout(800)  # fonts and transitions come to rest; nothing tells when
    visitor.page.screenshot(path=PICTURES / f"{name.replace('_', '-')}.png")


def main() -> None:
    """Take them all; the first argument may name a planned workspace of the demonstration."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        ws = planned(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(place) / "demonstration")
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=["--no-sandbox"])
        with (
            serve(ws.folder, Path(place) / "log.txt", WARDROUND_DATA=place) as address,
            visit(browser, address, WIDTH, HEIGHT) as visitor,
        ):
            for name in PAGES:
                take(visitor, name)
        browser.close()


if __name__ == "__main__":
    main()
