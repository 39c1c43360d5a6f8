"""The graduation types of code table C062, as the state's data standard describes them."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources
from typing import NamedTuple

TABLE = resources.files("careercraft.imports") / "layouts" / "c062_graduation_types.csv"


class GraduationType(NamedTuple):
    """A code of two digits: what it means, of which program it is, and where that was read."""

    code: str
    meaning: str
    plan: str
    standing: str
    source: str


@cache
def graduation_types() -> dict[str, GraduationType]:
    """Every graduation type by its code."""
    rows = csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines())
    return {row["code"]: GraduationType(**row) for row in rows}
