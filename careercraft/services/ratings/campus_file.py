"""The campuses of a year of ratings as a file. It names no student."""

from __future__ import annotations

from careercraft.exports import Column, Exported, Kind, Sheet
from careercraft.exports.sheet import Cell
from careercraft.services import lists
from careercraft.services.context import Desk
from careercraft.services.ratings import page as ratings
from careercraft.services.ratings.page import CampusLine

COLUMNS = (
    Column("Campus"),
    Column("Type"),
    Column("Credited at least", Kind.NUMBER),
    Column("Credited at most", Kind.NUMBER),
    Column("Of graduates", Kind.NUMBER),
    Column("Percent at least", Kind.NUMBER),
    Column("Percent at most", Kind.NUMBER),
    Column("CCMR scaled"),
    Column("Letter"),
    Column("Kinds of evidence not loaded", Kind.NUMBER),
)
TYPES = {"aea": "alternative (AEA)"}


def export(desk: Desk, year: int, format_: str) -> Exported:
    """Every campus that the reader sees counted; raises `NotFound`."""
    found = ratings.district_page(desk, year)
    standing = found.share.standing
    sentence = f"Class of {found.class_of}, ratings of {year}: {len(found.campuses)} campuses"
    sheet = Sheet(
        "ratings-by-campus",
        f"CCMR component by campus, ratings of {year}",
        lists.facts(
            desk,
            sentence + (" (projected: the class has not left yet)" if found.projected else ""),
            rule_year=f"Accountability {year}",
            standings=[standing.word] if standing else (),
        ),
        COLUMNS,
        [_row(line) for line in found.campuses],
        confidential=False,
    )
    return lists.taken_away(desk, sheet, format_, details={"year": year})


def _row(line: CampusLine) -> tuple[Cell, ...]:
    return (
        line.name,
        TYPES.get(line.campus_type, "standard"),
        line.share.low,
        line.share.high,
        line.share.of,
        line.share.percent_low,
        line.share.percent_high,
        line.scaled,
        line.letter,
        line.missing,
    )
