"""A granted correction holds against files, can be traced, and no undo takes it away."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from careercraft.models import Correction, Disagreement, Document, Evidence, ImportRow, Student
from careercraft.privacy.audit_check import first_broken_link
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.identity import open_identity
from careercraft.services import imports, students
from careercraft.services.facts import stored_facts
from careercraft.services.imports import CannotUndo
from careercraft.services.records import correcting
from tests.services.records.office import Office
from tests.services.uploads import SITTING, applied, roster, sat, staged, undone

pytestmark = pytest.mark.database
BORN, CORRECTED = "2010-09-14", date(2009, 9, 14)


def math_of(office: Office) -> int | None:
    office.officer.session.expire_all()
    facts = stored_facts(office.officer, [office.student_id]).get(office.student_id, [])
    return next((fact.payload["parts"]["math"] for fact in facts), None)


def birth_of(office: Office) -> date | None:
    return open_identity(office.officer.keys, office.student()).birth_date


def test_a_correction_changes_the_fact_and_keeps_what_it_was_sealed(office: Office) -> None:
    request_id, taken = office.grant("parts.math", "560")
    assert math_of(office) == 560
    assert len(taken.task_ids) == 1
    correction = office.officer.session.scalars(select(Correction)).one()
    assert b"510" not in correction.before_sealed
    old, new = office.officer.session.scalars(
        select(Evidence).order_by(Evidence.correction_id.nulls_first())
    ).all()
    assert (old.active, new.active) == (False, True)
    assert old.superseded_by == new.correction_id == correction.id
    assert office.request(request_id).state == "amended"


def test_a_later_file_with_the_old_value_changes_nothing_and_raises_a_disagreement(
    office: Office,
) -> None:
    office.grant("parts.math", "560")
    batch_id = applied(office.director, sat([SITTING], "again.csv"))
    assert math_of(office) == 560
    noted = office.officer.session.scalars(select(Disagreement)).one()
    assert noted.batch_id == batch_id
    assert noted.settled_at is None


def test_the_preview_says_that_a_row_disagrees_with_a_corrected_record(office: Office) -> None:
    office.grant("parts.math", "560")
    batch_id = staged(office.director, sat([SITTING], "again.csv"))
    rows = imports.rows(office.director, batch_id, None).rows
    assert any("corrected on request" in note for note in rows[0].notes)
    assert rows[0].outcome == "same"


def test_the_preview_lists_the_students_whose_rows_are_against_a_correction(
    office: Office,
) -> None:
    before = staged(office.director, sat([SITTING], "before.csv"))
    office.grant("parts.math", "560")
    batch_id = staged(office.director, sat([SITTING], "again.csv"))
    listed = imports.rows(office.director, batch_id, "conflict")
    assert (listed.conflicts, listed.total) == (1, 1)
    assert [row.student_id for row in listed.rows] == [office.student_id]
    assert imports.rows(office.director, before, "conflict").rows == ()
    assert imports.rows(office.director, before, None).conflicts == 0


def test_a_file_that_brings_the_corrected_value_ends_the_pin(office: Office) -> None:
    office.grant("parts.math", "560")
    applied(office.director, sat([SITTING | {"math": 560}], "agreed.csv"))
    correction = office.officer.session.scalars(select(Correction)).one()
    assert correction.agreed_batch_id is not None
    applied(office.director, sat([SITTING | {"math": 600}], "newer.csv"))
    assert math_of(office) == 600


def test_a_corrected_date_is_not_entered_twice_when_the_source_follows(office: Office) -> None:
    office.grant("date", "2025-10-05")
    applied(office.director, sat([SITTING | {"date": "2025-10-05"}], "moved.csv"))
    office.officer.session.expire_all()
    facts = stored_facts(office.officer, [office.student_id])[office.student_id]
    assert [fact.payload["date"] for fact in facts] == ["2025-10-05"]


def test_a_fact_that_was_taken_out_stays_out(office: Office) -> None:
    office.grant("", "")
    assert math_of(office) is None
    applied(office.director, sat([SITTING], "again.csv"))
    assert math_of(office) is None


def test_a_corrected_birth_date_survives_the_nightly_roster(
    office: Office, rosa: dict[str, object]
) -> None:
    office.grant("birth_date", CORRECTED.isoformat())
    applied(office.director, roster([rosa | {"birth_date": BORN, "grade": "11"}], "night.csv"))
    assert birth_of(office) == CORRECTED
    assert office.student().grade == 11
    assert office.officer.session.scalars(select(Disagreement)).one()


def test_a_roster_that_agrees_or_is_silent_raises_no_disagreement(
    office: Office, rosa: dict[str, object]
) -> None:
    office.grant("birth_date", CORRECTED.isoformat())
    silent = {name: value for name, value in rosa.items() if name != "birth_date"}
    applied(office.director, roster([silent], "silent.csv"))
    assert office.officer.session.scalars(select(Disagreement)).all() == []
    applied(office.director, roster([rosa | {"birth_date": CORRECTED}], "agreed.csv"))
    assert office.officer.session.scalars(select(Disagreement)).all() == []
    assert office.officer.session.scalars(select(Correction)).one().agreed_batch_id


def test_undoing_the_file_that_brought_a_fact_leaves_its_correction(office: Office) -> None:
    newer = applied(office.director, sat([SITTING | {"math": 530}], "newer.csv"))
    office.grant("parts.math", "560")
    undone(office.director, newer)
    assert math_of(office) == 560
    again = applied(office.director, sat([SITTING], "again.csv"))
    undone(office.director, again)
    assert math_of(office) == 560


def test_undoing_a_roster_leaves_the_corrected_field(
    office: Office, rosa: dict[str, object]
) -> None:
    night = applied(office.director, roster([rosa | {"birth_date": BORN, "grade": "11"}], "n.csv"))
    office.grant("birth_date", CORRECTED.isoformat())
    undone(office.director, night)
    assert birth_of(office) == CORRECTED
    assert office.student().grade == 12


def test_undoing_the_file_that_ended_a_pin_lets_it_hold_again(office: Office) -> None:
    office.grant("parts.math", "560")
    agreed = applied(office.director, sat([SITTING | {"math": 560}], "agreed.csv"))
    undone(office.director, agreed)
    applied(office.director, sat([SITTING], "old.csv"))
    assert math_of(office) == 560


def test_the_file_that_brought_a_student_with_a_case_cannot_be_undone(
    office: Office, rosa: dict[str, object]
) -> None:
    other = applied(
        office.director,
        roster([rosa | {"state_unique_id": "1111111111", "local_id": "9", "first_name": "Ana"}]),
    )
    ana = office.officer.session.scalars(
        select(Student.id).where(Student.id != office.student_id)
    ).one()
    office._replace(student_id=ana).lodge()
    with pytest.raises(CannotUndo) as told:
        undone(office.director, other)
    assert "records office" in told.value.sentence


def test_a_second_correction_of_the_same_part_takes_the_place_of_the_first(
    office: Office,
) -> None:
    office.grant("parts.math", "560")
    office.grant("parts.math", "570")
    applied(office.director, sat([SITTING], "again.csv"))
    assert math_of(office) == 570
    applied(office.director, sat([SITTING | {"math": 570}], "agreed.csv"))
    applied(office.director, sat([SITTING | {"math": 580}], "newer.csv"))
    assert math_of(office) == 580


def test_older_prints_are_marked_even_where_only_the_name_was_corrected(office: Office) -> None:
    document = Document(
        district_id=office.district.id,
        student_id=office.student_id,
        kind="student_plan",
        language="en",
        state="ready",
        asked_by=office.district.director.user_id,
    )
    office.officer.session.add(document)
    office.officer.session.commit()
    office.grant("first_name", "Rosalía")
    assert students.page(office.officer, office.student_id).plans[0].superseded


def test_whoever_saw_the_record_before_is_listed(office: Office) -> None:
    students.page(office.director, office.student_id)
    office.grant("parts.math", "560")
    readers = correcting.earlier_readers(office.officer, office.student_id, office.officer.now)
    assert [(one.who, one.action) for one in readers] == [("District Director", "student:viewed")]


def test_every_step_of_a_correction_is_in_the_unbroken_trail(office: Office) -> None:
    office.grant("parts.math", "560")
    assert first_broken_link(office.officer.session, office.officer.keys) is None


def test_a_value_that_cannot_be_is_refused_with_what_was_expected(office: Office) -> None:
    request_id = office.lodge()
    with pytest.raises(Refused) as told:
        office.contest(request_id, "parts.math", "five hundred")
    assert "is a number" in told.value.sentences[0]
    with pytest.raises(Refused) as told:
        office.contest(request_id, "birth_date", "14.9.2008")
    assert "2025-10-04" in told.value.sentences[0]
    with pytest.raises(Refused):
        office.contest(request_id, "parts.math", "510")


def test_the_rows_of_the_file_keep_what_they_said(office: Office) -> None:
    before = office.officer.session.scalars(select(ImportRow.row_sealed)).all()
    office.grant("parts.math", "560")
    assert office.officer.session.scalars(select(ImportRow.row_sealed)).all() == before
