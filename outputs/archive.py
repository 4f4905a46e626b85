"""Everything that is handed out, in one zip: sheets, workbook, GeoPackage, and the files for phones."""

from __future__ import annotations

import tempfile
import uuid
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from geo.errors import FolderError
from geo.problems import Problem
from outputs import drivers
from outputs.geopackage import write_geopackage
from outputs.gpx import gpx
from outputs.handout import FICTIONAL, FICTIONAL_NOTE, HandOut
from outputs.phone import phone_html
from outputs.sheets import sheets_pdf
from outputs.still_zip import StillZip
from outputs.words import long_day
from outputs.workbook import workbook_xlsx
from outputs.workbook_tables import file_stem

#: Kept as they are: their content is packed already.
_PACKED = frozenset({".pdf", ".xlsx"})


def handout_zip(
    handout: HandOut,
    path: Path,
    *,
    sheets_each: bool = False,
    progress: Callable[[float], bool | None] | None = None,
    writing: Callable[[str, float], object] | None = None,
) -> None:
    """Write the archive aside and put it in place of an older one; the same plan gives the same bytes.

    Files of fieldworkers are named by their numbers, never by names or ids; the sheet Workers of the workbook says who
    is who.

    Parameters
    ----------
    handout : HandOut
        The plan and its surroundings.
    path : Path
        Of the zip file.
    sheets_each : bool
        Also a PDF for each fieldworker, in ``sheets/``.
    progress : callable or None
        Is given the share that is done, 0 to 1; returning ``False`` stops, and nothing is written.
    writing : callable or None
        Is given the name of each file before it is made, and the share of the files that are done.

    Raises
    ------
    FolderError
        The file cannot be written; an older one is still whole.
    RuntimeError
        The sheets cannot be typeset.
    """
    path = Path(path)
    aside = path.with_name(f".{path.stem}-{uuid.uuid4().hex[:8]}.zip")
    steps = 4 + len(handout.itineraries) * (2 + sheets_each)
    try:
        with StillZip(aside, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for done, (name, make) in enumerate(_files(handout, sheets_each), start=1):
                if writing is not None:
                    writing(name, (done - 1) / steps)
                content = make()
                kind = zipfile.ZIP_STORED if Path(name).suffix in _PACKED else zipfile.ZIP_DEFLATED
                archive.writestr(name, content, kind)
                if progress is not None and progress(done / steps) is False:
                    return
        aside.replace(path)
    except OSError as error:
        if isinstance(error, FolderError):
            raise
        text = f"The file {path.name} cannot be written."
        remedy = "Close it in other programs, and check that the folder may be written and the disk is not full."
        raise FolderError(str(Problem("E502", text, remedy=remedy))) from error
    finally:
        aside.unlink(missing_ok=True)


def _files(handout: HandOut, sheets_each: bool) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Each file by its name, and what makes it."""
    yield "READ-ME.txt", lambda: _read_me(handout, sheets_each).encode("utf-8")
    if handout.itineraries:
        yield "sheets.pdf", partial(sheets_pdf, handout)
    if handout.drives:
        yield drivers.NAME, partial(drivers.drivers_pdf, handout)
    yield "workbook.xlsx", partial(workbook_xlsx, handout)
    yield "plan.gpkg", partial(_geopackage, handout)
    for one in handout.itineraries:
        name = file_stem(one.number)
        yield f"phone/{name}.html", partial(_text, phone_html, handout, one.worker_id)
        yield f"phone/{name}.gpx", partial(_text, gpx, handout, one.worker_id)
        if sheets_each:
            yield f"sheets/{name}.pdf", partial(sheets_pdf, handout, workers=[one.worker_id])


def _geopackage(handout: HandOut) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "plan.gpkg"
        write_geopackage(handout, package)
        return package.read_bytes()


def _text(make: Callable[[HandOut, str], str], handout: HandOut, worker_id: str) -> bytes:
    return make(handout, worker_id).encode("utf-8")


def _read_me(handout: HandOut, sheets_each: bool) -> str:
    top = [" · ".join(part for part in (handout.heading, handout.place) if part), handout.period]
    top += [f"{FICTIONAL}: {FICTIONAL_NOTE}"] if handout.fictional else []
    files = ["sheets.pdf      the fieldworkers' sheets, to print"]
    files += ["sheets/         the same, a file for each fieldworker"] if sheets_each else []
    files += ["drivers.pdf     what each driver does, day by day, to print"] if handout.drives else []
    files += [
        "workbook.xlsx   all visits, days, fieldworkers, and who is not reached and why; for Excel and LibreOffice",
        "plan.gpkg       the plan on a map, for QGIS",
        "phone/          for each fieldworker a page (.html) that works without internet, and stops for navigation (.gpx)",
    ]
    end = [
        "Files are named by the fieldworker's number; the sheet Workers of the workbook says who is who.",
        "These files hold names and homes of people. Hand them only to those who visit, and delete them after the round.",
        f"Made {long_day(handout.day_printed)} by Wardround.",
    ]
    return "\r\n".join([*top, "", *files, "", *end, ""])
