"""A computer that is switched off while hand-outs are written: the folder of before is whole."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from outputs.swap import write_aside
from tests.outputs.made import handout
from workflows.hand_out import write_all

ROOT = Path(__file__).resolve().parents[2]
CODE = """
import sys
from pathlib import Path
from outputs.swap import write_aside
from tests.outputs.made import handout
from workflows.hand_out import write_all
write_aside(Path(sys.argv[1]), lambda folder: write_all(handout(workers=30, days=10), folder))
"""


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_killed_in_the_middle_the_old_folder_is_intact_and_the_next_run_replaces_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_aside(out, lambda folder: write_all(handout(workers=1, days=1), folder))
    before = content(out)
    with subprocess.Popen([sys.executable, "-c", CODE, str(out)], cwd=ROOT) as process:
        while process.poll() is None and not list(tmp_path.glob(".out.new-*/.handout-*.zip")):
            time.sleep(0.01)  # a file appears: there is nothing to wait on
        assert process.poll() is None
        process.kill()
    assert content(out) == before
    assert list(tmp_path.glob(".out.new-*"))
    write_aside(out, lambda folder: write_all(handout(workers=2, days=1), folder))
    assert "phone/worker-002.html" in content(out)
