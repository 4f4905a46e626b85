"""Typst, called in a process of its own: the memory of a large document goes back when the process ends.

The parent starts this very file as a script; it must therefore import nothing of ours at the top.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

#: Marks the kinds of answer.
PDF, PAGES, PNG = "pdf", "pages", "png"
#: Dots of a picture an inch: as wide as a screen for a page of 20 cm, and sharp on paper.
_PPI = 160.0


def typeset(
    template: str, data: dict[str, Any], answer: str, *, system_fonts: bool, timestamp: int, seconds: float = 600
) -> bytes:
    """Typeset ``data`` by a template.

    Parameters
    ----------
    template : str
        Typst source; it reads ``sys.inputs.data`` (JSON). Text in the data is never read as markup.
    data : dict
        Plain values.
    answer : str
        ``pdf``, ``png`` for the only page as a picture, or ``pages`` for the number of pages as text.
    system_fonts : bool
        Whether the machine's fonts may help out; the fonts that typst carries suffice for Latin, Greek and Cyrillic.
    timestamp : int
        Seconds since 1970 that stand in the document as its date.
    seconds : float
        Longest time it may take.

    Raises
    ------
    RuntimeError
        The document cannot be typeset, or took too long.
    """
    order = {"template": template, "data": json.dumps(data), "answer": answer, "fonts": system_fonts, "timestamp": timestamp}
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(__file__).resolve())],
            input=json.dumps(order).encode("utf-8"),
            capture_output=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise RuntimeError("the sheets could not be typeset in time; print fewer workers at once") from error
    if done.returncode:
        # What typst says names places in our template; the data, and so people's names, are not in it.
        raise RuntimeError(f"the sheets could not be typeset: {done.stderr.decode('utf-8', 'replace').strip()[-300:]}")
    return done.stdout


def _answer(order: dict[str, Any]) -> bytes:
    import typst

    source, inputs = order["template"].encode("utf-8"), {"data": order["data"]}
    compiler = typst.Compiler(source, ignore_system_fonts=not order["fonts"], sys_inputs=inputs)
    if order["answer"] == PAGES:
        return str(json.loads(compiler.query("<pages>", field="value", one=True))).encode("ascii")
    if order["answer"] == PNG:
        picture = compiler.compile(format="png", ppi=_PPI)
        assert isinstance(picture, bytes)
        return picture
    # Tags for screen readers would make the file ten times as large; a sheet is for paper.
    pdf = compiler.compile(format="pdf", timestamp=order["timestamp"], pdf_tags=False)
    assert isinstance(pdf, bytes)
    return pdf


def _main() -> int:
    try:
        sys.stdout.buffer.write(_answer(json.loads(sys.stdin.buffer.read())))
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}: {getattr(error, 'message', '') or error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(_main())
