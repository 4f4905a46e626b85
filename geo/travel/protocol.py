"""What every travel model answers."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from geo.travel.places import Places


class Travel(Protocol):
    """Minutes and metres between places, by mode of travel. Implementations are frozen and picklable."""

    @property
    def needs_geometry(self) -> bool:
        """Whether places must have positions (a matrix needs none)."""
        ...

    def minutes(self, origins: Places, destinations: Places, mode: str) -> NDArray[np.float64]:
        """Travel minutes, shape ``(len(origins), len(destinations))``, unrounded; NaN where unreachable."""
        ...

    def distance_m(self, origins: Places, destinations: Places) -> NDArray[np.float64]:
        """Distance travelled in metres, same shape; NaN where the model knows none."""
        ...

    def settings(self) -> dict[str, Any]:
        """The ``[travel]`` table of round.toml that states this model."""
        ...
