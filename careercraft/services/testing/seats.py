"""The list of a testing day: who sits, in which room, whose fee is covered; nobody is ever lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import func, select

from careercraft.models import SittingRoom, SittingSeat, Student
from careercraft.privacy.access import NotFound, visible_students
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services.context import Desk
from careercraft.services.records import contested
from careercraft.services.students import name_order
from careercraft.services.testing import accommodations, days, fees, results, standing
from careercraft.services.testing.accommodations import Needs
from careercraft.services.testing.days import Day
from careercraft.services.testing.fees import Allowance, Fee
from careercraft.services.testing.results import Result
from careercraft.services.testing.standing import Standing

PERMISSION = Permission.CAMPUS_TESTING_ARRANGE


class Seat(NamedTuple):
    """One student of a list."""

    id: UUID
    student_id: UUID
    name: str
    standing: Standing
    room_id: UUID | None
    covered: bool
    fee: Fee
    needs: Needs
    result: Result
    statements: tuple[str, ...]


class Listed(NamedTuple):
    """A list by name. `hidden`: students whom the reader may not see any more; they are counted."""

    day: Day
    allowance: Allowance
    seats: tuple[Seat, ...]
    off: tuple[Seat, ...]
    """Who was taken off, to be put back."""
    hidden: int


def put_on(
    desk: Desk, day_id: UUID, student_ids: Iterable[UUID], covered: Collection[UUID] = ()
) -> int:
    """Put students of the day's campus on its list; returns how many are new.

    Who was taken off before sits again. Raises `NotFound` for a student who is not there.
    """
    row = days.row_of(desk, day_id, lock=True)
    wanted = set(student_ids)
    query = select(Student.id).where(
        Student.id.in_(wanted),
        Student.campus_id == row.campus_id,
        Student.removed_at.is_(None),
        visible_students(desk.actor),
    )
    if set(desk.session.scalars(query)) != wanted:
        raise NotFound("student")
    assert desk.actor.user_id is not None  # noqa: S101 - only people arrange
    before = {one.student_id: one for one in _rows(desk, day_id)}
    added = 0
    for student_id in wanted:
        seat = before.get(student_id)
        if seat is None:
            seat = SittingSeat(id=uuid4(), district_id=desk.actor.district_id, day_id=day_id)
            seat.student_id, seat.added_at = student_id, desk.now
            seat.added_by, seat.covered = desk.actor.user_id, False
            desk.session.add(seat)
        elif seat.removed_at is None:
            continue
        seat.removed_at, seat.covered = None, student_id in covered
        added += 1
    _changed(desk, day_id, {"added": added})
    return added


def take_off(desk: Desk, day_id: UUID, student_ids: Iterable[UUID]) -> int:
    """Take students off the list; `put_on` puts them back. Returns how many. Raises `NotFound`."""
    days.row_of(desk, day_id, lock=True)
    gone = 0
    for seat in _visible_rows(desk, day_id, set(student_ids)):
        if seat.removed_at is None:
            seat.removed_at, seat.room_id = desk.now, None
            gone += 1
    _changed(desk, day_id, {"removed": gone})
    return gone


def set_covered(desk: Desk, day_id: UUID, student_ids: Iterable[UUID], *, covered: bool) -> int:
    """Say for students of the list whether their fee is covered; returns how many changed."""
    days.row_of(desk, day_id, lock=True)
    changed = 0
    for seat in _visible_rows(desk, day_id, set(student_ids)):
        if seat.removed_at is None and seat.covered != covered:
            seat.covered = covered
            changed += 1
    _changed(desk, day_id, {"fees_changed": changed, "covered": covered})
    return changed


def arrange(
    desk: Desk, seat_id: UUID, room_id: UUID | None, needs: Needs, *, covered: bool
) -> UUID:
    """Set a student's room, accommodations and fee; returns the day.

    Raises `NotFound`, also for a room of another day.
    """
    seat = _row(desk, seat_id)
    if room_id is not None:
        room = desk.session.get(SittingRoom, room_id)
        if room is None or room.day_id != seat.day_id:
            raise NotFound("room")
    before = accommodations.opened(desk, seat.id, seat.needs_sealed)
    seat.room_id, seat.covered = room_id, covered
    if needs != before:
        seat.needs_sealed = accommodations.sealed(desk, seat.id, seat.student_id, needs)
        desk.record(
            Event.TESTING_ACCOMMODATIONS_SET,
            "testing_day",
            seat.day_id,
            details={"student_id": str(seat.student_id), "any": bool(needs)},
        )
    _changed(desk, seat.day_id, {"student_id": str(seat.student_id)})
    return seat.day_id


def listed(desk: Desk, day_id: UUID) -> Listed:
    """The list of a day; that it was seen is recorded. Raises `NotFound`."""
    found = gathered(desk, day_id)
    details: dict[str, Detail] = {"shown": len(found.seats)}
    desk.record(
        Event.TESTING_LIST_VIEWED,
        "testing_day",
        day_id,
        details=details,
        students=[one.student_id for one in (*found.seats, *found.off)],
    )
    desk.session.commit()
    return found


def gathered(desk: Desk, day_id: UUID) -> Listed:
    """The list of a day for whoever records what becomes of it; raises `NotFound`."""
    day = days.day(desk, day_id)
    allowance = fees.allowance(desk, day.wanted.held_on)
    rows = _rows(desk, day_id)
    ids = [one.student_id for one in rows]
    stands = standing.of_students(desk, day.wanted, ids)
    around = _Around(
        day,
        allowance,
        fees.covered_elsewhere(desk, ids, day_id),
        contested.statements_for(desk, ids),
    )
    found = [
        (
            row.removed_at is None,
            _seat(desk, row, stands[row.student_id], around),
        )
        for row in rows
        if row.student_id in stands
    ]
    found.sort(key=lambda one: (*name_order(one[1].standing.identity), str(one[1].id)))
    hidden = sum(row.removed_at is None and row.student_id not in stands for row in rows)
    return Listed(
        day,
        allowance,
        tuple(seat for on, seat in found if on),
        tuple(seat for on, seat in found if not on),
        hidden,
    )


def seat(desk: Desk, seat_id: UUID) -> tuple[Day, Seat]:
    """One student of a list with its day; that it was seen is recorded. Raises `NotFound`."""
    row = _row(desk, seat_id)
    found = gathered(desk, row.day_id)
    one = next((one for one in (*found.seats, *found.off) if one.id == seat_id), None)
    if one is None:
        raise NotFound("seat")
    details: dict[str, Detail] = {"student_id": str(one.student_id)}
    desk.record(Event.TESTING_LIST_VIEWED, "testing_day", row.day_id, details=details)
    desk.session.commit()
    return found.day, one


def listed_ids(desk: Desk, day_id: UUID) -> frozenset[UUID]:
    """Who is on the list, by id."""
    return frozenset(one.student_id for one in _rows(desk, day_id) if one.removed_at is None)


def fees_left(desk: Desk, day: Day, allowance: Allowance) -> int | None:
    """How many more fees can be covered on a day, by its own number and by the district's."""
    query = select(func.count()).where(
        SittingSeat.day_id == day.id, SittingSeat.covered, SittingSeat.removed_at.is_(None)
    )
    here = desk.session.scalar(query) or 0
    limits = [allowance.left]
    if day.wanted.covered is not None:
        limits.append(max(0, day.wanted.covered - here))
    return min((one for one in limits if one is not None), default=None)


def needs_counted(listed_: Listed) -> tuple[tuple[str, int], ...]:
    """How many of a list need each accommodation."""
    counted = Counter(kind for one in listed_.seats for kind in one.needs.kinds)
    return tuple(
        (title, counted[id_]) for id_, title in accommodations.KINDS.items() if counted[id_]
    )


class _Around(NamedTuple):
    """What is known of everybody on a list."""

    day: Day
    allowance: Allowance
    elsewhere: Counter[UUID]
    statements: dict[UUID, tuple[str, ...]]


def _seat(desk: Desk, row: SittingSeat, stands: Standing, around: _Around) -> Seat:
    day, elsewhere = around.day, around.elsewhere[row.student_id]
    fee = fees.fee_of(stands.class_of, day.wanted.held_on, elsewhere, around.allowance.per_student)
    return Seat(
        row.id,
        row.student_id,
        stands.identity.listed_name,
        stands,
        row.room_id,
        row.covered,
        fee,
        accommodations.opened(desk, row.id, row.needs_sealed),
        results.since(stands, day.wanted),
        around.statements.get(row.student_id, ()),
    )


def _rows(desk: Desk, day_id: UUID) -> list[SittingSeat]:
    return list(desk.session.scalars(select(SittingSeat).where(SittingSeat.day_id == day_id)))


def _visible_rows(desk: Desk, day_id: UUID, student_ids: set[UUID]) -> list[SittingSeat]:
    query = (
        select(SittingSeat)
        .join(Student, Student.id == SittingSeat.student_id)
        .where(
            SittingSeat.day_id == day_id,
            SittingSeat.student_id.in_(student_ids),
            visible_students(desk.actor),
        )
    )
    return list(desk.session.scalars(query))


def _row(desk: Desk, seat_id: UUID) -> SittingSeat:
    row = desk.session.get(SittingSeat, seat_id)
    if row is None:
        raise NotFound("seat")
    days.row_of(desk, row.day_id)
    if not _visible_rows(desk, row.day_id, {row.student_id}):
        raise NotFound("seat")
    return row


def _changed(desk: Desk, day_id: UUID, details: dict[str, Detail]) -> None:
    desk.record(Event.TESTING_LIST_CHANGED, "testing_day", day_id, details=details)
    desk.session.commit()
