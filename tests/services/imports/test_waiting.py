"""Rows that found nobody for certain: suggested with reasons, decided by a person, remembered."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from careercraft.models import Evidence, ImportBatch
from careercraft.privacy.access import Actor, NotAllowed, NotFound
from careercraft.services import imports
from careercraft.services.context import Desk
from careercraft.services.imports import match_decisions, waiting
from tests.conftest import QueryCount
from tests.seed import SmallDistrict, add_student
from tests.services.uploads import applied, apply_staged, sat, silent, staged

MISSPELT = {
    "last_name": "Ibara",
    "first_name": "Rosa",
    "birth_date": "2008-09-14",
    "date": "2025-10-04",
    "ebrw": 500,
    "math": 510,
}


@pytest.fixture
def rosa(desk: Desk, district: SmallDistrict) -> UUID:
    found = add_student(desk.session, desk.keys, district.north, local_id="771")
    desk.session.commit()
    return found.id


def facts(desk: Desk) -> int:
    return desk.session.execute(select(func.count()).where(Evidence.active)).scalar_one()


def decided(desk: Desk, student_id: UUID | None) -> None:
    (person,) = waiting.page(desk).people
    match_decisions.decide(desk, person.row_id, student_id)


def test_a_row_that_found_nobody_waits_with_a_suggestion_and_its_reasons(
    desk: Desk, rosa: UUID
) -> None:
    applied(desk, sat([MISSPELT]))
    (person,) = waiting.page(desk).people
    assert person.person == "Ibara, Rosa"
    (suggested,) = person.suggestions
    assert suggested.student_id == rosa
    assert suggested.why == ("last name reads alike", "same first name", "same date of birth")
    assert facts(desk) == 0


def test_nothing_is_decided_by_itself(desk: Desk, rosa: UUID) -> None:
    applied(desk, sat([MISSPELT]))
    applied(desk, sat([MISSPELT | {"math": 520}]))
    assert facts(desk) == 0
    (person,) = waiting.page(desk).people
    assert person.rows == 2


def test_a_decision_holds_for_the_next_file(desk: Desk, rosa: UUID) -> None:
    applied(desk, sat([MISSPELT]))
    decided(desk, rosa)
    assert waiting.page(desk).total == 0
    found = desk.session.get_one(ImportBatch, applied(desk, sat([MISSPELT | {"math": 520}])))
    assert found.counts["create"] == 1
    assert facts(desk) == 1


def test_a_decision_counts_for_a_file_that_is_staged_already(desk: Desk, rosa: UUID) -> None:
    batch_id = staged(desk, sat([MISSPELT]))
    decided(desk, rosa)
    apply_staged(desk, batch_id)
    assert facts(desk) == 1


def test_what_was_left_out_can_be_loaded_afterwards_and_undone(desk: Desk, rosa: UUID) -> None:
    applied(desk, sat([MISSPELT]))
    decided(desk, rosa)
    (view,) = match_decisions.decisions(desk)
    assert view.to_load == 1
    (made,) = match_decisions.load_decided(desk)
    assert desk.session.get_one(ImportBatch, made).counts["create"] == 1
    apply_staged(desk, made)
    assert facts(desk) == 1
    imports.ask_to_undo(desk, made)
    imports.undo(desk, made, silent)
    assert facts(desk) == 0


def test_rows_loaded_twice_change_nothing(desk: Desk, rosa: UUID) -> None:
    applied(desk, sat([MISSPELT]))
    decided(desk, rosa)
    for expected in ("create", "same"):
        (made,) = match_decisions.load_decided(desk)
        apply_staged(desk, made)
        assert desk.session.get_one(ImportBatch, made).counts[expected] == 1
    assert facts(desk) == 1


def test_a_set_of_decided_rows_can_be_thrown_away(desk: Desk, rosa: UUID) -> None:
    applied(desk, sat([MISSPELT]))
    decided(desk, rosa)
    (made,) = match_decisions.load_decided(desk)
    imports.discard(desk, made)
    assert desk.session.get_one(ImportBatch, made).state == "discarded"


def test_nobody_of_ours_stays_out_from_then_on(desk: Desk, rosa: UUID) -> None:
    applied(desk, sat([MISSPELT]))
    decided(desk, None)
    assert waiting.page(desk).total == 0
    found = desk.session.get_one(ImportBatch, applied(desk, sat([MISSPELT])))
    assert found.counts["empty"] == 1
    assert facts(desk) == 0


def test_a_decision_can_be_taken_back(desk: Desk, rosa: UUID) -> None:
    applied(desk, sat([MISSPELT]))
    decided(desk, None)
    (view,) = match_decisions.decisions(desk)
    match_decisions.withdraw(desk, view.id)
    assert match_decisions.decisions(desk) == ()
    assert waiting.page(desk).total == 1
    with pytest.raises(NotFound):
        match_decisions.withdraw(desk, view.id)


def test_a_person_written_otherwise_is_another_one(desk: Desk, rosa: UUID) -> None:
    applied(desk, sat([MISSPELT]))
    decided(desk, rosa)
    applied(desk, sat([MISSPELT | {"last_name": "Ybarra"}]))
    assert [each.person for each in waiting.page(desk).people] == ["Ybarra, Rosa"]


def test_capitals_and_accents_make_no_other_person(desk: Desk, rosa: UUID) -> None:
    applied(desk, sat([MISSPELT]))
    decided(desk, rosa)
    applied(desk, sat([MISSPELT | {"last_name": "IBÁRA"}]))
    assert waiting.page(desk).total == 0


def test_a_student_is_found_by_the_id_that_is_typed(desk: Desk, rosa: UUID) -> None:
    assert match_decisions.student_with(desk, " 771 ") == rosa
    with pytest.raises(match_decisions.NobodyFound):
        match_decisions.student_with(desk, "772")


def test_only_students_of_the_district_can_be_named(
    desk: Desk,
    rosa: UUID,
    desk_of: Callable[[Actor], Desk],
    other_district: SmallDistrict,
) -> None:
    other_desk = desk_of(other_district.director)
    stranger = add_student(other_desk.session, other_desk.keys, other_district.north).id
    other_desk.session.commit()
    applied(desk, sat([MISSPELT]))
    (person,) = waiting.page(desk).people
    for nobody in (stranger, uuid4()):
        with pytest.raises(NotFound):
            match_decisions.decide(desk, person.row_id, nobody)
    with pytest.raises(NotFound):
        match_decisions.decide(other_desk, person.row_id, None)


def test_who_may_not_apply_files_may_look_and_not_decide(
    desk: Desk, district: SmallDistrict, rosa: UUID
) -> None:
    applied(desk, sat([MISSPELT]))
    officer = desk._replace(actor=district.records_officer)
    (person,) = waiting.page(officer).people
    with pytest.raises(NotAllowed):
        match_decisions.decide(officer, person.row_id, rosa)
    with pytest.raises(NotAllowed):
        waiting.page(desk._replace(actor=district.counselor))


def test_the_queue_asks_as_many_questions_for_ten_people_as_for_one(
    desk: Desk, rosa: UUID, count_queries: Callable[[], AbstractContextManager[QueryCount]]
) -> None:
    applied(desk, sat([MISSPELT]))
    with count_queries() as few:
        waiting.page(desk)
    applied(desk, sat([MISSPELT | {"first_name": f"R{n}"} for n in range(9)]))
    with count_queries() as many:
        waiting.page(desk)
    assert many.count == few.count
