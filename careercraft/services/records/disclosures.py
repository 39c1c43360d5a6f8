"""The record of disclosures that is kept with each student's record (34 CFR 99.32).

It is not the audit trail: that one tells the district who looked at what; this one tells the family
to whom outside the record went, on what ground and for what purpose.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.clock import TEXAS
from careercraft.models import Disclosure
from careercraft.privacy.access import require
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.events import Event
from careercraft.privacy.identity import open_identity
from careercraft.privacy.parameters import in_force
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services import people, students
from careercraft.services.context import Desk

ASKED = {
    "consent_dated": "Date of the written consent",
    "agreement": "Written agreement: with whom, of which day",
    "family_told": "When and how the family was told",
    "threat": "The articulable and significant threat, and who had to know",
}


class Basis(NamedTuple):
    """One ground of the regulation. `kept`: whether 99.32 wants it in the student's record."""

    id: str
    words: str
    section: str
    kept: bool
    asks: tuple[str, ...]


class Recipient(NamedTuple):
    """To whom, for what legitimate interest, and what was disclosed."""

    party: str
    interest: str
    what: str
    more: Mapping[str, str] = {}


class DisclosureView(NamedTuple):
    """One entry as it is read by the family, the officer and auditors."""

    id: UUID
    on: date
    basis: Basis
    party: str
    interest: str
    what: str
    more: tuple[tuple[str, str], ...]
    recorded_by: str


@lru_cache(maxsize=8)
def bases(on: date) -> dict[str, Basis]:
    """The grounds of the regulation in force on a day, by id, in its order."""
    listed = in_force("disclosure_bases", "bases", on).value
    return {
        one["id"]: Basis(one["id"], one["words"], one["section"], one["kept"], tuple(one["asks"]))
        for one in listed
    }


def grounds(desk: Desk) -> list[Basis]:
    """What the form of a disclosure offers."""
    return list(bases(desk.now.astimezone(TEXAS).date()).values())


def record(
    desk: Desk,
    student_ids: Iterable[UUID],
    basis_id: str,
    recipient: Recipient,
    *,
    about: tuple[str, UUID] | None = None,
    at: datetime | None = None,
    keep: bool = False,
) -> int:
    """Write a disclosure into the records of some students; the caller commits.

    Grounds that 99.32(d) exempts write nothing, unless `keep` is set. Returns how many records were
    written. Raises `Refused` where the ground asks for something that is missing.
    """
    moment = at or desk.now
    basis = bases(moment.astimezone(TEXAS).date()).get(basis_id)
    if basis is None:
        raise Refused("Choose the ground of the disclosure.")
    _refuse_incomplete(basis, recipient)
    if not (basis.kept or keep):
        return 0
    written = 0
    for student_id in student_ids:
        desk.session.add(_row(desk, student_id, basis, recipient, about, moment))
        written += 1
    desk.session.flush()
    details: dict[str, str | int | bool | None] = {"basis": basis.id, "students": written}
    desk.record(Event.DISCLOSURE_RECORDED, *(about or ("disclosure", None)), details=details)
    return written


def _refuse_incomplete(basis: Basis, recipient: Recipient) -> None:
    missing = [ASKED[name] for name in basis.asks if not recipient.more.get(name)]
    if not recipient.party:
        missing.append("To whom")
    if not recipient.interest:
        missing.append("For what purpose")
    if missing:
        raise Refused(*(f"Enter: {one}." for one in missing))


def _row(  # noqa: PLR0917 - one entry: whose record, on what ground, to whom, about what, when
    desk: Desk,
    student_id: UUID,
    basis: Basis,
    recipient: Recipient,
    about: tuple[str, UUID] | None,
    moment: datetime,
) -> Disclosure:
    row_id = uuid4()
    details = recipient._asdict() | {"more": dict(recipient.more)}
    return Disclosure(
        id=row_id,
        district_id=desk.actor.district_id,
        student_id=student_id,
        basis=basis.id,
        details_sealed=seal_json(desk.keys, _place(row_id).of(student_id), details),
        object_type=about[0] if about else None,
        object_id=about[1] if about else None,
        recorded_by=desk.actor.user_id,
        disclosed_at=moment,
    )


def enter(desk: Desk, student_id: UUID, basis_id: str, recipient: Recipient, on: date) -> None:
    """Enter a disclosure that happened outside this application; raises `NotFound`, `Refused`."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
    student, _ = students.visible_student(desk, student_id)
    if on > desk.now.astimezone(TEXAS).date():
        raise Refused("The day of the disclosure is in the future.")
    moment = datetime(on.year, on.month, on.day, 12, tzinfo=TEXAS)
    record(desk, [student.id], basis_id, recipient, at=moment, keep=True)
    desk.session.commit()


def page(desk: Desk, student_id: UUID) -> tuple[str, list[DisclosureView]]:
    """A student's name and disclosures, latest first; that it was looked at is recorded."""
    require(desk.actor, Permission.DISTRICT_DISCLOSURES_READ)
    student, _ = students.visible_student(desk, student_id)
    found = listed(desk, student.id)
    desk.record(Event.DISCLOSURES_VIEWED, "student", student.id)
    desk.session.commit()
    return open_identity(desk.keys, student).full_name, found


def has_entry(desk: Desk, object_type: str, object_id: UUID) -> bool:
    """Whether the disclosure of one thing is recorded already."""
    query = select(Disclosure.id).where(
        Disclosure.object_type == object_type, Disclosure.object_id == object_id
    )
    return desk.session.execute(query.limit(1)).first() is not None


def listed(desk: Desk, student_id: UUID) -> list[DisclosureView]:
    """The disclosures of a student's record, latest first."""
    query = select(Disclosure).where(Disclosure.student_id == student_id)
    return views(desk, list(desk.session.scalars(query.order_by(Disclosure.disclosed_at.desc()))))


def views(desk: Desk, rows: list[Disclosure]) -> list[DisclosureView]:
    """Stored disclosures opened, each with who entered it."""
    names = people.names_of(desk, {row.recorded_by for row in rows if row.recorded_by})
    return [_view(desk, row, names) for row in rows]


def _view(desk: Desk, row: Disclosure, names: Mapping[UUID, str]) -> DisclosureView:
    details: dict[str, Any] = unseal_json(desk.keys, _place(row.id), row.details_sealed)
    on = row.disclosed_at.astimezone(TEXAS).date()
    basis = bases(on)[row.basis]
    more = tuple((ASKED[name], text) for name, text in details["more"].items() if text)
    return DisclosureView(
        row.id,
        on,
        basis,
        details["party"],
        details["interest"],
        details["what"],
        more,
        names.get(row.recorded_by, "") if row.recorded_by else "",
    )


def _place(row_id: UUID) -> Place:
    return Place("disclosures", "details_sealed", row_id)
