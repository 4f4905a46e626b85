"""Text files with one fault each."""

from __future__ import annotations

from tests.geo.bad.trial import LATITUDE, LONGITUDE, NAME, PHONE, PRIVATE_ID

HEADER = "household_id,latitude,longitude,phone,label"
GOOD = f"{PRIVATE_ID},{LATITUDE},{LONGITUDE},{PHONE},{NAME}"


def rows(*lines: str, header: str = HEADER) -> bytes:
    """A CSV file of these lines."""
    return "\n".join([header, *lines, ""]).encode()


def numbered(count: int) -> list[str]:
    """Good rows with ids of their own."""
    return [f"H-{i:05d},-33.{i:06d},26.{i:06d},,house {i}" for i in range(count)]


#: Name → (content, code of the refusal).
REFUSED: dict[str, tuple[bytes, str]] = {
    "T01_decimal_comma_unquoted": (b"id,lat,lon\nA,-26,2041,28,0473\n", "E201"),
    "T12_same_heading_twice": (b"id,id,lat\n1,2,3\n", "E203"),
    "T12_same_heading_in_other_case": (b"Household ID,lat,LAT\n1,2,3\n", "E203"),
    "T13_one_row_longer": (rows(GOOD, GOOD + ",more", *numbered(3)), "E201"),
    "T13_one_row_shorter": (rows(GOOD, "H-1,-33.1", *numbered(3)), "E201"),
    "T15_every_row_one_cell_too_long": (rows(*(line + ",x" for line in numbered(20))), "E201"),
    "T19_nul_byte_in_a_cell": (rows(GOOD, "H-2,-33.1,26.1,,bl\0ue gate"), "E202"),
    "T22_empty": (b"", "E200"),
    "T22_spaces_only": (b"  \n \n\n", "E200"),
    "T22_mark_only": (b"\xef\xbb\xbf", "E200"),
    "T22_header_only": (HEADER.encode(), "E200"),
    "T25_five_thousand_columns": ((",".join(f"c{i}" for i in range(5000)) + "\n" + ",".join("1" * 5000)).encode(), "E103"),
    "quote_never_closed": (rows(GOOD, 'H-2,-33.1,26.1,,"blue gate', *numbered(30)), "E207"),
    "T09_digits_lost": (rows("8.00102E+12,-33.1,26.1,,a", "8.00103E+12,-33.2,26.2,,b"), "E205"),
    "T09_digits_lost_with_comma": (b"household_id;latitude;longitude\n8,00102E+12;-33.1;26.1\n", "E205"),
    "broken_utf16": (b"\xff\xfe" + "household_id,latitude\nA,1".encode("utf-16-le") + b"\x00\xd8x", "E206"),
}

#: Name → content of another kind than it says.
NOT_OURS: dict[str, bytes] = {
    "html_page": b"<!DOCTYPE html><html><body><table><tr><td>household_id</td></tr></table></body></html>",
    "html_saved_as_xls": b"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table></table></html>",
    "G02_vrt_recipe": b"<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/etc/passwd"
    b"</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    "G02_gdalg_pipeline": b'{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline read /etc/passwd"}',
    "G03_vrt_that_calls_out": b"\n <OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>/vsicurl/http://127.0.0.1:9/x"
    b"</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
    "vrt_with_byte_order_mark": b"\xef\xbb\xbf<OGRVRTDataSource></OGRVRTDataSource>",
    "vrt_in_utf16": "\ufeff<OGRVRTDataSource></OGRVRTDataSource>".encode("utf-16-le"),
    "wms_recipe": b"<GDAL_WMS><Service name='WMS'></Service></GDAL_WMS>",
    "old_excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
    "pdf": b"%PDF-1.7\n" + bytes(range(256)) * 20,
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(2000),
    "gzip": b"\x1f\x8b\x08" + bytes(200),
    "program": b"\x7fELF" + bytes(4000),
    "xml_of_something_else": b"<?xml version='1.0'?><invoice><line/></invoice>",
    "kml_with_entity": b'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml></kml>',
}
