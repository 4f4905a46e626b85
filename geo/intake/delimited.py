"""Text files of rows: encoding, separator, cells."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from geo.intake.aliases import count_known
from geo.intake.headers import SEARCHED
from geo.intake.rows import Cells, Row, shape, too_many_rows
from geo.intake.sniff import wide
from geo.intake.wire import Asked, Refused, Request
from geo.problems import Problem

SEPARATORS = (",", ";", "\t", "|")
#: Encodings without a mark of their own that office programs in use here write, most common first.
GUESSES = (
    ("cp1252", "Windows (Western Europe)"),
    ("mac_roman", "old Mac"),
    ("cp850", "old DOS"),
    ("cp1250", "Windows (Central Europe)"),
)
#: Ends the text; found inside a cell it shows that a quotation mark was never closed.
_END = "\x1e wardround end \x1e"
_SAMPLE_LINES = 200


def parse(request: Request) -> tuple[Cells, str, tuple[Asked, ...]]:
    """Cells of a text file, its encoding, and the question of the encoding where it had to be guessed.

    Raises
    ------
    Refused
        E103, E200, E201, E202, E203, E206, E207.
    """
    text, encoding, asked = decode(request)
    if "\0" in text:
        raise Refused(Problem("E202", "The file holds binary content.", file=request.name))
    return shape(request, _rows(request, text), ragged=True), encoding, asked


def decode(request: Request) -> tuple[str, str, tuple[Asked, ...]]:
    """The text, its encoding, and what must be asked.

    A byte order mark decides; then UTF-8, which other encodings hardly ever satisfy by chance; then what office
    programs write, which has to be asked because every byte fits.
    """
    content = request.content
    if encoding := wide(content):
        return _decoded(request, content, encoding).removeprefix("\ufeff"), "utf-16", ()
    # The mark of UTF-8, and the same mark once read as Latin letters and saved again.
    content = content.removeprefix(codecs.BOM_UTF8).removeprefix(codecs.BOM_UTF8.decode("latin-1").encode())
    try:
        return content.decode("utf-8"), "utf-8", ()
    except UnicodeDecodeError:
        pass
    chosen = request.choices.get("encoding", "")
    if chosen in dict(GUESSES):
        return _decoded(request, content, chosen), chosen, ()
    readings = [(encoding, label, text) for encoding, label in GUESSES if (text := _tried(content, encoding)) is not None]
    encoding, _, text = readings[0]
    return text, encoding, (ask_encoding(content, readings),)


def _decoded(request: Request, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(Problem("E206", "Some letters of the file cannot be read.", file=request.name)) from None


def _tried(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def ask_encoding(content: bytes, readings: Sequence[tuple[str, str, str]]) -> Asked:
    """Which of the readings (encoding, label, text) shows the right letters?"""
    options = []
    for encoding, label, text in readings:
        # Letters alone, never words: a word may be somebody's name.
        letters = Counter(letter for letter in text if ord(letter) > 127 and letter.isprintable())
        sample = " ".join(letter for letter, _ in letters.most_common(8))
        options.append((encoding, f"{label}: {sample}"))
    odd = len(re.findall(rb"[\x80-\xff]", content))
    times = "once" if odd == 1 else f"{odd} times"
    return Asked("encoding", f"Which letters are right? They stand in the file {times}.", tuple(options), "E220")


def _rows(request: Request, text: str) -> list[Row]:
    """Numbered rows of cells.

    The number is that of the row in a spreadsheet: a line break inside a cell starts no row, a blank line is one.
    """
    limit = csv.field_size_limit(max(len(text), 1) + len(_END))
    try:
        return list(_numbered(request, text))
    finally:
        csv.field_size_limit(limit)


def _numbered(request: Request, text: str) -> Iterator[Row]:
    declared = re.match(r"sep=([,;\t|])\r?\n", text)
    separator = declared[1] if declared else _separator(request, text)
    most = request.settings.rows_most + 1 + SEARCHED
    for number, cells in enumerate(csv.reader(_lines(text), delimiter=separator), start=1):
        if cells == [_END]:
            return
        if cells and cells[-1].endswith(_END):
            fact = f"A quotation mark opened in row {number} is never closed; the rest of the file would be one cell."
            raise Refused(Problem("E207", fact, file=request.name, rows=(number,)))
        if number > most:
            raise Refused(too_many_rows(request))
        if not (declared and number == 1):
            yield number, cells


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends; ``str.splitlines`` would also cut at signs that are no line ends in a list."""
    at = 0
    for found in re.finditer(r"\r\n|\n|\r", text):
        yield text[at : found.start()] + "\n"
        at = found.end()
    if at < len(text):
        yield text[at:] + "\n"
    yield _END


def _separator(request: Request, text: str) -> str:
    """The separator under which the first rows name the most columns of ours and agree best in length."""
    lines = []
    for line in _lines(text):
        lines.append(line)
        if len(lines) >= _SAMPLE_LINES:
            break
    scores = {}
    for place, separator in enumerate(SEPARATORS):
        rows = [cells for cells in csv.reader(lines, delimiter=separator) if cells and cells != [_END]]
        if not rows:
            return SEPARATORS[0]
        known = max(count_known(request.table, cells, request.mapping) for cells in rows[:SEARCHED])
        length, times = Counter(map(len, rows)).most_common(1)[0]
        scores[separator] = (known, times / len(rows) if length > 1 else 0.0, -place)
    return max(scores, key=lambda separator: scores[separator])
