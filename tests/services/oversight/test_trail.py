"""The trail as it is read: who, what, of whom; and that what should stand in it does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from careercraft.clock import TEXAS
from careercraft.models import AuditEvent, Student
from careercraft.privacy.access import Actor, NotAllowed
from careercraft.privacy.audit import named_in
from careercraft.privacy.events import Event
from careercraft.services import rosters, students
from careercraft.services.context import Desk
from careercraft.services.oversight import trail, verifying
from careercraft.services.oversight.trail import Asked
from careercraft.services.rosters import RosterQuery
from careercraft.services.rosters import export as roster_export
from careercraft.services.testing import days, paper, proposing, seats
from careercraft.services.testing.days import Wanted
from tests.seed import SmallDistrict, add_student


@pytest.fixture
def rosa_there(desk: Desk, district: SmallDistrict) -> Student:
    student = add_student(desk.session, desk.keys, district.north)
    add_student(desk.session, desk.keys, district.south, first_name="Otto")
    desk.session.commit()
    return student


@pytest.fixture
def auditor(district: SmallDistrict, desk_of: Callable[[Actor], Desk]) -> Desk:
    return desk_of(district.auditor)


def newest(desk: Desk, event: Event) -> AuditEvent:
    query = select(AuditEvent).where(AuditEvent.action == event.value)
    return desk.session.scalars(query.order_by(AuditEvent.number.desc())).first()


def test_every_event_is_of_one_kind_and_has_words() -> None:
    kinds = {trail.kind_of(one) for one in Event}
    assert kinds == set(trail.KINDS)
    words = [trail.action_words(one.value) for one in Event]
    assert len(set(words)) == len(words)


def test_the_auditor_reads_who_looked_at_a_student_and_no_name(
    rosa_there: Student, desk: Desk, auditor: Desk
) -> None:
    students.page(desk, rosa_there.id)
    found = trail.page(auditor, Asked(about=rosa_there.id))
    seen = [one for one in found.entries if one.what == "Student viewed"]
    assert [(one.who, one.student_id) for one in seen] == [("District Director", rosa_there.id)]
    assert "Ibarra" not in repr(found)
    assert not found.may_open


def test_lists_that_show_or_hand_out_students_say_whom(
    rosa_there: Student, desk: Desk, auditor: Desk
) -> None:
    north = RosterQuery(rosa_there.class_of, campus_id=rosa_there.campus_id)
    rosters.roster(desk, north)
    roster_export.export(desk, north, "csv")
    for event in (Event.ROSTER_VIEWED, Event.LIST_EXPORTED):
        assert named_in(newest(desk, event).details) == {rosa_there.id}
    found = trail.page(auditor, Asked(about=rosa_there.id, kind=trail.TAKEN))
    assert [one.what for one in found.entries] == ["List exported"]


def test_the_lists_of_a_testing_day_say_whom_they_show_print_and_hand_out(
    rosa_there: Student, desk: Desk
) -> None:
    classes = (rosa_there.class_of,)
    wanted = Wanted(rosa_there.campus_id, "SAT", "both", date(2027, 3, 3), classes)
    day_id = days.make(desk, wanted)
    proposing.propose(desk, day_id)
    assert named_in(newest(desk, Event.TESTING_LIST_VIEWED).details) == {rosa_there.id}
    seats.put_on(desk, day_id, [rosa_there.id])
    seats.listed(desk, day_id)
    paper.print_list(desk, day_id, "sign-in")
    assert f"Accountability {rosa_there.class_of + 1}" in (
        paper.export(desk, day_id, "csv").content.decode("utf-8-sig")
    )
    for event in (
        Event.TESTING_LIST_VIEWED,
        Event.TESTING_LIST_PRINTED,
        Event.LIST_EXPORTED,
    ):
        assert named_in(newest(desk, event).details) == {rosa_there.id}, event


def test_days_are_days_in_texas_both_included(desk: Desk, auditor: Desk) -> None:
    today = desk.now.astimezone(TEXAS).date()
    total = trail.page(auditor, Asked(since=today, until=today)).total
    assert total > 0
    assert trail.page(auditor, Asked(until=today - timedelta(days=1))).total == 0
    assert trail.page(auditor, Asked(since=today + timedelta(days=1))).total == 0


def test_reading_the_trail_stands_in_the_trail(auditor: Desk) -> None:
    trail.page(auditor, Asked(kind=trail.CHANGED))
    last = newest(auditor, Event.AUDIT_VIEWED)
    assert last.actor_id == auditor.actor.user_id
    assert last.details["kind"] == trail.CHANGED


def test_taking_the_trail_away_asks_for_no_right_to_student_lists(auditor: Desk) -> None:
    file = trail.export(auditor, Asked(), "csv")
    assert b"User added" in file.content
    assert newest(auditor, Event.LIST_EXPORTED).actor_id == auditor.actor.user_id


def test_too_many_entries_for_a_file_are_refused_with_a_way_out(
    auditor: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail, "MOST_IN_A_FILE", 3)
    with pytest.raises(trail.TooMany, match="Choose a shorter time"):
        trail.export(auditor, Asked(), "csv")


def test_a_counselor_does_not_read_the_trail(
    district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    counselor = desk_of(district.counselor)
    for read in (trail.page, lambda one, asked: trail.export(one, asked, "csv")):
        with pytest.raises(NotAllowed):
            read(counselor, Asked())
    with pytest.raises(NotAllowed):
        verifying.ask(counselor)


def test_a_verification_is_found_again_under_its_own_id(auditor: Desk) -> None:
    check_id, _ = verifying.ask(auditor)
    waiting, task = verifying.result(auditor, check_id)
    assert waiting is None
    assert task is not None
    verifying.work(auditor, check_id, lambda _done, _total: None)
    found, _ = verifying.result(auditor, check_id)
    assert found is not None
    assert (found.broken_at, found.whole) == (None, found.entries)
    assert verifying.latest(auditor)[0].id == check_id


def test_an_entry_that_only_counts_students_is_read_as_a_count(desk: Desk, auditor: Desk) -> None:
    desk.record(Event.DISCLOSURE_RECORDED, "disclosure", details={"basis": "court", "students": 3})
    desk.session.commit()
    (entry,) = trail.page(auditor, Asked(action=Event.DISCLOSURE_RECORDED.value)).entries
    assert (entry.students, entry.more) == (0, "basis court, students 3")
