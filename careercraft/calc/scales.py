"""The scale each test reports on: the lowest and highest score. Facts about the tests, not law."""

from __future__ import annotations

from careercraft.calc.facts import Number

SCALES: dict[tuple[str, str], tuple[int, int]] = {
    ("SAT", "ebrw"): (200, 800),
    ("SAT", "math"): (200, 800),
    ("ACT", "english"): (1, 36),
    ("ACT", "reading"): (1, 36),
    ("ACT", "math"): (1, 36),
    ("ACT", "composite"): (1, 36),
    ("ACT", "english_plus_reading"): (2, 72),
    ("TSIA1", "reading"): (310, 390),
    ("TSIA1", "math"): (310, 390),
    ("TSIA1", "essay"): (0, 8),
    ("TSIA2", "elar_crc"): (910, 990),
    ("TSIA2", "elar_diagnostic"): (1, 6),
    ("TSIA2", "essay"): (0, 8),
    ("TSIA2", "math_crc"): (910, 990),
    ("TSIA2", "math_diagnostic"): (1, 6),
    ("AP", "score"): (1, 5),
    ("IB", "score"): (1, 7),
    ("ASVAB", "afqt"): (1, 99),
    ("STAAR", "scale"): (0, 9999),
}


def span(test: str, part: str) -> Number:
    """Return the length of a scale, to compare how far two unlike scores are from what is
    required.
    """
    lowest, highest = SCALES[test, part]
    return highest - lowest
