"""Every committed change of a district's classes makes another mark, and none comes back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import text, update
from sqlalchemy.orm import Session, sessionmaker

from careercraft.models import Campus, Outcome, Student, WatchList
from careercraft.privacy.access import Actor
from careercraft.services import class_notes
from careercraft.services.context import Desk
from tests.seed import SmallDistrict, add_student
from tests.services.classroom import seniors

Change = Callable[[Desk], object]
DeskOf = Callable[[Actor], Desk]
CHANGES: dict[str, Change] = {
    "a student": lambda desk: desk.session.execute(update(Student).values(grade=11)),
    "an outcome": lambda desk: desk.session.execute(update(Outcome).values(state="met")),
    "a campus": lambda desk: desk.session.execute(update(Campus).values(name="Renamed HS")),
    "a removed outcome": lambda desk: desk.session.execute(text("delete from outcomes")),
}


def mark(desk: Desk) -> str | None:
    """The mark that the next reader finds."""
    desk.session.rollback()
    return class_notes.mark(desk)


@pytest.mark.parametrize("changed", CHANGES)
def test_a_committed_change_makes_another_mark(
    desk: Desk, district: SmallDistrict, changed: str
) -> None:
    seniors(desk, district)
    before = mark(desk)
    CHANGES[changed](desk)
    desk.session.commit()
    assert before is not None
    assert mark(desk) not in (None, before)


def test_no_mark_comes_back(desk: Desk, district: SmallDistrict) -> None:
    seen = set()
    for _ in range(5):
        add_student(desk.session, desk.keys, district.north)
        desk.session.commit()
        seen.add(mark(desk))
    assert len(seen) == 5


def test_what_is_taken_back_leaves_the_mark(desk: Desk, district: SmallDistrict) -> None:
    before = mark(desk)
    add_student(desk.session, desk.keys, district.north)
    desk.session.flush()
    assert mark(desk) == before


def test_whoever_changed_something_in_this_transaction_keeps_nothing(
    desk: Desk, district: SmallDistrict
) -> None:
    assert class_notes.mark(desk) is not None
    add_student(desk.session, desk.keys, district.north)
    desk.session.flush()
    assert class_notes.mark(desk) is None


def test_a_change_after_one_that_was_taken_back_is_noted(
    desk: Desk, district: SmallDistrict
) -> None:
    before = mark(desk)
    within = desk.session.begin_nested()
    CHANGES["a campus"](desk)
    within.rollback()
    CHANGES["a campus"](desk)
    desk.session.commit()
    assert mark(desk) != before


def test_writers_do_not_wait_for_one_another_and_each_makes_another_mark(
    desk: Desk, district: SmallDistrict, desk_of: DeskOf, factory: sessionmaker[Session]
) -> None:
    one, other = desk_of(district.director), desk_of(district.counselor)
    marks = [mark(desk)]
    for writer in (one, other):
        writer.session.execute(text("set local lock_timeout = '5s'"))
        add_student(writer.session, writer.keys, district.north)
        writer.session.flush()
    marks.append(mark(desk))
    for writer in (other, one):
        writer.session.commit()
        marks.append(mark(desk))
    assert marks[0] == marks[1]
    assert len(set(marks[1:])) == 3


def test_as_many_notes_are_kept_as_there_were_writers_at_once(
    desk: Desk, district: SmallDistrict
) -> None:
    for _ in range(3):
        add_student(desk.session, desk.keys, district.north)
        desk.session.commit()
    notes = desk.session.execute(text("select count(*) from class_notes")).scalar_one()
    assert notes == 1


def test_another_district_and_other_tables_leave_the_mark(
    desk: Desk, district: SmallDistrict, other_district: SmallDistrict, desk_of: DeskOf
) -> None:
    before = mark(desk)
    other = desk_of(other_district.director)
    add_student(other.session, other.keys, other_district.north)
    other.session.commit()
    desk.session.add(
        WatchList(
            id=uuid4(),
            district_id=district.id,
            owner_id=district.director.user_id,
            kind="live",
            class_of=2027,
            body_sealed=b"",
            created_at=desk.now,
        )
    )
    desk.session.commit()
    assert mark(desk) == before


def test_whoever_no_fence_binds_notes_it_everywhere(
    desk: Desk, district: SmallDistrict, database_urls: tuple[str, str]
) -> None:
    import psycopg  # noqa: PLC0415 - only here is the owner asked

    before = mark(desk)
    with psycopg.connect(database_urls[0]) as owner:
        owner.execute("update students set grade = grade")
    assert mark(desk) not in (None, before)
