"""Whoever turns 18 is told of once, to whoever may see the student, until somebody takes note."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from careercraft.models import Student
from careercraft.privacy.access import Actor, NotFound
from careercraft.services import nightly
from careercraft.services.context import Desk
from careercraft.services.records import due_notices, of_age
from tests.seed import SmallDistrict, add_student

TODAY = date(2026, 11, 16)


def born(desk: Desk, district: SmallDistrict, on: date | None) -> Student:
    student = add_student(desk.session, desk.keys, district.north, birth_date=on)
    desk.session.commit()
    return student


@pytest.mark.parametrize(
    ("birthday", "told"),
    [
        (date(2008, 11, 17), 0),
        (date(2008, 11, 16), 1),
        (date(2008, 11, 15), 1),
        (date(2008, 10, 16), 1),
        (date(2008, 10, 15), 0),
        (None, 0),
    ],
)
def test_a_birthday_just_before_at_and_after_and_one_that_is_no_news(
    desk: Desk, district: SmallDistrict, birthday: date | None, told: int
) -> None:
    born(desk, district, birthday)
    assert of_age.find(desk) == told
    assert of_age.find(desk) == 0
    assert of_age.count(desk) == told


def test_the_counselor_of_the_campus_is_told_and_takes_note(
    desk: Desk, district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    student = born(desk, district, TODAY.replace(year=2008))
    lines = [line.said for line in nightly.run(desk)]
    assert any("1 students turned 18" in line for line in lines)
    counselor, auditor = desk_of(district.counselor), desk_of(district.auditor)
    assert [one.about for one in due_notices.notices(counselor)] == ["of_age"]
    assert due_notices.notices(auditor) == []
    (passed,) = of_age.listed(counselor)
    assert passed.student_id == student.id
    of_age.take_note(counselor, passed.id)
    assert of_age.count(counselor) == 0


def test_a_counselor_elsewhere_hears_nothing_of_it(
    desk: Desk, district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    student = add_student(
        desk.session, desk.keys, district.south, birth_date=TODAY.replace(year=2008)
    )
    desk.session.commit()
    of_age.find(desk)
    counselor = desk_of(district.counselor)
    assert of_age.count(counselor) == 0
    (passed,) = of_age.listed(desk)
    assert passed.student_id == student.id
    with pytest.raises(NotFound):
        of_age.take_note(counselor, passed.id)
