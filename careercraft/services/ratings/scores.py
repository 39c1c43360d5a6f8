"""What people enter about a campus for one year of ratings: its type, and scores from elsewhere.

Rows are never rewritten: a change is a new row, and taking it back brings the row before it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.calc.ratings import CAMPUS_TYPES, STANDARD
from careercraft.models import CampusScores
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services import districts
from careercraft.services.context import Desk
from careercraft.services.people import names_of

SCORES = (
    "staar_raw",
    "staar",
    "graduation_raw",
    "graduation",
    "part_a",
    "part_b_staar",
    "economically_disadvantaged_percent",
    "closing_the_gaps",
)
"""The scores that somebody may enter, by the names that the rules give them."""
OF_THE_DISTRICT = ("enrolled", "student_achievement", "school_progress", "left_out")
"""What else may be entered of a campus, for the district's average: its students in the grades that
weigh it, its domain scores as published, and 1 where it is Not Rated or paired.
"""
ENTERED = SCORES + OF_THE_DISTRICT
WITH_DECIMALS = frozenset({"graduation_raw", "economically_disadvantaged_percent"})
HIGHEST = 100
MOST_STUDENTS = 20_000
HIGHEST_OF = {"enrolled": MOST_STUDENTS, "left_out": 1}
EARLIER_SHOWN = 5


class OutOfRange(Exception):  # noqa: N818 - an answer to the person, not a fault
    """A score that cannot be; the message names it, what was found and what was expected."""


class Entered(NamedTuple):
    """What stands for a campus and a year. `by` and `at` are None where nothing was entered."""

    campus_type: str
    scores: Mapping[str, Decimal]
    by: str | None = None
    at: datetime | None = None
    earlier: tuple[tuple[str, datetime], ...] = ()
    """Who entered what stood before, and when, latest first."""


def entered(desk: Desk, campus_id: UUID, year: int) -> Entered:
    """What was entered for a campus of the reader; the type is that of the latest year before."""
    require(desk.actor, Permission.CAMPUS_FIGURES_READ)
    districts.campus(desk, campus_id)
    rows = list(
        desk.session.scalars(
            select(CampusScores)
            .where(CampusScores.campus_id == campus_id, CampusScores.year == year)
            .order_by(CampusScores.entered_at.desc(), CampusScores.id)
        )
    )
    current = next((row for row in rows if row.replaced_at is None), None)
    if current is None:
        return Entered(types_in(desk, [campus_id], year)[campus_id], {})
    names = names_of(desk, {row.entered_by for row in rows})
    before = [row for row in rows if row is not current][:EARLIER_SHOWN]
    return Entered(
        current.campus_type,
        {name: Decimal(text) for name, text in current.scores.items()},
        names.get(current.entered_by, "somebody who left"),
        current.entered_at,
        tuple((names.get(row.entered_by, "somebody who left"), row.entered_at) for row in before),
    )


def types_in(desk: Desk, campus_ids: list[UUID], year: int) -> dict[UUID, str]:
    """The type of each campus in a year: as entered for it, or for the latest year before."""
    query = (
        select(CampusScores.campus_id, CampusScores.campus_type)
        .where(
            CampusScores.campus_id.in_(campus_ids),
            CampusScores.year <= year,
            CampusScores.replaced_at.is_(None),
        )
        .order_by(CampusScores.year)
    )
    found = {row.campus_id: row.campus_type for row in desk.session.execute(query)}
    return {campus: found.get(campus, STANDARD) for campus in campus_ids}


def entered_at(desk: Desk, campus_ids: list[UUID], year: int) -> dict[UUID, Entered]:
    """What stands for some campuses of the reader, without who entered it; asks two questions."""
    types = types_in(desk, campus_ids, year)
    query = select(CampusScores.campus_id, CampusScores.scores).where(
        CampusScores.campus_id.in_(campus_ids),
        CampusScores.year == year,
        CampusScores.replaced_at.is_(None),
    )
    found = {row.campus_id: row.scores for row in desk.session.execute(query)}
    return {
        campus: Entered(type_, {k: Decimal(text) for k, text in found.get(campus, {}).items()})
        for campus, type_ in types.items()
    }


def enter(
    desk: Desk, campus_id: UUID, year: int, campus_type: str, scores: Mapping[str, Decimal]
) -> None:
    """Keep a campus's type and scores for a year. Raises `OutOfRange`, `NotFound`, `NotAllowed`."""
    require(desk.actor, Permission.DISTRICT_RATINGS_SET)
    districts.campus(desk, campus_id)
    if campus_type not in CAMPUS_TYPES:
        raise NotFound("campus type")
    for name, score in scores.items():
        _refuse_what_cannot_be(name, score)
    plain = {name: str(scores[name]) for name in ENTERED if name in scores}
    before = _current(desk, campus_id, year)
    if before is not None:
        if (before.campus_type, before.scores) == (campus_type, plain):
            return
        before.replaced_at = desk.now
        desk.session.flush()
    row = CampusScores(
        id=uuid4(),
        district_id=desk.actor.district_id,
        campus_id=campus_id,
        year=year,
        campus_type=campus_type,
        scores=plain,
        entered_by=desk.actor.user_id,
        entered_at=desk.now,
    )
    desk.session.add(row)
    desk.session.flush()
    details: dict[str, Detail] = {"year": year, "campus_type": campus_type, **plain}
    desk.record(Event.RATING_SCORES_ENTERED, "campus", campus_id, details=details)
    desk.session.commit()


def take_back(desk: Desk, campus_id: UUID, year: int) -> None:
    """Put back what stood before the latest entry; nothing entered stays nothing."""
    require(desk.actor, Permission.DISTRICT_RATINGS_SET)
    districts.campus(desk, campus_id)
    current = _current(desk, campus_id, year)
    if current is None:
        return
    before = desk.session.scalars(
        select(CampusScores)
        .where(
            CampusScores.campus_id == campus_id,
            CampusScores.year == year,
            CampusScores.replaced_at == current.entered_at,
        )
        .limit(1)
    ).first()
    desk.session.delete(current)
    desk.session.flush()
    if before is not None:
        before.replaced_at = None
    desk.record(Event.RATING_SCORES_TAKEN_BACK, "campus", campus_id, details={"year": year})
    desk.session.commit()


def _current(desk: Desk, campus_id: UUID, year: int) -> CampusScores | None:
    query = select(CampusScores).where(
        CampusScores.campus_id == campus_id,
        CampusScores.year == year,
        CampusScores.replaced_at.is_(None),
    )
    return desk.session.scalars(query).first()


def _refuse_what_cannot_be(name: str, score: Decimal) -> None:
    if name not in ENTERED:
        raise NotFound("score")
    highest = HIGHEST_OF.get(name, HIGHEST)
    if not 0 <= score <= highest:
        raise OutOfRange(f"{name}: {score} found, expected 0 to {highest}")
    if name not in WITH_DECIMALS and score != score.to_integral_value():
        raise OutOfRange(f"{name}: {score} found, expected a whole number")
