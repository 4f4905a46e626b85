"""Blank workbooks to start the lists from."""

from __future__ import annotations

from pathlib import Path

from geo.intake.templates import template_xlsx
from outputs.swap import write_aside

TABLES = ("households", "fieldworkers", "service_points", "vehicles")


def write_templates(out: Path) -> list[str]:
    """Write a workbook for each list into ``out`` (swapped in whole) and return their names.

    Raises
    ------
    FolderError
        The folder is not ours to replace (E500).
    """
    names = {table: f"{table}.xlsx" for table in TABLES}

    def fill(aside: Path) -> None:
        for table, name in names.items():
            (aside / name).write_bytes(template_xlsx(table))

    write_aside(out, fill, "templates")
    return list(names.values())
