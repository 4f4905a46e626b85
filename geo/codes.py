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


#: What may be done about a place at either door, on the pages and from the command line.
_CLICK = "click its place on the page Bring lists"
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
    Code("E215", _Q, "Total or note row", "Leave the row out; if it is an entry of the list all the same, take it in."),
    Code("E216", _Q, "Cell too long", "Shorten the cell."),
    Code("E217", _Q, "A needed cell is blank", "Fill in the cell."),
    Code("E219", _Q, "Left out by you", "Nothing to do; take the row back in to use it."),
    Code("E220", _A, "Text may show wrong letters", "Look at the sample and choose the right encoding."),
    Code("E221", _W, "Lines above the headings", "Check that nothing but titles stands above the headings."),
    Code("E222", _W, "Hidden or merged cells", "Hidden rows and columns were read too: check that they belong to the list."),
    Code("E223", _W, "The list may have been cut off", "Count the rows in the program that the list comes from."),
    Code("E224", _W, "Ids of different lengths", "Write the ids as text, or give the width to which zeros are filled in."),
    Code("E225", _W, "Formulas without a result", "Open the workbook in Excel or LibreOffice and save it, then bring it again."),
    Code("E230", _F, "Written in another way", "Nothing to do: the list of repairs shows each value before and after."),
    Code("E231", _W, "Identity numbers left out", "Planning does not need them: take them out of the list that you send around."),
    Code("E232", _Q, "The same row again", "Nothing to do: the row is counted once."),
    Code(
        "E233",
        _F,
        "Day numbers of a spreadsheet read as dates",
        'Compare a few dates with the spreadsheet; if they are four years off, choose the other calendar (date_system = "1904").',
    ),
    Code("E234", _A, "Day first or month first", "Look at a date that you know, and choose."),
    Code("E235", _Q, "Decimal commas and decimal points in one column", "Write the whole column in one way."),
    Code(
        "E236",
        _W,
        "Ids that differ only in zeros in front",
        "Check that they are really different, and write all ids with the same length.",
    ),
    Code(
        "E237",
        _F,
        "Ids given by us",
        "Add a column with your own ids: ours follow the order of the rows, and change when rows are put in or sorted anew.",
    ),
    Code("E238", _W, "The same name or telephone twice", "Check that it is not the same person twice."),
    Code("E241", _W, "Word not known; the usual value stands", "Write one of the words of the sentence."),
    Code("E242", _W, "Wet season without its days", "Give its days as from and until: without them nobody is ever sent there."),
    Code("E239", _F, "Mended by you", "Nothing to do: the list of repairs shows each value before and after."),
)

PLACES = (
    Code("E300", _A, "No coordinate system stated", "Choose the one in which the wards fall where they belong."),
    Code("E301", _R, "Parts of the shapefile are missing", "Zip the .shp, .shx, .dbf and .prj together."),
    Code("E302", _R, "The file is damaged", "Export it again."),
    Code("E303", _R, "Coordinates do not fit the stated system", "Export the layer again, in degrees (EPSG:4326)."),
    Code("E304", _Q, "Shape that cannot be read", "Mend the shape in the program that made it, or leave the row out."),
    Code(
        "E305",
        _A,
        "Metres instead of degrees",
        "Look at the map and choose the system in which the places fall where they belong.",
    ),
    Code("E306", _A, "North or south of the equator", "Look at the map and choose."),
    Code(
        "E310",
        _F,
        "Latitude and longitude were swapped in the whole file",
        "Look at the map: the places must lie where they belong.",
    ),
    Code("E311", _Q, "Latitude and longitude swapped in some rows", f"Swap the two numbers in the list, or {_CLICK}."),
    Code("E312", _F, "Missing minus sign put in", "Look at the map: the places must lie where they belong."),
    Code("E313", _Q, "Coordinates that cannot be read", f"Write them in the list as -26.2041 and 28.0473, or {_CLICK}."),
    Code(
        "E314",
        _W,
        "Placed by village",
        f"Give its coordinates in the list, {_CLICK}, or ask the fieldworker to bring them back from the visit.",
    ),
    Code(
        "E315",
        _W,
        "Place unknown",
        f"Give its coordinates in the list, {_CLICK}, or write a village or section in which other households have their place.",
    ),
    Code("E316", _Q, "Place missing", f"Give latitude and longitude in the list, or {_CLICK}."),
    Code("E317", _W, "Place known roughly", "Take the coordinates again with five decimals."),
    Code("E318", _W, "Many on one point", "Often the office or a copied reading: take the coordinates again at each house."),
    Code("E319", _W, "Place is the middle of a ward or village", "It may be a stand-in and not the house: check the place."),
    Code("E320", _F, "Ward set by the place", "Check the list where many rows of one ward have changed."),
    Code("E321", _W, "On the edge between wards", "State the ward in the list if another one is meant."),
    Code("E322", _W, "Outside every ward", "Check the place, or bring the boundaries of the neighbouring wards too."),
    Code("E323", _W, "Far from all others", "Check the place."),
    Code(
        "E324",
        _Q,
        "Fits another zone",
        "Give the rows of each zone in a file of their own, or click the places on the page Bring lists.",
    ),
    Code("E325", _W, "Old survey system", "Compare a place that you know well with the map."),
    Code("E326", _F, "Height left out", "Nothing to do: planning works without heights."),
    Code("E327", _F, "Point set inside the shape", "Nothing to do: a household or service point is planned as one point."),
    Code("E328", _W, "Place may be made up", "Ask the fieldworkers named in these rows."),
    Code("E329", _W, "Too fast between two visits", "Check the places and the times of the two rows."),
    Code("E330", _F, "Shape mended", "Nothing to do: the area has stayed the same."),
    Code("E331", _Q, "Broken shape", "Mend the shape in the program that made it, or leave the row out."),
    Code("E332", _R, "Wards overlap", "Ask for the layer as the Municipal Demarcation Board publishes it."),
    Code("E333", _W, "Wards overlap a little", "Nothing to do for small ones: a place in the overlap gets the lowest ward code."),
    Code("E334", _W, "Gaps between wards", "Nothing to do for small ones: a place in a gap is outside every ward."),
    Code("E335", _Q, "No shape", "Leave the row out, or export the layer again."),
    Code("E336", _Q, "Could be read in more than one way", f"Give latitude and longitude in the list, or {_CLICK}."),
    Code(
        "E340",
        _W,
        "Home ward not in the ward layer",
        "Write the ward's code as in the layer, or its number together with the municipality (Makana 3), or leave the cell blank "
        "for the ward around the home.",
    ),
    Code(
        "E343",
        _W,
        "Figures by ward that are not used",
        "Check that the codes are those of the ward layer, and the figures numbers.",
    ),
    Code("E337", _Q, "Part of a ward, joined to its first row", "Nothing to do: the ward is counted once, with all its parts."),
)

ROUNDS = (
    Code("E400", _R, "The round cannot be read", "Correct round.toml; the data dictionary lists every key."),
    Code("E401", _R, "A setting is out of range", "Correct the value."),
    Code("E402", _R, "Nothing to plan", "Give at least one household and one fieldworker."),
    Code(
        "E403",
        _Q,
        "A fieldworker's hours do not fit",
        "The end must lie after the start on the same day, and hours a day must be more than 0 and at most 24.",
    ),
    Code("E404", _R, "The same id for a household and a fieldworker", "Give one of them another id."),
    Code(
        "E405",
        _R,
        "A rule that is not built yet",
        "Leave the column or the setting out; a later version will keep this rule.",
    ),
    Code(
        "E420",
        _R,
        "No roads to travel on",
        "Give an OpenStreetMap file (.osm.pbf), or a layer of lines with the roads, as FILE::LAYER where a file has several.",
    ),
    Code(
        "E422",
        _R,
        "No barriers to keep to",
        "Give a layer of lines or areas (rivers, fences, railways), as FILE::LAYER where a file has several; a column kind says "
        "which rows are bridges and fords.",
    ),
    Code(
        "E423",
        _R,
        "The months of a crossing cannot be read",
        "Write them as 11-3 or Nov-Mar, several parted by commas; leave the cell blank for a crossing that is always open.",
    ),
    Code("E421", _R, "The elevation does not fit the roads", "Give a GeoTIFF of heights in metres that covers the roads."),
    Code(
        "E407",
        _R,
        "Not what is asked for here",
        "Correct the argument, the key or the id that the line names; the line says what it must be.",
    ),
    Code(
        "E408",
        _R,
        "Nobody knows where a fieldworker is at home",
        "Give the home_ward of these fieldworkers, bring the ward boundaries around their homes, or let fieldworkers visit "
        "outside their own ward.",
    ),
    Code(
        "E409",
        _R,
        "The vehicles do not fit",
        "Correct the list of vehicles, or the fieldworkers' column vehicle, which is blank for who rides in none.",
    ),
    Code(
        "E410",
        _R,
        "Not done together with vehicles",
        "Plan the round anew without the vehicles, or leave this out.",
    ),
    Code(
        "E406",
        _R,
        "The travel matrix does not fit",
        "Give a square matrix of minutes with an id for every household and fieldworker.",
    ),
)

OUTPUTS = (
    Code(
        "E500",
        _R,
        "The folder to write holds something that would be lost",
        "Move what you want to keep out of the folder, or choose a new one.",
    ),
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
    Code(
        "E507",
        _R,
        "It could not be kept",
        "Nothing was changed. Check that there is room on the disk and that you may write there, and try again.",
    ),
    Code("E506", _W, "The planning was cut off", "Take the best plan that it left, or plan again."),
)

CODES = FILES + TABLES + PLACES + ROUNDS + OUTPUTS
