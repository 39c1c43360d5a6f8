from __future__ import annotations

import pytest
from sqlalchemy import Engine, func, select

from careercraft.models import Evidence, ImportBatch, ImportRow, Student, StudentVersion
from careercraft.privacy.identity import open_identity, open_profile
from careercraft.services import imports
from careercraft.services.context import Desk
from careercraft.services.facts import stored_facts
from careercraft.services.tasks import Cancelled
from tests.seed import SmallDistrict
from tests.services.uploads import (
    SITTING,
    STATE_ID,
    Row,
    applied,
    apply_staged,
    counted_statements,
    roster,
    sat,
    snapshot,
    staged,
    undone,
)

pytestmark = pytest.mark.database


def only_student(desk: Desk) -> Student:
    desk.session.expire_all()
    return desk.session.scalars(select(Student).where(Student.removed_at.is_(None))).one()


def maths(desk: Desk) -> list[int]:
    student = only_student(desk)
    facts = stored_facts(desk, [student.id]).get(student.id, [])
    return sorted(fact.payload["parts"]["math"] for fact in facts)


def counts(desk: Desk, batch_id: object) -> tuple[int, int, int]:
    kept = desk.session.get_one(ImportBatch, batch_id).counts
    return kept["items_create"], kept["items_change"], kept["items_same"]


def test_a_roster_brings_the_student_with_everything_it_says(
    desk: Desk, district: SmallDistrict, rosa: Row
) -> None:
    applied(desk, roster([rosa | {"special_education": "Y"}]))
    student = only_student(desk)
    identity = open_identity(desk.keys, student)
    assert (student.campus_id, student.class_of, student.grade) == (district.north.id, 2027, 12)
    assert student.status == "enrolled"
    assert (identity.listed_name, identity.state_unique_id) == ("Ibarra, Rosa", STATE_ID)
    assert identity.local_id == "004411"
    assert open_profile(desk.keys, student).special_education is True


def test_what_a_later_roster_does_not_say_stays_known(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa | {"special_education": "Y"}]))
    applied(desk, roster([rosa | {"grade": "11", "birth_date": ""}]))
    student = only_student(desk)
    assert student.grade == 11
    assert student.class_of == 2027
    assert open_profile(desk.keys, student).special_education is True
    assert open_identity(desk.keys, student).birth_date is not None


def test_scores_reach_the_student_with_their_row_and_source(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa]))
    batch_id = applied(desk, sat([SITTING]))
    (fact,) = stored_facts(desk, [only_student(desk).id])[only_student(desk).id]
    assert fact.payload == {
        "test": "SAT",
        "date": "2025-10-04",
        "parts": {"ebrw": 500, "math": 510},
    }
    assert fact.source == "college_board_sat"
    assert desk.session.get_one(ImportRow, fact.row_id).batch_id == batch_id


def test_the_same_file_twice_changes_nothing(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa]))
    first = applied(desk, sat([SITTING]))
    before = snapshot(desk)
    second = applied(desk, sat([SITTING]))
    assert snapshot(desk) == before
    assert (counts(desk, first), counts(desk, second)) == ((1, 0, 0), (0, 0, 1))


def test_a_corrected_score_takes_the_place_of_the_old_one(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa]))
    applied(desk, sat([SITTING]))
    batch_id = applied(desk, sat([SITTING | {"math": 530}]))
    assert maths(desk) == [530]
    old = desk.session.scalars(select(Evidence).where(Evidence.active.is_(False))).one()
    assert old.superseded_by == batch_id


def test_two_versions_of_a_score_in_one_file_leave_the_later_one(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa]))
    batch_id = applied(desk, sat([SITTING | {"math": 500}, SITTING, SITTING | {"math": 530}]))
    assert maths(desk) == [530]
    undone(desk, batch_id)
    assert maths(desk) == []


def test_a_student_named_twice_is_one_student(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa, rosa | {"grade": "11"}]))
    assert only_student(desk).grade == 11


def test_two_students_may_pass_an_id_on_within_one_file(
    desk: Desk, district: SmallDistrict, rosa: Row
) -> None:
    applied(desk, roster([rosa]))
    ben = rosa | {"last_name": "Okafor", "first_name": "Ben", "birth_date": "2009-01-01"}
    rows = [
        rosa | {"state_unique_id": "9999999999"},
        ben | {"local_id": "5", "grade": "11"},
    ]
    applied(desk, roster(rows))
    ids = {
        open_identity(desk.keys, student).first_name: open_identity(
            desk.keys, student
        ).state_unique_id
        for student in desk.session.scalars(select(Student))
    }
    assert ids == {"Rosa": "9999999999", "Ben": STATE_ID}


def test_rows_are_judged_again_when_they_are_applied(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa]))
    waiting = staged(desk, sat([SITTING]))
    applied(desk, sat([SITTING]))
    apply_staged(desk, waiting)
    assert maths(desk) == [510]
    assert counts(desk, waiting) == (0, 0, 1)
    row = desk.session.scalars(select(ImportRow).where(ImportRow.batch_id == waiting)).one()
    assert row.outcome == "same"


def test_a_row_whose_student_has_gone_is_not_applied(desk: Desk, rosa: Row) -> None:
    loaded = applied(desk, roster([rosa]))
    waiting = staged(desk, sat([SITTING]))
    undone(desk, loaded)
    apply_staged(desk, waiting)
    row = desk.session.scalars(select(ImportRow).where(ImportRow.batch_id == waiting)).one()
    assert row.outcome == "unmatched"
    assert desk.session.scalar(select(func.count()).select_from(Evidence)) == 0


def test_a_row_whose_student_came_in_between_is_applied(desk: Desk, rosa: Row) -> None:
    waiting = staged(desk, sat([SITTING]))
    applied(desk, roster([rosa]))
    apply_staged(desk, waiting)
    assert maths(desk) == [510]


def test_a_student_whom_another_file_created_in_between_is_not_created_again(
    desk: Desk, rosa: Row
) -> None:
    waiting = staged(desk, roster([rosa | {"grade": "11"}]))
    applied(desk, roster([rosa]))
    apply_staged(desk, waiting)
    assert only_student(desk).grade == 11


@pytest.mark.parametrize("stop", [Cancelled, RuntimeError])
def test_work_that_stops_leaves_nothing_behind_and_the_batch_staged(
    desk: Desk, rosa: Row, stop: type[Exception]
) -> None:
    waiting = staged(desk, roster([rosa]))
    before = snapshot(desk)
    imports.ask_to_apply(desk, waiting, confirmed=True, reason="Checked.")

    def stopped(_done: int, _total: int) -> None:
        raise stop

    with pytest.raises(stop):
        imports.apply(desk, waiting, stopped)
    assert snapshot(desk) == before
    assert desk.session.scalar(select(func.count()).select_from(StudentVersion)) == 0
    assert imports.batch(desk, waiting).state == "staged"
    apply_staged(desk, waiting)
    assert only_student(desk).grade == 12


def test_more_rows_than_are_taken_at_once_all_arrive(
    desk: Desk, rosa: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("careercraft.imports.staging.ROWS_AT_A_TIME", 2)
    monkeypatch.setattr("careercraft.imports.apply.ROWS_AT_A_TIME", 2)
    people = [
        rosa | {"state_unique_id": f"1{n:09d}", "local_id": str(n), "first_name": f"R{n}x"}
        for n in range(5)
    ]
    batch_id = applied(desk, roster([*people, people[0] | {"grade": "11"}]))
    grades = sorted(student.grade or 0 for student in desk.session.scalars(select(Student)))
    assert grades == [11, 12, 12, 12, 12]
    sittings = [SITTING | {"state_id": f"1{n % 5:09d}", "math": 500 + n // 5} for n in range(7)]
    undone(desk, applied(desk, sat(sittings)))
    undone(desk, batch_id)
    assert snapshot(desk) == ({}, {})


def test_progress_is_told_up_to_the_last_row(desk: Desk, rosa: Row) -> None:
    waiting = staged(desk, roster([rosa]))
    imports.ask_to_apply(desk, waiting)
    told: list[tuple[int, int]] = []
    imports.apply(desk, waiting, lambda done, total: told.append((done, total)))
    assert told[-1] == (1, 1)


def test_applying_and_undoing_three_hundred_rows_cost_as_many_statements_as_three(
    desk: Desk, engine: Engine, rosa: Row
) -> None:
    costs = []
    for size in (3, 300):
        people = [
            rosa | {"state_unique_id": f"1{n:09d}", "local_id": f"9{n}", "first_name": f"R{n}x"}
            for n in range(size)
        ]
        scores = [SITTING | {"state_id": f"1{n:09d}"} for n in range(size)]
        waiting = staged(desk, roster(people))
        with counted_statements(engine) as statements:
            apply_staged(desk, waiting)
            brought = applied(desk, sat(scores))
            undone(desk, brought)
            undone(desk, waiting)
        costs.append(len(statements))
        assert snapshot(desk) == ({}, {})
    assert 0 < costs[1] <= costs[0] + 2 <= 160
