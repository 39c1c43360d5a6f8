"""Rows without a name: what is taken from records before they are destroyed, and where it is kept.

A record is always destroyed whole, key and all. What may stay of it is worked out before and kept
after, in a table of its own, by which nothing leads back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from random import SystemRandom
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, union

from careercraft.exports import Column, Exported, Kind, Sheet
from careercraft.models import (
    Campus,
    DeidentifiedRecord,
    Outcome,
    PrivacyRequest,
    Restriction,
    Statement,
    Student,
)
from careercraft.privacy.access import require
from careercraft.privacy.deidentifying import (
    ATTESTED,
    WHOLE,
    Determination,
    Remains,
    settle,
    smallest_group,
)
from careercraft.privacy.permissions import Permission
from careercraft.services import lists
from careercraft.services.context import Desk
from careercraft.services.records.cases import today
from careercraft.services.rosters.words import INDICATOR_NAMES, STATE_NAMES

KIND = "De-identified records"
ROUNDED_TO = 10
NOT_TOLD, NO_LEVELS = "Not told", "No levels in this class"
LEVELS = {
    "none": "No level",
    "foundational": "Foundational",
    "demonstrated": "Demonstrated",
    "advanced": "Advanced",
    "unknown": "Not known",
    "": NO_LEVELS,
}
NOTHING = (
    "Nothing. Of a record by itself a row stays only where at least {smallest} others are kept "
    "already that say the same, and the family has neither contested nor restricted the record."
)


class Group(NamedTuple):
    """Rows that say the same, in words. `at_least`: how many, rounded down to tens, so that one
    more does not show."""

    class_of: int
    campus: str
    state: str
    level: str
    ways: str
    at_least: int


def determination_of(stays: Mapping[str, Any]) -> Determination:
    """The determination as it was kept with what it allowed."""
    return Determination(stays["ground"], stays["section"], tuple(stays["attested"]))


def kept_as(determination: Determination | None) -> dict[str, Any] | None:
    """A determination as it is kept; None where everything is destroyed."""
    return None if determination is None else determination._asdict()


def remains_of(
    desk: Desk, student_ids: Collection[UUID], *, besides: UUID | None = None
) -> dict[UUID, Remains]:
    """What the records of some students would say, told in full; to be asked before they go.

    Left out: who has an open request besides one, and whose family has contested or restricted
    the record.
    """
    open_ = select(PrivacyRequest.student_id).where(
        PrivacyRequest.closed_at.is_(None), PrivacyRequest.id.is_distinct_from(besides)
    )
    contested = select(Statement.student_id)
    restricted = select(Restriction.student_id)
    query = (
        select(Outcome, Campus.number)
        .join(Student, Student.id == Outcome.student_id)
        .join(Campus, Campus.id == Student.campus_id)
        .where(
            Student.id.in_(list(student_ids)),
            Student.removed_at.is_(None),
            Student.id.not_in(union(open_, contested, restricted)),
        )
    )
    rows = desk.session.execute(query)
    return {one.student_id: _told_in_full(one, campus) for one, campus in rows}


def what_would_stay(desk: Desk, student_id: UUID, request_id: UUID) -> str:
    """What would stay of one record today, in words; the request is the one that it is for."""
    kept, smallest = _kept(desk), smallest_group(today(desk))
    remains = remains_of(desk, [student_id], besides=request_id)
    answer = next(iter(settle([*remains.values()], kept, smallest)), None)
    if answer is None:
        return NOTHING.format(smallest=smallest)
    group = _in_words(answer, kept[answer], _campuses(desk))
    said = ", ".join(part for part in group[1:5] if part not in {NOT_TOLD, NO_LEVELS})
    where = f"class of {group.class_of}" + (f", {said}" if said else "")
    return f"One row that says: {where}. At least {group.at_least} others say the same."


def keep(desk: Desk, records: Iterable[Remains]) -> int:
    """Keep what may stay of destroyed records; how many rows. The caller commits.

    All rows of the district are written anew in a random order, so that neither the place nor the
    transaction of a row tells when it came.
    """
    held = list(desk.session.execute(select(DeidentifiedRecord)).scalars())
    kept = Counter(_row_of(one) for one in held)
    answers = settle([*records], kept, smallest_group(today(desk)))
    new = [one for one in answers if one is not None]
    if not new:
        return 0
    rows = [_values(desk, one.id, _row_of(one)) for one in held]
    rows += [_values(desk, uuid4(), one) for one in new]
    SystemRandom().shuffle(rows)
    desk.session.execute(delete(DeidentifiedRecord))
    desk.session.expire_all()
    desk.session.execute(insert(DeidentifiedRecord), rows)
    return len(new)


def why_kept(desk: Desk, stays: Mapping[str, Any]) -> str:
    """What a certificate says of the rows that stay."""
    number = stays["rows"]
    rows = {0: "No row stays: it would have told whose it was.", 1: "One row stays."}.get(
        number, f"{number} rows stay."
    )
    smallest = smallest_group(today(desk))
    ground = determination_of(stays).words(today(desk))
    return (
        f"{rows} {ground} A row says class, campus and how far the student came, or less, under a "
        f"random code; at least {smallest} rows say the same. It was determined that nobody can be "
        "found by them, alone or with what was published."
    )


def assurances(stays: Mapping[str, Any]) -> tuple[str, ...]:
    """What whoever decided has made sure of, in words."""
    return tuple(ATTESTED[name] for name in stays["attested"])


def groups(desk: Desk) -> list[Group]:
    """What is kept without a name, the newest class first."""
    require(desk.actor, Permission.DISTRICT_RETENTION_READ)
    campuses = _campuses(desk)
    found = [_in_words(one, number, campuses) for one, number in _kept(desk).items()]
    return sorted(found, key=lambda one: (-one.class_of, *one[1:5]))


def export(desk: Desk, format_: str) -> Exported:
    """The groups as a file."""
    rows = groups(desk)
    sheet = Sheet(
        "de-identified-records",
        KIND,
        lists.facts(desk, f"Groups of rows that say the same: {len(rows)}"),
        (
            Column("Class", Kind.NUMBER),
            Column("Campus"),
            Column("Readiness"),
            Column("Level"),
            Column("Indicators met"),
            Column("Rows, at least", Kind.NUMBER),
        ),
        [tuple(one) for one in rows],
    )
    return lists.taken_away(desk, sheet, format_, needs=Permission.DISTRICT_RETENTION_READ)


def _told_in_full(one: Outcome, campus: str) -> Remains:
    met = sorted(
        name for name, state in one.indicators.items() if state == "met" and "." not in name
    )
    return Remains(WHOLE, one.class_of, campus, one.state, one.level or "", tuple(met))


def _kept(desk: Desk) -> Counter[Remains]:
    rows = desk.session.execute(select(DeidentifiedRecord)).scalars()
    return Counter(_row_of(one) for one in rows)


def _row_of(one: DeidentifiedRecord) -> Remains:
    ways = None if one.ways is None else tuple(one.ways.split())
    return Remains(one.told, one.class_of, one.campus, one.state, one.level, ways)


def _values(desk: Desk, code: UUID, one: Remains) -> dict[str, Any]:
    ways = None if one.ways is None else " ".join(one.ways)
    return one._asdict() | {"id": code, "district_id": desk.actor.district_id, "ways": ways}


def _campuses(desk: Desk) -> dict[str, str]:
    return {one.number: one.name for one in desk.session.scalars(select(Campus))}


def _in_words(one: Remains, number: int, campuses: Mapping[str, str]) -> Group:
    ways = NOT_TOLD if one.ways is None else ", ".join(INDICATOR_NAMES[w] for w in one.ways)
    return Group(
        one.class_of,
        NOT_TOLD if one.campus is None else campuses.get(one.campus, one.campus),
        NOT_TOLD if one.state is None else STATE_NAMES[one.state],
        NOT_TOLD if one.level is None else LEVELS[one.level],
        ways or "None",
        number // ROUNDED_TO * ROUNDED_TO,
    )
