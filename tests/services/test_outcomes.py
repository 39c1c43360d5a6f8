"""What is stored about a student is what the rules say, and follows every change of evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from careercraft.calc import GraduatingClass, rules_for_class
from careercraft.calc.history import Dated, Entry, History
from careercraft.calc.params import Rulebook, build_rules
from careercraft.models import Outcome, Student
from careercraft.privacy.access import Actor, NotAllowed, NotFound
from careercraft.services import outcomes, sources, students
from careercraft.services.context import Desk
from tests.seed import SmallDistrict
from tests.services.uploads import applied, courses, roster, sat, silent, undone

OTHER_TESTS = ("ACT", "TSIA1", "TSIA2", "college_prep")
SHORT_IN_MATH = {"state_id": "0123456789", "date": "2025-10-04", "ebrw": 500, "math": 520}
AT_THE_CUT = SHORT_IN_MATH | {"date": "2026-03-14", "math": 530}


@pytest.fixture
def senior(desk: Desk, rosa: dict[str, object]) -> UUID:
    """One senior at the north campus, with no evidence yet."""
    applied(desk, roster([rosa]))
    return desk.session.scalars(select(Student.id)).one()


def stored(desk: Desk) -> Outcome:
    desk.session.expire_all()
    return desk.session.scalars(select(Outcome)).one()


def recompute(desk: Desk, district: SmallDistrict) -> Counter[str]:
    return outcomes.recompute_campus(desk, district.north.id, silent)


def test_a_student_of_whom_nothing_is_loaded_is_unknown_not_failed(
    desk: Desk, district: SmallDistrict, senior: UUID
) -> None:
    assert recompute(desk, district) == {"new": 1}
    assert stored(desk).state == "unknown"
    assert stored(desk).indicators["tsi.math"] == "unknown"


def test_a_declared_absence_turns_not_known_into_not_met(
    desk: Desk, district: SmallDistrict, senior: UUID
) -> None:
    applied(desk, sat([SHORT_IN_MATH]))
    for kind in OTHER_TESTS:
        sources.declare_absent(desk, kind)
    recompute(desk, district)
    assert stored(desk).indicators["tsi.rla"] == "met"
    assert stored(desk).indicators["tsi.math"] == "not_met"
    assert stored(desk).gaps["tsi.math"]["amount"] == "10"


def test_the_outcome_keeps_the_fingerprints_of_rules_and_facts(
    desk: Desk, district: SmallDistrict, senior: UUID
) -> None:
    recompute(desk, district)
    page = students.page(desk, senior)
    assert stored(desk).rules_fingerprint == rules_for_class(2027).fingerprint
    assert stored(desk).facts_fingerprint == page.judged.facts_fingerprint
    assert page.up_to_date


def test_the_reason_computed_on_demand_reproduces_the_stored_outcome(
    desk: Desk, district: SmallDistrict, senior: UUID
) -> None:
    applied(desk, sat([AT_THE_CUT]))
    recompute(desk, district)
    judged = students.judged(desk, senior)
    assert outcomes.states_of(judged.result) == stored(desk).indicators
    assert judged.result.state.value == stored(desk).state == "met"


def test_nothing_is_written_again_where_nothing_changed(
    desk: Desk, district: SmallDistrict, senior: UUID
) -> None:
    recompute(desk, district)
    before = stored(desk).computed_at
    assert recompute(desk, district) == {"same": 1}
    assert stored(desk).computed_at == before


def test_new_evidence_changes_the_outcome_and_undoing_it_changes_it_back(
    desk: Desk, district: SmallDistrict, senior: UUID
) -> None:
    recompute(desk, district)
    before = stored(desk).facts_fingerprint
    batch_id = applied(desk, sat([AT_THE_CUT]))
    assert recompute(desk, district) == {"changed": 1}
    assert stored(desk).state == "met"
    undone(desk, batch_id)
    assert recompute(desk, district) == {"changed": 1}
    assert stored(desk).state == "unknown"
    assert stored(desk).facts_fingerprint == before


def test_fractions_of_credits_survive_the_way_through_the_database(
    desk: Desk, district: SmallDistrict, senior: UUID
) -> None:
    nine_hours = [
        {
            "state_unique_id": "0123456789",
            "course_kind": "dual_credit",
            "subject": "other",
            "hours": hours,
            "passed": "Y",
            "ended_on": day,
        }
        for hours, day in (("4", "2025-12-18"), ("4.5", "2026-05-20"), ("0.5", "2026-05-21"))
    ]
    applied(desk, courses(nine_hours))
    recompute(desk, district)
    assert stored(desk).indicators["dual_credit"] == "met"


def test_evidence_says_from_which_file_and_line_it_came(
    desk: Desk, district: SmallDistrict, senior: UUID
) -> None:
    applied(desk, sat([AT_THE_CUT], name="march.csv"))
    (evidence,) = students.judged(desk, senior).evidence.values()
    assert (evidence.file_name, evidence.line) == ("march.csv", 2)
    assert evidence.applied_at is not None
    reference = students.judged(desk, senior).result.indicators["tsi"].evidence
    assert str(evidence.id) in reference


def test_only_a_director_asks_for_a_campus_to_be_computed_anew(
    desk_of: Callable[[Actor], Desk], district: SmallDistrict, other_district: SmallDistrict
) -> None:
    assert outcomes.ask_to_recompute(desk_of(district.director), district.north.id)
    with pytest.raises(NotAllowed):
        outcomes.ask_to_recompute(desk_of(district.counselor), district.north.id)
    with pytest.raises(NotFound):
        outcomes.ask_to_recompute(desk_of(district.director), other_district.north.id)


def test_recomputing_makes_as_many_queries_for_many_students_as_for_few(
    desk: Desk, district: SmallDistrict, rosa: dict[str, object], count_queries: Callable
) -> None:
    def some(number: int, start: int) -> list[dict[str, object]]:
        return [
            rosa
            | {
                "state_unique_id": f"{start + n:010d}",
                "local_id": f"{start + n:06d}",
                "first_name": f"Rosa{start + n}",
            }
            for n in range(number)
        ]

    applied(desk, roster(some(3, 1)))
    with count_queries() as few:
        recompute(desk, district)
    applied(desk, roster(some(60, 100)))
    with count_queries() as many:
        recompute(desk, district)
    assert few.count > 3
    assert many.count <= few.count + 2


def test_the_bonus_is_stored_beside_accountability(
    desk: Desk, district: SmallDistrict, senior: UUID
) -> None:
    applied(desk, sat([AT_THE_CUT]))
    recompute(desk, district)
    kept = stored(desk)
    judged = students.judged(desk, senior)
    assert (kept.state, kept.bonus_state, kept.bonus_waits_for) == ("met", "unknown", "enrollment")
    assert kept.bonus_paths == {name: f.state for name, f in judged.bonus.paths.items()}
    assert kept.bonus_standing == judged.bonus.standing
    assert kept.economically_disadvantaged == judged.result.facts.economically_disadvantaged
    assert kept.special_education is judged.result.facts.special_education


def fingerprint_with(name: str, value: dict[str, object]) -> str:
    """The fingerprint of the class of 2027, with one parameter put otherwise."""
    book = Rulebook()
    rule = book.histories[name]
    dated = rule.entries[0].dated
    assert dated is not None
    changed = [Entry(rule.entries[0].start, Dated(value, dated.authority))]
    book.histories[name] = History(rule.name, rule.clock, changed)
    return build_rules(book, GraduatingClass(2027)).fingerprint


def test_a_changed_rule_of_the_bonus_judges_everybody_again() -> None:
    assert fingerprint_with("bonus/sunsetting_ibc", {"counts": "unknown"}) == (
        rules_for_class(2027).fingerprint
    )
    assert fingerprint_with("bonus/sunsetting_ibc", {"counts": "yes"}) != (
        rules_for_class(2027).fingerprint
    )


def test_a_changed_amount_of_the_bonus_judges_nobody_again() -> None:
    assert fingerprint_with("bonus/rate_special_education", {"dollars": 1}) == (
        rules_for_class(2027).fingerprint
    )
