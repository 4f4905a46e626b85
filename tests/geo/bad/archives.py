"""Zip files with one fault each."""

from __future__ import annotations

import io
import stat
import zipfile

from tests.geo.bad.tables import GOOD, rows

LIST = rows(GOOD)


def zipped(files: dict[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these entries."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_link() -> bytes:
    """G14: an entry that is a link to another place."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo("list.csv")
        entry.create_system = 3
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return buffer.getvalue()


def locked() -> bytes:
    """G17: the mark of encryption on an entry, in both places where a zip file keeps it."""
    content = bytearray(zipped({"list.csv": LIST}))
    local, central = content.find(b"PK\x03\x04"), content.find(b"PK\x01\x02")
    content[local + 6] |= 1
    content[central + 8] |= 1
    return bytes(content)


def broken_sum() -> bytes:
    """An entry whose bytes changed on the way."""
    content = bytearray(zipped({"list.csv": LIST}, zipfile.ZIP_STORED))
    place = content.find(b"HH-77")
    content[place] ^= 1
    return bytes(content)


#: Name → (content, code of the refusal).
REFUSED: dict[str, tuple[bytes, str]] = {
    "G14_link": (with_link(), "E105"),
    "G15_bomb": (zipped({"list.csv": b"a" * 60_000_000}), "E105"),
    "G17_locked": (locked(), "E105"),
    "G17_zip_in_zip": (zipped({"more.zip": zipped({"list.csv": LIST}), "list.csv": LIST}), "E105"),
    "G17_zip_in_zip_under_another_name": (zipped({"list.csv": zipped({"list.csv": LIST})}), "E105"),
    "G17_workbook_in_zip": (zipped({"list.xlsx": b"PK"}), "E105"),
    "G17_many_entries": (zipped({f"{i}.csv": b"" for i in range(300)}), "E105"),
    "nothing_in_it": (zipped({}), "E101"),
    "only_pictures": (zipped({"a.png": b"x", "b.pdf": b"y"}), "E101"),
    "G12_only_junk": (zipped({"__MACOSX/._list.csv": b"x", "Thumbs.db": b"y"}), "E101"),
    "word_document": (zipped({"[Content_Types].xml": b"", "word/document.xml": b""}), "E101"),
    "open_document": (zipped({"mimetype": b"", "content.xml": b""}), "E101"),
    "broken_sum": (broken_sum(), "E105"),
    "cut_in_half": (zipped({"list.csv": LIST * 100})[:200], "E105"),
    "recipe_in_zip": (zipped({"wards.kml": b"<OGRVRTDataSource></OGRVRTDataSource>"}), "E101"),
}
