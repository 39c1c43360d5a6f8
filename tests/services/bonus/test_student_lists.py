"""What stands on a list is what its figure counts, in the order in which it can be acted on."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import uuid4

import pytest

from careercraft.models import AuditEvent
from careercraft.privacy.access import Actor, NotAllowed, NotFound
from careercraft.services.bonus.graduates import ECONOMIC, OTHER, SPECIAL
from careercraft.services.bonus.money import money
from careercraft.services.bonus.student_files import student_file
from careercraft.services.bonus.student_lists import (
    ListQuery,
    StudentList,
    sentence,
    students,
)
from careercraft.services.context import Desk
from tests.conftest import QueryCount
from tests.seed import SmallDistrict
from tests.services.bonus.graduating import graduate, group

CLASS = 2027
ANY = ListQuery(CLASS, step="any")


@pytest.fixture
def seniors(desk: Desk, district: SmallDistrict) -> SmallDistrict:
    """Seniors at both campuses, each with a step or none; the first group is past its threshold."""
    group(desk, district.north, 18, met=6, class_of=CLASS)
    at_north = (
        ("Enr", "unknown", "enrollment", True, False),
        ("Tsi", "not_met", "tsi", True, False),
    )
    at_south = (
        ("Cre", "not_met", "credential", True, True),
        ("Rich", "unknown", "enrollment", False, False),
        ("Far", "not_met", "", None, None),
    )
    for campus, some in ((district.north, at_north), (district.south, at_south)):
        for name, state, waits, poor, special in some:
            graduate(
                desk,
                campus,
                name,
                last_name=f"Z{name}",
                state=state,
                waits_for=waits,
                poor=poor,
                special=special,
                class_of=CLASS,
                status="enrolled",
            )
    desk.session.commit()
    return district


def names(found: StudentList) -> list[str]:
    return [row.name.partition(", ")[2] for row in found.rows]


def test_those_one_step_away_stand_by_what_they_add_and_what_is_due_first(
    desk: Desk, seniors: SmallDistrict
) -> None:
    found = students(desk, ANY)
    assert names(found) == ["Cre", "Enr", "Tsi", "Rich"]
    assert [row.worth.dollars for row in found.rows if row.worth] == [9000, 5000, 5000, 0]
    assert found.rows[3].worth is not None
    assert found.rows[3].worth.away == ((OTHER, 1),)
    assert found.rows[1].step is not None
    assert found.rows[1].step.deadline == "tenth class day of fall 2027"


def test_who_missed_the_last_day_is_no_longer_one_step_away_unless_a_record_may_settle_it(
    desk: Desk, district: SmallDistrict
) -> None:
    graduate(desk, district.north, "Late", waits_for="credential", class_of=2026)
    graduate(desk, district.north, "Open", state="unknown", waits_for="enrollment", class_of=2026)
    desk.session.commit()
    (row,) = students(desk, ListQuery(2026, step="any")).rows
    assert row.name == "Ibarra, Open"
    assert row.step is not None
    assert not row.step.feasible
    assert "records of that fall" in row.step.settled_by
    assert money(desk, 2026).one_step == 1


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (ListQuery(CLASS, step="enrollment"), ["Enr", "Rich"]),
        (ListQuery(CLASS, step="credential"), ["Cre"]),
        (ListQuery(CLASS, step="any", group=SPECIAL), ["Cre"]),
        (ListQuery(CLASS, step="any", group=OTHER), ["Rich"]),
        (ListQuery(CLASS, group="unplaced"), ["Far"]),
        (ListQuery(CLASS, state="unknown"), ["Enr", "Rich"]),
    ],
)
def test_each_filter_keeps_its_students(
    desk: Desk, seniors: SmallDistrict, query: ListQuery, expected: list[str]
) -> None:
    found = students(desk, query)
    assert names(found) == expected
    assert found.total == len(expected)


@pytest.mark.parametrize("state", ["met", "not_met", "unknown"])
@pytest.mark.parametrize("group_name", [ECONOMIC, OTHER, SPECIAL])
def test_every_count_of_the_money_page_opens_exactly_its_students(
    desk: Desk, seniors: SmallDistrict, state: str, group_name: str
) -> None:
    counts = money(desk, CLASS).bonus.groups[group_name].counts
    not_met = counts.graduates - counts.met - counts.unknown
    promised = {"met": counts.met, "unknown": counts.unknown, "not_met": not_met}
    listed = students(desk, ListQuery(CLASS, state=state, group=group_name))
    assert listed.total == promised[state]


def test_the_steps_of_the_money_page_open_exactly_their_students(
    desk: Desk, seniors: SmallDistrict
) -> None:
    told = money(desk, CLASS)
    assert {one.step.id: one.students for one in told.steps} == {
        step: students(desk, ListQuery(CLASS, step=step)).total
        for step in ("enrollment", "credential", "tsi")
    }
    assert told.one_step == students(desk, ANY).total == 4


def test_a_counselor_sees_the_own_campus_without_the_districts_money(
    seniors: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    found = students(desk_of(seniors.counselor), ANY)
    assert names(found) == ["Enr", "Tsi"]
    assert not found.with_money
    assert [row.worth for row in found.rows] == [None, None]
    elsewhere = ANY._replace(campus_id=seniors.south.id)
    asked = students(desk_of(seniors.counselor), elsewhere)
    assert (asked.ignored, names(asked)) == (("campus",), ["Enr", "Tsi"])


def test_a_campus_that_nobody_has_is_left_out_and_told(desk: Desk, seniors: SmallDistrict) -> None:
    assert students(desk, ANY._replace(campus_id=uuid4())).ignored == ("campus",)


def test_a_role_without_students_sees_no_list(
    seniors: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    with pytest.raises(NotAllowed):
        students(desk_of(seniors.records_officer), ANY)


def test_the_sentence_says_the_filter_and_its_count(desk: Desk, seniors: SmallDistrict) -> None:
    query = ListQuery(CLASS, step="enrollment", group=OTHER, campus_id=seniors.south.id)
    assert sentence(students(desk, query)) == (
        "Class of 2027 at South High School, not economically disadvantaged, one step away: "
        "college enrollment: 1 student"
    )


def test_the_file_holds_the_list_with_its_sentence(desk: Desk, seniors: SmallDistrict) -> None:
    file = student_file(desk, ANY, "csv")
    assert file.name.startswith("bonus-class-of-2027-")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert ["List", "Class of 2027, one step from the bonus: 4 students"] in rows
    head = next(i for i, row in enumerate(rows) if row[:1] == ["Student"])
    assert [row[0].partition(", ")[2] for row in rows[head + 1 :]] == ["Cre", "Enr", "Tsi", "Rich"]
    assert rows[head + 1][-1] == "9000"


def test_the_file_of_a_counselor_has_no_money(
    seniors: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    text = student_file(desk_of(seniors.counselor), ANY, "csv").content.decode("utf-8-sig")
    assert "dollars" not in text
    assert "5000" not in text


def test_another_format_is_not_found(desk: Desk, seniors: SmallDistrict) -> None:
    with pytest.raises(NotFound):
        student_file(desk, ANY, "pdf")


def test_a_look_and_a_file_are_both_in_the_trail_without_a_name(
    desk: Desk, seniors: SmallDistrict
) -> None:
    students(desk, ListQuery(CLASS, step="enrollment"))
    student_file(desk, ANY, "xlsx")
    looked, taken = (
        desk.session.query(AuditEvent).order_by(AuditEvent.number.desc()).limit(2).all()[::-1]
    )
    assert (looked.action, looked.details["chase"]) == ("bonus:students_viewed", True)
    assert (taken.action, taken.details["format"], taken.details["rows"]) == (
        "list:exported",
        "xlsx",
        4,
    )


def test_a_list_of_any_length_costs_the_same_queries(
    desk: Desk,
    seniors: SmallDistrict,
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
) -> None:
    with count_queries() as counted:
        students(desk, ListQuery(CLASS))
    assert counted.count <= 12
