"""A student is found, seen for a reason, and judged by what is on file today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from careercraft.models import AuditEvent, Document, Student
from careercraft.privacy.access import Actor, NotFound
from careercraft.privacy.identity import Identity
from careercraft.services import sources, students
from careercraft.services.context import Desk
from careercraft.services.students import MOST_FOUND, PLANS_SHOWN, find, matches
from tests.seed import SmallDistrict
from tests.services.classroom import SCORES, add_unjudged, crowd, seniors, state_id
from tests.services.uploads import applied, sat


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


def last_event(desk: Desk) -> AuditEvent:
    return list(desk.session.scalars(select(AuditEvent).order_by(AuditEvent.number)))[-1]


def test_the_page_shows_the_judgement_with_where_each_fact_was_read(
    desk: Desk, ids: dict[str, UUID]
) -> None:
    page = students.page(desk, ids["Rosa"])
    assert page.judged.result.state.value == page.stored_state == "not_met"
    assert page.up_to_date
    (fact,) = page.judged.evidence.values()
    assert (fact.file_name, fact.line) == ("sat.csv", 2 + list(SCORES).index("Rosa"))
    assert page.judged.counselor_name == "Campus Counselor"


def test_the_look_is_recorded_with_its_reason(
    desk: Desk, desk_of: Callable[[Actor], Desk], district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    students.page(desk_of(district.counselor), ids["Rosa"])
    event = last_event(desk)
    assert (event.action, event.object_id) == ("student:viewed", ids["Rosa"])
    assert event.reason == "holds a role at the student's campus"
    assert event.actor_id == district.counselor.user_id


def test_the_page_knows_that_the_roster_lags_behind(desk: Desk, ids: dict[str, UUID]) -> None:
    better = {"state_id": state_id("Rosa"), "date": "2026-03-14", "ebrw": 500, "math": 530}
    applied(desk, sat([better], "sat_march.csv"))
    page = students.page(desk, ids["Rosa"])
    assert page.judged.result.state.value == "met"
    assert page.stored_state == "not_met"
    assert not page.up_to_date


def test_a_student_whom_no_rule_has_judged_has_no_stored_outcome(
    desk: Desk, district: SmallDistrict
) -> None:
    page = students.page(desk, add_unjudged(desk, district))
    assert (page.stored_state, page.up_to_date, page.computed_at) == (None, False, None)


def test_a_student_of_another_campus_is_not_found(
    desk_of: Callable[[Actor], Desk], district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    counselor = desk_of(district.counselor)
    for look in (students.page, students.judged, students.visible_student):
        with pytest.raises(NotFound):
            look(counselor, ids["Cam"])  # type: ignore[operator]


def test_a_student_of_another_district_is_not_found(
    desk_of: Callable[[Actor], Desk], other_district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    with pytest.raises(NotFound):
        students.page(desk_of(other_district.director), ids["Rosa"])


def test_a_student_who_was_removed_is_not_found(desk: Desk, ids: dict[str, UUID]) -> None:
    desk.session.get_one(Student, ids["Rosa"]).removed_at = desk.now
    desk.session.commit()
    with pytest.raises(NotFound):
        students.page(desk, ids["Rosa"])
    assert find(desk, "rosa") == []


def test_the_number_of_questions_does_not_grow_with_the_record(
    desk: Desk, ids: dict[str, UUID], count_queries: Callable[[], Any]
) -> None:
    desk.session.commit()
    desk.session.expunge_all()
    with count_queries() as few:
        students.page(desk, ids["Rosa"])
    more = [
        {"state_id": state_id("Rosa"), "date": f"2026-0{month}-14", "ebrw": 450, "math": 450}
        for month in (3, 5, 6)
    ]
    applied(desk, sat(more, "more.csv"))
    for number in range(3):
        desk.session.add(plan(desk, ids["Rosa"], number))
    desk.session.commit()
    desk.session.expunge_all()
    with count_queries() as many:
        page = students.page(desk, ids["Rosa"])
    assert (len(page.judged.evidence), len(page.plans)) == (4, 3)
    assert 0 < few.count == many.count <= 12


# Printed plans


def plan(desk: Desk, student_id: UUID, number: int = 0, **given: Any) -> Document:
    return Document(
        id=uuid4(),
        district_id=desk.actor.district_id,
        student_id=student_id,
        kind="student_plan",
        language="en",
        asked_by=desk.actor.user_id,
        asked_at=desk.now + timedelta(minutes=number),
        **{"state": "ready"} | given,
    )


@pytest.mark.parametrize(
    ("state", "facts", "rules", "superseded"),
    [
        ("ready", "today", "today", False),
        ("ready", "older", "today", True),
        ("ready", "today", "older", True),
        ("waiting", None, None, False),
    ],
)
def test_a_plan_is_superseded_when_record_or_rules_have_changed(
    desk: Desk,
    ids: dict[str, UUID],
    state: str,
    facts: str | None,
    rules: str | None,
    superseded: bool,
) -> None:
    seen = students.page(desk, ids["Rosa"]).judged
    today = {"facts": seen.facts_fingerprint, "rules": seen.result.rules_fingerprint}
    printed = plan(
        desk,
        ids["Rosa"],
        state=state,
        facts_fingerprint=today["facts"] if facts == "today" else facts,
        rules_fingerprint=today["rules"] if rules == "today" else rules,
    )
    desk.session.add(printed)
    desk.session.commit()
    (shown,) = students.page(desk, ids["Rosa"]).plans
    assert (shown.id, shown.superseded) == (printed.id, superseded)


def test_the_latest_plans_are_shown_and_the_failed_ones_left_out(
    desk: Desk, ids: dict[str, UUID]
) -> None:
    desk.session.add_all(plan(desk, ids["Rosa"], number) for number in range(PLANS_SHOWN + 1))
    desk.session.add(plan(desk, ids["Rosa"], PLANS_SHOWN + 1, state="failed"))
    desk.session.add(plan(desk, ids["Abel"]))
    desk.session.commit()
    shown = students.page(desk, ids["Rosa"]).plans
    assert len(shown) == PLANS_SHOWN
    assert [one.asked_at for one in shown] == sorted((o.asked_at for o in shown), reverse=True)
    assert shown[0].asked_at == desk.now + timedelta(minutes=PLANS_SHOWN)


# Finding


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ibarra", ["Ibarra, Rosa", "Ibarra-Soto, Eli"]),
        ("Ibarra, Rosa", ["Ibarra, Rosa"]),
        ("rosa ib", ["Ibarra, Rosa"]),
        ("NUÑEZ", ["Nuñez, Abel"]),
        ("nunez", ["Nuñez, Abel"]),
        ("0123456700", ["Ibarra, Rosa"]),
        ("0001", ["Ibarra, Rosa"]),
        ("001", []),
        ("osa", []),
        ("rosa nuñez", []),
        ("", []),
        ("  ,  ", []),
    ],
)
def test_a_search_finds_by_the_beginnings_of_names_and_by_whole_ids(
    desk: Desk, ids: dict[str, UUID], text: str, expected: list[str]
) -> None:
    assert [one.name for one in find(desk, text)] == expected


def test_a_search_finds_only_whom_the_person_may_see(
    desk_of: Callable[[Actor], Desk],
    district: SmallDistrict,
    other_district: SmallDistrict,
    ids: dict[str, UUID],
) -> None:
    assert find(desk_of(district.counselor), "cam") == []
    assert find(desk_of(other_district.director), "rosa") == []


def test_a_search_is_recorded_without_its_words(desk: Desk, ids: dict[str, UUID]) -> None:
    find(desk, "ibarra")
    event = last_event(desk)
    assert (event.action, event.object_type) == ("roster:viewed", "search")
    seen = event.details.pop("students")
    assert {UUID(one) for one in seen.split()} <= set(ids.values())
    assert event.details == {"shown": 2, "searched": True}


@pytest.mark.parametrize("number", [MOST_FOUND - 1, MOST_FOUND, MOST_FOUND + 1])
def test_a_search_shows_at_most_fifty(desk: Desk, district: SmallDistrict, number: int) -> None:
    crowd(desk, district, number)
    assert len(find(desk, "zuber")) == min(number, MOST_FOUND)


def test_a_middle_name_is_found_too() -> None:
    person = Identity("Ana", "Ruiz", middle_name="Sofía")
    assert matches(person, ["sofia"])
    assert not matches(person, ["maria"])


def test_what_the_district_declares_changes_the_page_at_once(
    desk: Desk, district: SmallDistrict
) -> None:
    student_id = add_unjudged(desk, district)
    assert students.judged(desk, student_id).result.indicators["ap_ib"].missing == ("AP", "IB")
    for kind in ("AP", "IB"):
        sources.declare_absent(desk, kind)
    assert students.judged(desk, student_id).result.indicators["ap_ib"].missing == ()
