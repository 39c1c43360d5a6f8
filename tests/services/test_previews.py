"""Another class's rules: who changes, by which indicator, in which words."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from careercraft.privacy.access import Actor, NotFound
from careercraft.services import previews
from careercraft.services.context import Desk
from careercraft.services.previews import Asked
from tests.seed import SmallDistrict
from tests.services.classroom import CLASS, declare_the_rest_absent, ids_by_first_name, state_id
from tests.services.uploads import applied, courses, roster, silent

pytestmark = pytest.mark.database

BEFORE_THE_GRADE_RULE = 2024


@pytest.fixture
def eleventh_graders(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    """Two seniors who took both college preparatory courses in grade 11: from the class of 2026 on
    only grade 12 counts. And one who took none.
    """
    people = {"Rosa": district.north, "Abel": district.south, "Bea": district.north}
    applied(
        desk,
        roster(
            [
                {
                    "state_unique_id": state_id(name),
                    "last_name": f"Vela {name}",
                    "first_name": name,
                    "birth_date": "2008-09-14",
                    "grade": "12",
                    "campus_id": campus.number,
                    "special_education": "0",
                }
                for name, campus in people.items()
            ]
        ),
    )
    applied(
        desk,
        courses(
            [
                {
                    "state_unique_id": state_id(name),
                    "course_kind": "college_prep",
                    "subject": subject,
                    "grade": "11",
                    "passed": "1",
                    "approved_list": "1",
                    "ended_on": "2026-05-20",
                }
                for name in ("Rosa", "Abel")
                for subject in ("ela", "math")
            ]
        ),
    )
    declare_the_rest_absent(desk)
    return ids_by_first_name(desk)


def worked_out(desk: Desk, campus_id: UUID | None = None) -> UUID:
    preview_id, _ = previews.ask(desk, Asked(campus_id, CLASS, BEFORE_THE_GRADE_RULE))
    previews.work_out(desk, preview_id, silent)
    return preview_id


def test_students_are_counted_by_what_happens_to_them_and_what_explains_it(
    desk: Desk, eleventh_graders: dict[str, UUID]
) -> None:
    page = previews.preview_page(desk, worked_out(desk))
    assert (page.judged, page.unchanged) == (3, 1)
    assert [(kind.kind, kind.students) for kind in page.kinds] == [("gains", 2)]
    assert [(group.indicators, group.students) for group in page.kinds[0].groups] == [(("TSI",), 2)]


def test_a_group_opens_its_students_by_name_each_with_the_reason(
    desk: Desk, eleventh_graders: dict[str, UUID]
) -> None:
    page = previews.preview_page(desk, worked_out(desk), "gains.tsi")
    assert [student.id for student in page.students] == [
        eleventh_graders["Abel"],
        eleventh_graders["Rosa"],
    ]
    assert all(one.sentence.startswith("Gains the point. TSI:") for one in page.students)
    assert previews.preview_page(desk, worked_out(desk), "loses").students == ()


def test_a_preview_of_one_campus_judges_nobody_else(
    desk: Desk, district: SmallDistrict, eleventh_graders: dict[str, UUID]
) -> None:
    page = previews.preview_page(desk, worked_out(desk, district.north.id), "gains")
    assert (page.judged, page.total) == (2, 1)
    assert page.students[0].id == eleventh_graders["Rosa"]


def test_who_reads_figures_alone_sees_numbers_and_no_names(
    desk: Desk,
    desk_of: Callable[[Actor], Desk],
    district: SmallDistrict,
    eleventh_graders: dict[str, UUID],
) -> None:
    page = previews.preview_page(desk_of(district.auditor), worked_out(desk), "gains")
    assert page.total == 2
    assert page.students == ()
    assert not page.may_open


def test_a_counselor_neither_asks_for_nor_finds_another_campus(
    desk: Desk,
    desk_of: Callable[[Actor], Desk],
    district: SmallDistrict,
    eleventh_graders: dict[str, UUID],
) -> None:
    counselor = desk_of(district.counselor)
    for elsewhere in (None, district.south.id):
        with pytest.raises(NotFound):
            previews.ask(counselor, Asked(elsewhere, CLASS, BEFORE_THE_GRADE_RULE))
        with pytest.raises(NotFound):
            previews.preview_page(counselor, worked_out(desk, elsewhere))


@pytest.mark.parametrize("rules_of", [2020, 1900])
def test_a_class_without_rules_is_not_found(desk: Desk, rules_of: int) -> None:
    with pytest.raises(NotFound):
        previews.ask(desk, Asked(None, CLASS, rules_of))


def test_the_tiered_system_is_never_compared_with_met_and_not_met(
    desk: Desk, eleventh_graders: dict[str, UUID]
) -> None:
    preview_id, _ = previews.ask(desk, Asked(None, CLASS, 2030))
    previews.work_out(desk, preview_id, silent)
    page = previews.preview_page(desk, preview_id)
    assert not page.same_edition
    assert [kind.kind for kind in page.kinds] == ["other_edition"]
