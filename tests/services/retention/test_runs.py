"""What has reached its period is proposed, confirmed by a person, and destroyed with its keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from careercraft.models import (
    Destruction,
    Document,
    Evidence,
    RecordKey,
    RetentionRun,
    Student,
)
from careercraft.privacy.access import Actor, NotAllowed
from careercraft.privacy.cases.facts import Kind
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.sealing import FORMAT, OWNED, Place, seal_json
from careercraft.services import documents
from careercraft.services.context import Desk
from careercraft.services.retention import periods, runs
from careercraft.services.retention.resealing import reseal
from careercraft.services.tasks import Cancelled
from tests.conftest import MOMENT
from tests.seed import SmallDistrict
from tests.services.records.office import Office
from tests.services.uploads import silent

SEVEN_YEARS = 2027 + 7


def in_summer_of(office: Office, year: int) -> Desk:
    return office.officer._replace(now=MOMENT.replace(year=year, month=7))


def gone(office: Office) -> None:
    """Rosa's class has graduated, and she with it."""
    session = office.director.session
    session.execute(update(Student).values(status="graduated", class_of=2027))
    session.commit()


def test_a_record_is_proposed_after_its_period_and_not_before(office: Office) -> None:
    gone(office)
    desk = in_summer_of(office, SEVEN_YEARS - 1)
    run_id = runs.propose(desk)
    if run_id is not None:
        assert "student_record" not in desk.session.get_one(RetentionRun, run_id).found
    desk = in_summer_of(office, SEVEN_YEARS)
    run_id = runs.propose(desk)
    assert run_id is not None
    assert desk.session.get_one(RetentionRun, run_id).found["student_record"] == 1
    assert desk.session.scalars(select(Student.id)).all() == [office.student_id]


def test_nothing_is_destroyed_before_a_person_confirms(office: Office) -> None:
    gone(office)
    desk = in_summer_of(office, SEVEN_YEARS)
    run_id = runs.propose(desk)
    assert run_id is not None
    runs.confirm(desk, run_id)
    runs.carry_out(desk, run_id, silent)
    assert desk.session.scalars(select(Student.id)).all() == []
    assert desk.session.get(RecordKey, office.student_id) is None
    certificate = desk.session.scalars(select(Destruction)).one()
    assert (certificate.kind, certificate.state) == ("retention", "done")
    with pytest.raises(Refused):
        runs.confirm(desk, run_id)


def test_a_student_with_an_open_request_is_left_out(office: Office) -> None:
    gone(office)
    office.lodge(Kind.ACCESS)
    desk = in_summer_of(office, SEVEN_YEARS)
    run_id = runs.propose(desk)
    if run_id is not None:
        run = desk.session.get_one(RetentionRun, run_id)
        assert "student_record" not in run.found
        assert run.held == 1


def test_a_request_that_arrives_after_the_confirmation_holds_too(office: Office) -> None:
    gone(office)
    desk = in_summer_of(office, SEVEN_YEARS)
    run_id = runs.propose(desk)
    assert run_id is not None
    runs.confirm(desk, run_id)
    office.lodge(Kind.ACCESS)
    runs.carry_out(desk, run_id, silent)
    assert desk.session.scalars(select(Student.id)).all() == [office.student_id]


def test_a_run_that_is_stopped_keeps_what_it_did_and_goes_on(office: Office) -> None:
    desk = office.officer._replace(now=MOMENT + timedelta(days=800))
    for _ in range(2):
        asked = documents.ask_for_plan(office.director, office.student_id, "en")
        documents.print_plan(office.director, asked.document_id, silent)
    run_id = runs.propose(desk)
    assert run_id is not None
    assert desk.session.get_one(RetentionRun, run_id).found["prints"] == 2
    runs.confirm(desk, run_id)

    def stop(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        runs.carry_out(desk, run_id, stop)
    desk.session.rollback()
    runs.note_stop(desk, run_id)
    desk.session.commit()
    runs.confirm(desk, run_id)
    runs.carry_out(desk, run_id, silent)
    assert desk.session.scalars(select(Document)).all() == []


def test_the_district_sets_its_own_period_with_a_reason(office: Office) -> None:
    desk = office.director
    assert periods.in_force(desk, "print_days").value == 730
    for typed in ("0", "-1", "3651", "ten", "1.5"):
        with pytest.raises(Refused):
            periods.set_own(desk, "print_days", typed, "Series 1")
    with pytest.raises(Refused):
        periods.set_own(desk, "print_days", "10", " ")
    periods.set_own(desk, "print_days", "10", "Series 1")
    assert periods.in_force(desk, "print_days").value == 10
    periods.set_own(desk, "print_days", "", "Back to the default")
    assert not periods.in_force(desk, "print_days").own


def test_a_counselor_destroys_nothing(
    district: SmallDistrict, desk_of: Callable[[Actor], Desk], office: Office
) -> None:
    gone(office)
    run_id = runs.propose(in_summer_of(office, SEVEN_YEARS))
    assert run_id is not None
    with pytest.raises(NotAllowed):
        runs.confirm(desk_of(district.counselor), run_id)


def test_what_was_sealed_before_students_had_keys_is_sealed_anew(office: Office) -> None:
    desk = office.director
    row = desk.session.scalars(select(Evidence)).first()
    assert row is not None
    assert row.fact_sealed[0] == OWNED
    place = Place("evidence", "fact_sealed", row.id)
    row.fact_sealed = seal_json(desk.keys, place, {"old": True})
    desk.session.commit()
    assert row.fact_sealed[0] == FORMAT
    assert reseal(desk) == 1
    desk.session.refresh(row)
    assert row.fact_sealed[0] == OWNED
    assert reseal(desk) == 0
