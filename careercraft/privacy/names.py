"""Names as people compare them."""

from __future__ import annotations

import unicodedata

WITHOUT_A_BASE = str.maketrans({"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i"})
"""Letters that Unicode does not take apart into a base letter and a mark."""


def folded(name: str) -> str:
    """A name without accents, case, hyphens and doubled spaces.

    >>> folded("  Núñez-O’Brien ")
    'nunez obrien'
    >>> folded("Đoàn")
    'doan'
    """
    letters = unicodedata.normalize("NFKD", name.casefold().translate(WITHOUT_A_BASE))
    plain = "".join(c for c in letters if not unicodedata.combining(c) and c not in "'’`.")
    return " ".join(plain.replace("-", " ").split())
