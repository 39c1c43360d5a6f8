"""Names as people compare them."""

from __future__ import annotations

import unicodedata


def folded(name: str) -> str:
    """A name without accents, case, hyphens and doubled spaces.

    >>> folded("  Núñez-O’Brien ")
    'nunez obrien'
    """
    letters = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in letters if not unicodedata.combining(c) and c not in "'’`.")
    return " ".join(plain.replace("-", " ").split())
