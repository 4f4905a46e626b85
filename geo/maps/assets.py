"""What a map needs from others, from our own machine: finds it, says where it is served, and rewrites links to it.

folium names servers on the internet for its scripts and styles; without internet the map stays blank. Leaflet and its
friends are installed as Python packages instead (XStatic). A page makes the folders of :func:`libraries` readable to the
browser, and says under which address; everything here takes that address as ``base``: a text with ``{library}`` and
``{file}`` in it, as in :data:`SERVED`.
"""

from __future__ import annotations

import base64
import importlib
import json
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from geo.errors import ForeignLinkError

#: Address under Streamlit's static files, as seen from a map in an ``st_folium`` frame or from a page.
SERVED = "/app/static/maps/{library}/{file}"

_PACKAGES: Mapping[str, str] = MappingProxyType(
    {"leaflet": "xstatic.pkg.leaflet", "jquery": "xstatic.pkg.jquery", "markercluster": "xstatic.pkg.leaflet_markercluster"}
)
#: What a foreign link ends with → library and file that stand in for it. Order matters: the first that fits counts.
_STAND_INS: tuple[tuple[str, str, str], ...] = (
    (r"leaflet\.markercluster(-src)?\.js", "markercluster", "leaflet.markercluster.js"),
    (r"MarkerCluster\.Default\.css", "markercluster", "MarkerCluster.Default.css"),
    (r"MarkerCluster\.css", "markercluster", "MarkerCluster.css"),
    (r"leaflet(-src)?\.js", "leaflet", "leaflet.js"),
    (r"leaflet\.css", "leaflet", "leaflet.css"),
    (r"jquery[-.\d]*(\.slim)?(\.min)?\.js", "jquery", "jquery.min.js"),
)
#: Links that folium always adds and that our maps never use: icons and a page style.
_NEVER_USED = re.compile(r"bootstrap|awesome|fontawesome|glyphicons", re.IGNORECASE)
_FOREIGN = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
#: Places in a page from which a browser fetches something by itself.
_FETCHED = re.compile(
    r"""<(?:script|img|iframe|source|audio|video|embed)\b[^>]*?\bsrc\s*=\s*["']([^"']+)|<link\b[^>]*?\bhref\s*=\s*["']([^"']+)"""
    r"""|\burl\(\s*["']?([^"')]+)|@import\s+["']([^"']+)|L\.tileLayer(?:\.wms)?\(\s*["']([^"']+)""",
    re.IGNORECASE,
)


def libraries() -> dict[str, Path]:
    """The installed folder of each library: ``leaflet``, ``jquery``, ``markercluster``. Holds public files only."""
    return {name: Path(importlib.import_module(package).BASE_DIR) for name, package in _PACKAGES.items()}


def copy_libraries(folder: Path) -> Path:
    """Copy the libraries into ``folder`` (a subfolder each), for a server of static files; returns ``folder``.

    Files that are there already with the same size stay as they are.
    """
    for name, source in libraries().items():
        for path in sorted(source.rglob("*")):
            if path.suffix not in (".js", ".css", ".png"):
                continue
            goal = folder / name / path.relative_to(source)
            if goal.is_file() and goal.stat().st_size == path.stat().st_size:
                continue
            goal.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, goal)
    return folder


def localise(links: Iterable[str], base: str = SERVED) -> list[str]:
    """Links rewritten to our own machine, in their order, each once; links that our maps never use are left out.

    Raises
    ------
    ForeignLinkError
        A link leads to the internet and nothing installed stands in for it: the map would stay blank offline.
    """
    result: dict[str, None] = {}
    for link in links:
        local = _local(link, base)
        if local is not None:
            result[local] = None
    return list(result)


def _local(link: str, base: str) -> str | None:
    if not _FOREIGN.match(link):
        return link
    name = link.split("?", maxsplit=1)[0].rsplit("/", 1)[-1]
    for pattern, library, file in _STAND_INS:
        if re.fullmatch(pattern, name, re.IGNORECASE):
            return base.format(library=library, file=file)
    if _NEVER_USED.search(link):
        return None
    raise ForeignLinkError(f"The map asks for a file from the internet that is not installed: {name}.")


def own_links(base: str = SERVED) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Scripts and styles of our maps, as folium wants them: ``(name, address)`` pairs."""
    script, style = (base.format(library="leaflet", file=file) for file in ("leaflet.js", "leaflet.css"))
    return [("leaflet", script)], [("leaflet_css", style)]


def inline(html: str, base: str = SERVED) -> str:
    """A page with the scripts and styles of ``base`` written into it: one file that needs no server."""

    def script(found: re.Match[str]) -> str:
        return f"<script>{_text(found[1], base)}</script>"

    def style(found: re.Match[str]) -> str:
        return f"<style>{_text(found[1], base)}</style>"

    known = re.escape(base).replace(r"\{library\}", r"\w+").replace(r"\{file\}", r"[\w.-]+")
    html = re.sub(rf'<script src="({known})"></script>', script, html)
    return re.sub(rf'<link rel="stylesheet" href="({known})"\s*/>', style, html)


def _text(link: str, base: str) -> str:
    pattern = re.escape(base).replace(r"\{library\}", r"(?P<library>\w+)").replace(r"\{file\}", r"(?P<file>[\w.-]+)")
    found = re.fullmatch(pattern, link)
    assert found is not None
    folder = libraries()[found["library"]]
    text = (folder / found["file"]).read_text(encoding="utf-8")
    text = re.sub(r"//[#@] sourceMappingURL=\S+", "", text)

    def picture(match: re.Match[str]) -> str:
        path = folder / match[1]
        return f"url(data:image/png;base64,{base64.b64encode(path.read_bytes()).decode()})" if path.is_file() else "none"

    return re.sub(r"url\(([\w/.-]+\.png)\)", picture, text)


def foreign_links(page: Any) -> list[str]:
    """Everything that a map (or the text of a page) would fetch from outside; empty is what we want.

    Parameters
    ----------
    page : folium.Map, folium.Figure or str
        A text is read as HTML.
    """
    html = page if isinstance(page, str) else page.get_root().render()
    found = [next(part for part in match.groups() if part) for match in _FETCHED.finditer(html)]
    return [link for link in found if _FOREIGN.match(link.strip())]


def script_json(value: Any) -> str:
    """JSON that may stand inside a ``<script>``: nothing in it can end the script."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False).replace("<", "\\u003c")
