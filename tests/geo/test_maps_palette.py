"""Colours and shapes: told apart by colour-blind eyes and without colour."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from allocation.plan import REASONS
from geo.codes import CODES, Behaviour
from geo.maps.palette import NOT_REACHED, SHAPES, VISITED, VISITED_ROUGHLY, WORKER_STYLES, reason_mark, worker_style

#: Machado, Oliveira & Fernandes 2009 (doi 10.1109/TVCG.2009.113), severity 1, on linear RGB.
BLIND = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def linear(colour: str) -> np.ndarray:
    values = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ rgb / [0.9505, 1.0, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("eyes", BLIND)
def test_worker_colours_differ_for_colour_blind_eyes(eyes: str) -> None:
    seen = [lab(np.clip(np.array(BLIND[eyes]) @ linear(style.colour), 0, 1)) for style in WORKER_STYLES]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 12


def test_there_are_at_most_eight_and_each_has_its_own_line_and_pattern() -> None:
    assert len(WORKER_STYLES) <= 8
    assert len({style.dash for style in WORKER_STYLES}) == len({style.pattern for style in WORKER_STYLES}) == len(WORKER_STYLES)
    assert worker_style(len(WORKER_STYLES)) == WORKER_STYLES[0]


def test_ink_reads_on_its_colour() -> None:
    for style in WORKER_STYLES:
        light = float(linear(style.colour) @ [0.2126, 0.7152, 0.0722])
        contrast = 1.05 / (light + 0.05) if style.ink == "#ffffff" else (light + 0.05) / 0.05
        assert contrast >= 3.4, style.name


def test_every_reason_has_a_shape_of_its_own() -> None:
    assert set(NOT_REACHED) == set(REASONS)
    shapes = [mark.shape for mark in NOT_REACHED.values()]
    assert len(set(shapes)) == len(shapes)
    assert not {VISITED.shape, VISITED_ROUGHLY.shape} & set(shapes)
    assert {*shapes, VISITED.shape, VISITED_ROUGHLY.shape, reason_mark("E213").shape} <= set(SHAPES)


def test_codes_of_quarantine_are_named_in_plain_words() -> None:
    for code in CODES:
        if code.behaviour is Behaviour.QUARANTINE:
            label = reason_mark(code.code).label
            assert label.startswith("Set aside: ") and code.code not in label
    assert reason_mark("something new").label
