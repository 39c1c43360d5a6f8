"""Names as people compare them."""

from __future__ import annotations

import unicodedata

WITHOUT_A_BASE = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i"})
"""Letters that Unicode does not take apart into a base letter and a mark."""
WITHOUT_MARKS = str.maketrans("-", " ", "'’`.")


def folded(name: str) -> str:
    """A name without accents, case, hyphens and doubled spaces.

    >>> folded("  Núñez-O’Brien ")
    'nunez obrien'
    >>> folded("Đoàn")
    'doan'
    """
    letters = name.casefold()
    if not letters.isascii():
        apart = unicodedata.normalize("NFKD", letters.translate(WITHOUT_A_BASE))
        letters = "".join(c for c in apart if not unicodedata.combining(c))
    return " ".join(letters.translate(WITHOUT_MARKS).split())
