"""Students of a roster beside those on file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from careercraft.imports.roster import class_of
from careercraft.imports.rows import LineResult, Person, StudentItem
from careercraft.services.context import Desk
from tests.imports.staging.steps import (
    ROSA,
    STATE_ID,
    TODAY,
    codes,
    stage_roster,
)
from tests.seed import SmallDistrict, add_student

pytestmark = pytest.mark.database


def test_an_unknown_student_is_to_be_created(desk: Desk, item: StudentItem) -> None:
    _, (row,) = stage_roster(desk, LineResult(2, ROSA, student=item))
    assert (row["outcome"], row["student_id"]) == ("create", None)


def test_a_known_student_changes_only_where_the_file_says_something_else(
    desk: Desk, district: SmallDistrict, item: StudentItem
) -> None:
    student = add_student(
        desk.session, desk.keys, district.north, state_unique_id=STATE_ID, local_id="004411"
    )
    said = item._replace(campus_id=district.south.number, special_education=True)
    _, (row,) = stage_roster(desk, LineResult(2, ROSA, student=said))
    assert (row["outcome"], row["student_id"]) == ("change", student.id)
    assert {change["field"]: (change["old"], change["new"]) for change in row["changes"]} == {
        "campus_id": ("North High School", "South High School"),
        "special_education": (None, True),
    }


def test_a_file_in_capitals_does_not_change_a_name(
    desk: Desk, district: SmallDistrict, item: StudentItem
) -> None:
    add_student(
        desk.session,
        desk.keys,
        district.north,
        last_name="Núñez",
        state_unique_id=STATE_ID,
        local_id="004411",
    )
    said = ROSA._replace(last_name="NUNEZ", first_name="ROSA")
    _, (row,) = stage_roster(desk, LineResult(2, said, student=item))
    assert row["outcome"] == "same"


@pytest.mark.parametrize(("grade", "outcome"), [(8, "empty"), (9, "create"), (10, "create")])
def test_students_are_kept_from_grade_nine_on(
    desk: Desk, item: StudentItem, grade: int, outcome: str
) -> None:
    _, (row,) = stage_roster(desk, LineResult(2, ROSA, student=item._replace(grade=grade)))
    assert row["outcome"] == outcome


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"campus_id": "001902999"}, "campus_of_another_district"),
        ({"campus_id": None}, "campus_missing"),
        ({"grade": None}, "class_missing"),
        ({"grade": 13}, "class_missing"),
    ],
)
def test_a_student_who_cannot_be_placed_is_refused_with_what_to_do(
    desk: Desk, item: StudentItem, said: dict[str, Any], code: str
) -> None:
    _, (row,) = stage_roster(desk, LineResult(2, ROSA, student=item._replace(**said)))
    assert (row["outcome"], codes(row["reasons"])) == ("refused", [code])
    assert "upload the file again" in row["reasons"][0]["next_step"]


def test_a_new_student_without_a_name_is_refused(desk: Desk, item: StudentItem) -> None:
    nameless = ROSA._replace(last_name=None)
    _, (row,) = stage_roster(desk, LineResult(2, nameless, student=item))
    assert (row["outcome"], codes(row["reasons"])) == ("refused", ["name_missing"])


def test_an_ambiguous_roster_row_creates_nobody(
    desk: Desk, district: SmallDistrict, item: StudentItem
) -> None:
    for name in ("Rosa", "Ben"):
        add_student(desk.session, desk.keys, district.north, first_name=name, local_id="004411")
    person = ROSA._replace(state_unique_id=None)
    _, (row,) = stage_roster(desk, LineResult(2, person, student=item))
    assert (row["outcome"], row["match"]["reason"]) == ("ambiguous", "several_students")


def test_a_student_named_twice_is_created_once_and_the_later_row_counts(
    desk: Desk, item: StudentItem
) -> None:
    counts, rows = stage_roster(
        desk,
        LineResult(2, ROSA, student=item),
        LineResult(3, ROSA, student=item._replace(grade=11)),
    )
    assert [row["outcome"] for row in rows] == ["create", "change"]
    assert codes(rows[1]["remarks"]) == ["named_again"]
    assert counts["create"] == 1


def test_a_state_id_claimed_by_two_rows_is_given_to_one_student_only(
    desk: Desk, district: SmallDistrict, item: StudentItem
) -> None:
    for name, local_id in (("Rosa", "1"), ("Ben", "2")):
        add_student(desk.session, desk.keys, district.north, first_name=name, local_id=local_id)
    claims = [
        Person(STATE_ID, "1", "Ibarra", "Rosa", None, date(2008, 9, 14)),
        Person(STATE_ID, "2", "Okafor", "Ben", None, date(2009, 1, 1)),
    ]
    _, rows = stage_roster(desk, *(LineResult(2, who, student=item) for who in claims))
    assert [row["outcome"] for row in rows] == ["change", "ambiguous"]


def test_a_counselor_is_found_by_email_and_an_unknown_one_is_only_noted(
    desk: Desk, district: SmallDistrict, item: StudentItem
) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id=STATE_ID, local_id="1")
    email = next(iter(district.emails.values())).upper()
    who = ROSA._replace(local_id=None)
    _, (known,) = stage_roster(
        desk, LineResult(2, who, student=item._replace(counselor_email=email))
    )
    _, (unknown,) = stage_roster(
        desk, LineResult(2, who, student=item._replace(counselor_email="nobody@example.org"))
    )
    assert [change["field"] for change in known["changes"]] == ["counselor_id"]
    assert (unknown["outcome"], codes(unknown["remarks"])) == ("same", ["unknown_counselor"])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"class_of": 2030, "grade_9_began_on": date(2022, 8, 15)}, 2030),
        ({"grade_9_began_on": date(2022, 8, 15)}, 2026),
        ({"grade": 12}, 2027),
        ({"grade": 9}, 2030),
    ],
)
def test_the_class_is_what_the_file_says_or_follows_from_grade_nine_or_the_grade(
    said: dict[str, Any], expected: int
) -> None:
    assert class_of(StudentItem(**said), TODAY) == expected
