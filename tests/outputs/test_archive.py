"""The archive of everything: safe names, the same bytes each time, and each file of it as it is handed out alone."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from outputs.archive import handout_zip
from outputs.gpx import gpx
from outputs.phone import phone_html
from outputs.sheets import sheets_pdf
from outputs.workbook import workbook_xlsx
from tests.outputs.made import NASTY, handout


def test_everything_is_in_it_under_safe_names(tmp_path: Path) -> None:
    made = handout(workers=2, days=1, texts=NASTY)
    handout_zip(made, tmp_path / "all.zip", sheets_each=True)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        each = [f"phone/worker-{i:03d}.{kind}" for i in (1, 2) for kind in ("html", "gpx")]
        each += [f"sheets/worker-{i:03d}.pdf" for i in (1, 2)]
        assert sorted(names) == sorted(["READ-ME.txt", "sheets.pdf", "workbook.xlsx", "plan.gpkg", *each])
        assert all(re.fullmatch(r"[A-Za-z0-9/._-]+", name) and ".." not in name for name in names)
        assert archive.read("sheets.pdf") == sheets_pdf(made)
        assert archive.read("workbook.xlsx") == workbook_xlsx(made)
        assert archive.read("phone/worker-002.html").decode() == phone_html(made, "W-001")
        assert archive.read("phone/worker-001.gpx").decode() == gpx(made, "W-000")
        assert archive.read("sheets/worker-002.pdf") == sheets_pdf(made, workers=["W-001"])
        assert "Fictional" in archive.read("READ-ME.txt").decode()


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        handout_zip(handout(workers=2, days=1), tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_stopped_on_the_way_it_leaves_the_old_one_alone(tmp_path: Path) -> None:
    (tmp_path / "all.zip").write_bytes(b"old")
    handout_zip(handout(workers=1, days=1), tmp_path / "all.zip", progress=lambda share: share < 0.5)
    assert [path.name for path in tmp_path.iterdir()] == ["all.zip"]
    assert (tmp_path / "all.zip").read_bytes() == b"old"
