from __future__ import annotations

import random
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from careercraft.models import Outcome, Student
from careercraft.privacy.identity import open_identity
from careercraft.services import imports
from careercraft.services.context import Desk
from tests.seed import SmallDistrict, add_student
from tests.services.uploads import (
    SITTING,
    STATE_ID,
    Row,
    applied,
    roster,
    sat,
    silent,
    snapshot,
    undone,
)

pytestmark = pytest.mark.database


def students(desk: Desk) -> list[Student]:
    desk.session.expire_all()
    return list(desk.session.scalars(select(Student).where(Student.removed_at.is_(None))))


def refusal(desk: Desk, batch_id: Any) -> str:
    with pytest.raises(imports.CannotUndo) as refused:
        imports.ask_to_undo(desk, batch_id)
    return refused.value.sentence


def test_students_whom_a_batch_created_vanish(desk: Desk, rosa: Row) -> None:
    batch_id = applied(desk, roster([rosa]))
    (student,) = students(desk)
    desk.session.add(_outcome(student))
    desk.session.commit()
    undone(desk, batch_id)
    assert students(desk) == []
    assert desk.session.scalars(select(Outcome)).all() == []
    removed = desk.session.get_one(Student, student.id)
    assert removed.removed_at is not None
    assert removed.state_id_lookup is None


def _outcome(student: Student) -> Outcome:
    return Outcome(
        district_id=student.district_id,
        student_id=student.id,
        class_of=2027,
        edition="met_not_met",
        state="unknown",
        only_by_sunsetting_ibc=False,
        indicators={},
        gaps={},
        standing="read",
        rules_fingerprint="r",
        facts_fingerprint="f",
        as_of=date(2026, 11, 16),
        computed_at=datetime(2026, 11, 16, tzinfo=UTC),
    )


def test_a_student_who_vanished_can_be_brought_again(desk: Desk, rosa: Row) -> None:
    undone(desk, applied(desk, roster([rosa])))
    applied(desk, roster([rosa]))
    assert len(students(desk)) == 1


def test_a_changed_student_is_exactly_as_before(
    desk: Desk, district: SmallDistrict, rosa: Row
) -> None:
    applied(desk, roster([rosa | {"special_education": "Y"}]))
    before = snapshot(desk)
    changed = rosa | {
        "last_name": "Luna",
        "local_id": "7",
        "campus_id": district.south.number,
        "grade": "11",
        "special_education": "N",
        "enrollment_status": "withdrawn",
        "counselor_email": next(iter(district.emails.values())),
    }
    batch_id = applied(desk, roster([changed, changed | {"grade": "10"}]))
    assert snapshot(desk) != before
    assert undone(desk, batch_id) == {district.north.id, district.south.id}
    assert snapshot(desk) == before


def test_a_replaced_score_counts_again(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa]))
    applied(desk, sat([SITTING]))
    before = snapshot(desk)
    undone(desk, applied(desk, sat([SITTING | {"math": 600}, SITTING | {"math": 620}])))
    assert snapshot(desk) == before


def test_two_students_who_traded_ids_trade_them_back(
    desk: Desk, district: SmallDistrict, rosa: Row
) -> None:
    ben = rosa | {"state_unique_id": "9999999999", "local_id": "5", "first_name": "Ben"}
    ben |= {"last_name": "Okafor", "birth_date": "2009-01-01"}
    applied(desk, roster([rosa, ben]))
    before = snapshot(desk)
    rows = [
        rosa | {"state_unique_id": "8888888888"},
        ben | {"state_unique_id": STATE_ID},
        rosa | {"state_unique_id": "9999999999"},
    ]
    batch_id = applied(desk, roster(rows))
    traded = {open_identity(desk.keys, s).state_unique_id for s in students(desk)}
    assert traded == {STATE_ID, "9999999999"}
    assert snapshot(desk) != before
    undone(desk, batch_id)
    assert snapshot(desk) == before


def test_a_batch_whose_score_was_replaced_waits_for_the_later_one(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa]))
    first = applied(desk, sat([SITTING], "october.csv"))
    second = applied(desk, sat([SITTING | {"math": 600}], "november.csv"))
    assert refusal(desk, first) == (
        "“november.csv”, applied on Nov 16, 2026, changed or built on what this file brought. "
        "Undo that file first."
    )
    undone(desk, second)
    undone(desk, first)
    assert snapshot(desk).facts == {}


def test_a_batch_whose_student_was_changed_waits_for_the_later_one(desk: Desk, rosa: Row) -> None:
    first = applied(desk, roster([rosa], "august.csv"))
    second = applied(desk, roster([rosa | {"grade": "11"}], "september.csv"))
    assert "“september.csv”" in refusal(desk, first)
    undone(desk, second)
    undone(desk, first)
    assert students(desk) == []


def test_a_batch_whose_student_has_scores_waits_for_them(desk: Desk, rosa: Row) -> None:
    first = applied(desk, roster([rosa]))
    second = applied(desk, sat([SITTING], "sat.csv"))
    assert "“sat.csv”" in refusal(desk, first)
    undone(desk, second)
    undone(desk, first)
    assert snapshot(desk) == ({}, {})


def test_a_later_batch_that_changed_nothing_here_does_not_stand_in_the_way(
    desk: Desk, rosa: Row
) -> None:
    applied(desk, roster([rosa]))
    first = applied(desk, sat([SITTING]))
    applied(desk, sat([SITTING]))
    applied(desk, sat([SITTING | {"date": "2025-11-08", "locator": "b"}]))
    undone(desk, first)
    assert len(snapshot(desk).facts) == 1


def test_an_earlier_batch_does_not_stand_in_the_way(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa]))
    later = applied(desk, roster([rosa | {"grade": "11"}]))
    undone(desk, later)
    assert [student.grade for student in students(desk)] == [12]


def test_an_id_that_now_belongs_to_another_student_stops_the_undoing(desk: Desk, rosa: Row) -> None:
    applied(desk, roster([rosa]))
    freed = applied(desk, roster([rosa | {"state_unique_id": "9999999999"}]))
    ben = rosa | {"local_id": "5", "first_name": "Ben", "last_name": "Okafor"}
    applied(desk, roster([ben | {"birth_date": "2009-01-01"}], "ben.csv"))
    before = snapshot(desk)
    imports.ask_to_undo(desk, freed)
    with pytest.raises(imports.CannotUndo) as refused:
        imports.undo(desk, freed, silent)
    assert "“ben.csv”" in refused.value.sentence
    assert snapshot(desk) == before
    assert imports.batch(desk, freed).state == "applied"


def test_the_refusal_names_no_file_in_its_message(desk: Desk, rosa: Row) -> None:
    first = applied(desk, roster([rosa]))
    applied(desk, sat([SITTING], "Quetzalcanary.csv"))
    with pytest.raises(imports.CannotUndo) as refused:
        imports.ask_to_undo(desk, first)
    assert "Quetzalcanary" in refused.value.sentence
    assert "Quetzalcanary" not in str(refused.value)
    assert "Quetzalcanary" not in repr(refused.value)


def test_work_that_stops_leaves_the_batch_applied(desk: Desk, rosa: Row) -> None:
    batch_id = applied(desk, roster([rosa]))
    before = snapshot(desk)
    imports.ask_to_undo(desk, batch_id)

    def stopped(_done: int, _total: int) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        imports.undo(desk, batch_id, stopped)
    assert snapshot(desk) == before
    assert imports.batch(desk, batch_id).state == "applied"


@pytest.mark.parametrize("seed", range(4))
def test_any_row_of_batches_undone_in_reverse_passes_through_every_earlier_state(
    desk: Desk, district: SmallDistrict, seed: int
) -> None:
    add_student(desk.session, desk.keys, district.north, state_unique_id="0000000001")
    desk.session.commit()
    chance = random.Random(seed)  # noqa: S311 - a repeatable test
    states, batches = [snapshot(desk)], []
    for _ in range(6):
        batches.append(applied(desk, chance.choice([_some_roster, _some_sat])(chance, district)))
        states.append(snapshot(desk))
    assert len({repr(state) for state in states}) > 3
    for batch_id in reversed(batches):
        assert snapshot(desk) == states.pop()
        undone(desk, batch_id)
    assert snapshot(desk) == states.pop()


def _some_roster(chance: random.Random, district: SmallDistrict) -> Any:
    return roster(
        [
            {
                "state_unique_id": f"{chance.randint(1, 6):010d}",
                "local_id": str(chance.randint(100, 105)),
                "last_name": chance.choice(["Ibarra", "Okafor"]),
                "first_name": chance.choice(["Rosa", "Ben"]),
                "birth_date": chance.choice(["2008-09-14", ""]),
                "grade": chance.randint(8, 12),
                "campus_id": chance.choice([district.north, district.south]).number,
            }
            for _ in range(8)
        ]
    )


def _some_sat(chance: random.Random, _district: SmallDistrict) -> Any:
    return sat(
        [
            {
                "state_id": f"{chance.randint(1, 6):010d}",
                "date": chance.choice(["2025-10-04", "2025-11-08"]),
                "ebrw": 500,
                "math": chance.choice([500, 510, 520]),
            }
            for _ in range(8)
        ]
    )
