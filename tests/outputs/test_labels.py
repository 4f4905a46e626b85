"""Names on small maps stay inside the map, also in a wider font than that of the sheets."""

from __future__ import annotations

import numpy as np

from outputs.labels import Label, place
from outputs.type_widths import width

NAME, TYPE_MM, SIZE = "Luzukhanyo B", 3.1, (88.0, 76.0)
NOTHING = np.empty((0, 4))


def test_a_name_near_the_edge_of_a_phones_map_is_moved_inside_for_the_phones_own_font() -> None:
    half = width(NAME) * TYPE_MM / 2
    edge = Label(NAME, SIZE[0] - half - 1.1, 40.0, "village")  # room enough in the font of the sheets, and no more
    ((_, narrow, _),) = place([edge], NOTHING, TYPE_MM, SIZE, 5)
    ((_, wide, _),) = place([edge], NOTHING, TYPE_MM, SIZE, 5, wider=1.3)
    assert narrow == edge.x
    assert wide + 1.3 * half < SIZE[0]


def test_a_name_that_has_no_room_in_a_wider_font_is_left_out() -> None:
    corner = Label("A very long name of a road", 44.0, 40.0, "road", centred=True)
    beside = np.array([[0.0, 30.0, 20.0, 50.0], [68.0, 30.0, 88.0, 50.0]])
    assert len(place([corner], beside, TYPE_MM, SIZE, 5)) == 1
    assert place([corner], beside, TYPE_MM, SIZE, 5, wider=1.6) == []
