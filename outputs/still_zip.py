"""Zip files that depend on their content only: the same content gives the same bytes on any day and machine."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

#: The oldest date that a zip can hold; it stands for "no date".
NO_DATE = (1980, 1, 1, 0, 0, 0)


class StillZip(zipfile.ZipFile):
    """A zip file for writing whose entries carry no date, no owner and no system."""

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Write an entry; see :meth:`zipfile.ZipFile.writestr`."""
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        super().writestr(self._entry(name), data, self.compression if compress_type is None else compress_type, compresslevel)

    def write(
        self, filename: Any, arcname: Any = None, compress_type: int | None = None, compresslevel: int | None = None
    ) -> None:
        """Write a file as an entry; see :meth:`zipfile.ZipFile.write`. It is read whole."""
        self.writestr(str(arcname or Path(filename).name), Path(filename).read_bytes(), compress_type, compresslevel)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, NO_DATE)
        entry.create_system, entry.external_attr = 3, 0o644 << 16
        return entry
