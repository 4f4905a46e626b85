"""The texts of the code registry. ``docs/error-codes.md`` is written from here (``tools/write_docs.py``)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Behaviour(StrEnum):
    """What happens to the file or the row in which a problem is found."""

    REJECT = "reject"  #: the whole file is refused, nothing of it is kept
    QUARANTINE = "quarantine"  #: the row is set aside with its reason, downloadable and counted
    REPAIR = "repair"  #: mended in a way that is always the same; the original value is kept
    ASK = "ask"  #: two readings are possible; the person chooses once
    WARN = "warn"  #: accepted, but somebody should look


@dataclass(frozen=True)
class Code:
    """One entry of the registry.

    Attributes
    ----------
    code : str
        ``E`` and three digits: 1xx files, 2xx tables, 3xx geometry and coordinates, 4xx rounds, workers and rules,
        5xx outputs and folders.
    behaviour : Behaviour
    title : str
        A few plain words, used as the heading of a group of rows.
    remedy : str
        What the person can do about it, as an instruction.
    """

    code: str
    behaviour: Behaviour
    title: str
    remedy: str


_R, _Q, _F, _A, _W = Behaviour.REJECT, Behaviour.QUARANTINE, Behaviour.REPAIR, Behaviour.ASK, Behaviour.WARN

FILES = (
    Code("E100", _R, "File not found", "Check the path and the spelling of the file name."),
    Code(
        "E101",
        _R,
        "Not a kind of file that we read",
        "Save it as CSV, XLSX, GeoPackage, GeoJSON, shapefile (zip), FlatGeobuf, KML or GeoParquet.",
    ),
    Code("E102", _R, "File too large", "Split the file, or raise the limit in the settings."),
    Code("E103", _R, "Too many rows or columns", "Split the file, or raise the limit in the settings."),
    Code(
        "E104", _R, "The file could not be read in time", "The file may be damaged; open it in its own program and save it again."
    ),
    Code("E105", _R, "Archive not accepted", "Unzip it yourself and give us the file inside."),
    Code("E106", _A, "Several layers or sheets", "Choose one."),
    Code("E107", _W, "Already imported", "Nothing to do: the same content is already there."),
    Code("E108", _R, "The file cannot be opened", "Close it in other programs and check that you may read it."),
    Code("E109", _R, "Wardround stumbled over this file", "Save it in another format, and tell us: this is our fault."),
)

TABLES = (
    Code("E200", _R, "No rows", "Check that this is the right file and that it was saved with its rows."),
    Code(
        "E201",
        _R,
        "Rows with more or fewer cells than the header",
        "Often a decimal comma or a comma inside an address: put such cells in quotes or use a decimal point.",
    ),
    Code("E202", _R, "Binary content in a text file", "Export the list again as CSV (UTF-8)."),
    Code("E203", _R, "The same heading twice", "Give each column its own heading."),
    Code("E204", _R, "A needed column is missing", "Add the column, or tell us which of yours it is."),
    Code("E205", _R, "Digits lost in the id column", "The spreadsheet has shortened long numbers; export the ids again as text."),
    Code("E206", _R, "The text encoding could not be read", "Save the file as CSV (UTF-8)."),
    Code("E207", _R, "A quotation mark is never closed", "Close the quotation mark in the row named, or take it out."),
    Code("E210", _Q, "Id missing", "Give the row an id."),
    Code("E211", _Q, "The same id on different rows", "Give each row its own id, or leave one of them out."),
    Code("E212", _Q, "Value not understood", "Correct the cell."),
    Code("E213", _Q, "Value out of range", "Correct the cell."),
    Code("E214", _Q, "A date that cannot be right", "Often the clock of the device: correct the date."),
    Code("E215", _Q, "Total or note row", "Leave the row out."),
    Code("E216", _Q, "Cell too long", "Shorten the cell."),
    Code("E219", _Q, "Left out by you", "Nothing to do; take the row back in to use it."),
    Code("E220", _A, "Text may show wrong letters", "Look at the sample and choose the right encoding."),
    Code("E221", _W, "Lines above the headings", "Check that nothing but titles stands above the headings."),
    Code("E222", _W, "Hidden or merged cells", "Hidden rows and columns were read too: check that they belong to the list."),
    Code("E223", _W, "The list may have been cut off", "Count the rows in the program that the list comes from."),
    Code("E224", _W, "Ids of different lengths", "Write the ids as text, or give the width to which zeros are filled in."),
    Code("E225", _W, "Formulas without a result", "Open the workbook in Excel or LibreOffice and save it, then bring it again."),
)

PLACES = (
    Code("E300", _A, "No coordinate system stated", "Choose the one in which the wards fall where they belong."),
    Code("E301", _R, "Parts of the shapefile are missing", "Zip the .shp, .shx, .dbf and .prj together."),
    Code("E302", _R, "The file is damaged", "Export it again."),
    Code("E304", _Q, "Shape that cannot be read", "Mend the shape in the program that made it, or leave the row out."),
)

ROUNDS = (
    Code("E400", _R, "The round cannot be read", "Correct round.toml; the data dictionary lists every key."),
    Code("E401", _R, "A setting is out of range", "Correct the value."),
    Code("E402", _R, "Nothing to plan", "Give at least one household and one fieldworker."),
    Code(
        "E403", _R, "A fieldworker's hours do not fit", "The end must lie after the start, and hours a day must be more than 0."
    ),
    Code("E404", _R, "The same id for a household and a fieldworker", "Give one of them another id."),
    Code(
        "E405",
        _R,
        "A rule that is not built yet",
        "Leave the column or the setting out; the list of what is planned is in the documentation.",
    ),
    Code(
        "E406",
        _R,
        "The travel matrix does not fit",
        "Give a square matrix of minutes with an id for every household and fieldworker.",
    ),
)

OUTPUTS = (
    Code("E500", _R, "The output folder is not ours", "Choose a new folder, or one that an earlier plan made."),
    Code("E501", _R, "The plan folder cannot be read", "Plan again, or give the folder that `wardround plan` wrote."),
    Code(
        "E502",
        _R,
        "The folder cannot be written",
        "Close programs that have one of its files open, and check that there is room on the disk.",
    ),
    Code("E503", _R, "An input of the plan has changed", "Plan again, or give the file that was used."),
    Code("E504", _R, "The workspace cannot be opened", "Choose a folder that Wardround made, or a new one."),
    Code("E505", _R, "The plan did not pass its check", "It was not kept. Plan again, and tell us if it happens again."),
    Code("E506", _W, "The planning was cut off", "Take the best plan that it left, or plan again."),
)

CODES = FILES + TABLES + PLACES + ROUNDS + OUTPUTS
