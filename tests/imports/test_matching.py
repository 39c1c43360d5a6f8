from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from careercraft.imports.matching import Directory, Match, Reason, Rung, clues_of, match
from careercraft.imports.rows import Person
from careercraft.models import Student
from careercraft.services.context import Desk
from tests.seed import SmallDistrict, add_student

BORN = date(2008, 9, 14)
ROSA = {"first_name": "Rosa", "last_name": "Ibarra", "birth_date": BORN}
STATE_ID, LOCAL_ID = "1234567890", "004411"

pytestmark = pytest.mark.database


@pytest.fixture
def rosa(desk: Desk, district: SmallDistrict) -> Student:
    return _add(desk, district, **ROSA, state_unique_id=STATE_ID, local_id=LOCAL_ID)


def _add(desk: Desk, district: SmallDistrict, **about: Any) -> Student:
    return add_student(desk.session, desk.keys, district.north, **about)


def matched(desk: Desk, **about: Any) -> Match:
    person = Person(**about)
    clues = clues_of(desk.keys, person)
    directory = Directory(desk.session, desk.keys)
    directory.load([clues])
    return match(person, clues, directory)


def found(desk: Desk, **about: Any) -> tuple[object, Rung | None]:
    result = matched(desk, **about)
    return result.student.id if result.student else None, result.rung


def test_a_state_id_finds_its_student(desk: Desk, rosa: Student) -> None:
    assert found(desk, state_unique_id=STATE_ID) == (rosa.id, Rung.STATE_ID)


def test_a_local_id_finds_its_student(desk: Desk, rosa: Student) -> None:
    assert found(desk, local_id=LOCAL_ID) == (rosa.id, Rung.LOCAL_ID)


def test_a_name_with_its_date_of_birth_finds_the_student(desk: Desk, rosa: Student) -> None:
    assert found(desk, **ROSA) == (rosa.id, Rung.NAME_BIRTH)


def test_names_are_compared_without_accents_and_case(desk: Desk, district: SmallDistrict) -> None:
    student = _add(desk, district, first_name="Zoë", last_name="Núñez-O’Brien", birth_date=BORN)
    about = {"first_name": "ZOE", "last_name": "NUNEZ OBRIEN", "birth_date": BORN}
    assert found(desk, **about) == (student.id, Rung.NAME_BIRTH)


def test_the_state_id_is_asked_before_the_local_id(
    desk: Desk, district: SmallDistrict, rosa: Student
) -> None:
    _add(desk, district, first_name="Ben", last_name="Okafor", local_id="5")
    assert found(desk, state_unique_id=STATE_ID, local_id="5") == (rosa.id, Rung.STATE_ID)


def test_an_unknown_state_id_leaves_the_word_to_the_local_id(desk: Desk, rosa: Student) -> None:
    about = ROSA | {"state_unique_id": "9999999999", "local_id": LOCAL_ID}
    assert found(desk, **about) == (rosa.id, Rung.LOCAL_ID)


@pytest.mark.parametrize("length", [9, 11])
def test_what_cannot_be_a_state_id_is_tried_as_a_local_id(
    desk: Desk, district: SmallDistrict, length: int
) -> None:
    student = _add(desk, district, **ROSA, local_id="7" * length)
    assert found(desk, state_unique_id="7" * length) == (student.id, Rung.LOCAL_ID)


def test_ten_digits_are_a_state_id_and_no_local_id(desk: Desk, district: SmallDistrict) -> None:
    _add(desk, district, **ROSA, local_id="7" * 10)
    assert matched(desk, state_unique_id="7" * 10).reason is Reason.NOBODY_FOUND


@pytest.mark.parametrize("written", ["4411", "04411", "004411", "000004411"])
def test_a_local_id_is_found_whatever_became_of_its_leading_zeros(
    desk: Desk, rosa: Student, written: str
) -> None:
    assert found(desk, local_id=written, last_name="Ibarra") == (rosa.id, Rung.LOCAL_ID)


def test_a_respelt_local_id_alone_is_not_enough(desk: Desk, rosa: Student) -> None:
    assert matched(desk, local_id="4411").reason is Reason.NOBODY_FOUND


def test_a_respelt_local_id_with_another_name_is_not_enough(desk: Desk, rosa: Student) -> None:
    about = {"local_id": "4411", "last_name": "Okafor", "birth_date": date(2009, 1, 1)}
    assert matched(desk, **about).reason is Reason.NOBODY_FOUND


def test_a_local_id_padded_to_a_state_id_is_found_with_the_name(desk: Desk, rosa: Student) -> None:
    about = {"state_unique_id": "0000004411", "last_name": "Ibarra"}
    assert found(desk, **about) == (rosa.id, Rung.LOCAL_ID)


@pytest.mark.parametrize(
    ("local_id", "state_id", "is_found"),
    [("12345678", "0012345678", False), ("1234567", "0001234567", True)],
)
def test_only_a_state_id_with_three_leading_zeros_may_be_a_padded_local_id(
    desk: Desk, district: SmallDistrict, local_id: str, state_id: str, *, is_found: bool
) -> None:
    student = _add(desk, district, **ROSA, local_id=local_id)
    result = matched(desk, state_unique_id=state_id, last_name="Ibarra")
    assert (result.student is not None and result.student.id == student.id) is is_found


def test_two_students_with_one_local_id_are_never_guessed_between(
    desk: Desk, district: SmallDistrict, rosa: Student
) -> None:
    _add(desk, district, first_name="Ben", last_name="Okafor", local_id=LOCAL_ID)
    result = matched(desk, local_id=LOCAL_ID, **ROSA)
    assert (result.student, result.rung, result.reason) == (
        None,
        Rung.LOCAL_ID,
        Reason.SEVERAL_STUDENTS,
    )


def test_two_students_of_one_name_and_birthday_are_never_guessed_between(
    desk: Desk, district: SmallDistrict, rosa: Student
) -> None:
    _add(desk, district, **ROSA, local_id="5")
    result = matched(desk, **ROSA)
    assert (result.student, result.reason) == (None, Reason.SEVERAL_STUDENTS)


def test_the_local_id_tells_two_namesakes_apart(
    desk: Desk, district: SmallDistrict, rosa: Student
) -> None:
    other = _add(desk, district, **ROSA, local_id="5")
    assert found(desk, **ROSA, local_id="5") == (other.id, Rung.LOCAL_ID)


@pytest.mark.parametrize("id_", [{"state_unique_id": STATE_ID}, {"local_id": LOCAL_ID}])
def test_an_id_whose_name_and_birthday_are_both_other_ones_is_a_contradiction(
    desk: Desk, rosa: Student, id_: dict[str, str]
) -> None:
    result = matched(desk, **id_, last_name="Okafor", birth_date=date(2009, 1, 1))
    assert (result.student, result.reason) == (None, Reason.OTHER_PERSON)


@pytest.mark.parametrize(
    "about",
    [
        {"last_name": "Okafor", "birth_date": BORN},
        {"last_name": "Ibarra", "birth_date": date(2009, 1, 1)},
        {"last_name": "Okafor"},
        {"birth_date": date(2009, 1, 1)},
        {"last_name": "Ibarra-Luna", "birth_date": date(2009, 1, 1)},
    ],
)
def test_one_disagreement_alone_does_not_undo_an_id(
    desk: Desk, rosa: Student, about: dict[str, Any]
) -> None:
    assert found(desk, state_unique_id=STATE_ID, **about) == (rosa.id, Rung.STATE_ID)


def test_a_name_that_fits_a_student_with_another_state_id_is_not_certain(
    desk: Desk, rosa: Student
) -> None:
    result = matched(desk, **ROSA, state_unique_id="9999999999")
    assert (result.student, result.reason) == (None, Reason.OTHER_STATE_ID)


def test_a_namesake_with_two_other_ids_is_somebody_else(desk: Desk, rosa: Student) -> None:
    result = matched(desk, **ROSA, state_unique_id="9999999999", local_id="5")
    assert result.reason is Reason.NOBODY_FOUND


def test_a_row_that_names_nobody_is_said_to_name_nobody(desk: Desk, rosa: Student) -> None:
    assert matched(desk, last_name="Ibarra", first_name="Rosa").reason is Reason.NOBODY_NAMED


def test_a_removed_student_is_not_found(desk: Desk, rosa: Student) -> None:
    rosa.removed_at = desk.now
    desk.session.flush()
    assert matched(desk, state_unique_id=STATE_ID).reason is Reason.NOBODY_FOUND


def test_a_student_of_another_district_is_not_found(
    desk: Desk, other_district: SmallDistrict, desk_of: Any
) -> None:
    other = desk_of(other_district.director)
    _add(other, other_district, **ROSA, state_unique_id=STATE_ID)
    other.session.commit()
    assert matched(desk, state_unique_id=STATE_ID, **ROSA).reason is Reason.NOBODY_FOUND
