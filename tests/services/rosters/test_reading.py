"""A roster lists exactly what its counts promise, whichever way it is filtered."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from careercraft.filestore import FileStore
from careercraft.models import AuditEvent
from careercraft.privacy.access import Actor, NotFound
from careercraft.privacy.identity import Profile
from careercraft.privacy.keys import MasterKey
from careercraft.services import class_counts, rosters
from careercraft.services.bonus_words import STATES as BONUS_STATES
from careercraft.services.class_counts import STATES
from careercraft.services.context import Desk
from careercraft.services.rosters import ROWS_PER_PAGE, SORTS, RosterQuery, roster
from careercraft.services.rosters.words import COLUMNS, Cell, cell, sentence
from tests.conftest import MOMENT
from tests.seed import SmallDistrict, add_student
from tests.services.classroom import (
    CLASS,
    MET,
    PEOPLE,
    Classroom,
    add_unjudged,
    classroom,
    crowd,
    seniors,
)


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    """The class again, for tests that change it."""
    return seniors(desk, district)


@pytest.fixture(scope="module")
def school(
    factory: sessionmaker[Session], master: MasterKey, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Classroom]:
    """The class, for tests that only look at it."""
    made = classroom(factory, master, FileStore(tmp_path_factory.mktemp("files")), MOMENT)
    yield made
    made.desk.session.close()


def listed(school: Classroom, **filters: Any) -> rosters.Roster:
    return roster(school.desk, RosterQuery(CLASS, **filters))


def names(found: rosters.Roster) -> set[str]:
    return {row.name.partition(", ")[2] for row in found.rows}


def filters(desk: Desk, district: SmallDistrict) -> list[dict[str, Any]]:
    """Every combination of filters, each with nothing and with something."""
    plain = roster(desk, RosterQuery(CLASS))
    counselor = UUID(plain.counselors[0].id)
    ways = itertools.product(
        ({}, {"campus_id": district.south.id}),
        ({}, {"counselor_id": counselor}),
        ({}, {"group": "sped"}),
        ({}, {"indicator": "tsi.math", "indicator_state": "met"}, {"indicator": "dual_credit"}),
        ({}, {"search": "i"}),
    )
    return [{k: v for part in way for k, v in part.items()} for way in ways]


def test_every_count_equals_the_list_that_it_opens(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    add_unjudged(desk, district)
    asked = filters(desk, district)
    assert len(asked) == 48
    for each in asked:
        found = roster(desk, RosterQuery(CLASS, **each))
        assert found.counts["all"] == found.total == len(found.rows)
        assert sum(found.counts[state] for state in STATES) == found.total
        for state in STATES:
            opened = roster(desk, RosterQuery(CLASS, state=state, **each))
            assert opened.total == len(opened.rows) == found.counts[state], (each, state)
            assert {row.state for row in opened.rows} <= {state}
            assert opened.counts == found.counts


def test_every_count_of_the_bonus_equals_the_list_that_it_opens(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    add_unjudged(desk, district)
    for each in ({}, {"campus_id": district.south.id}, {"state": "met"}, {"state": "not_met"}):
        found = roster(desk, RosterQuery(CLASS, **each))
        assert sum(found.bonus_counts[state] for state in BONUS_STATES) == found.total
        for wanted, students in found.bonus_counts.items():
            opened = roster(desk, RosterQuery(CLASS, bonus=wanted, **each))
            assert opened.total == len(opened.rows) == students, (each, wanted)
            assert opened.bonus_counts == found.bonus_counts
            assert all(opened.counts[state] <= found.counts[state] for state in STATES)


def test_whose_bonus_hangs_on_enrolling_is_listed(school: Classroom) -> None:
    assert names(listed(school, bonus="waits_enrollment")) == {"Abel", "Eli"}
    assert {row.bonus.more for row in listed(school, bonus="waits_enrollment").rows} == {
        "Waits for enrollment"
    }
    assert names(listed(school, bonus="met")) == set()


def test_the_statuses_are_those_of_the_rules(school: Classroom) -> None:
    assert names(listed(school, state="met")) == MET
    assert names(listed(school, state="not_met")) == set(PEOPLE) - MET


def test_the_counts_by_campus_add_up_to_the_roster(school: Classroom) -> None:
    by_campus = class_counts.counts_by_campus(school.desk, CLASS)
    counts = listed(school).counts
    assert sum(one.met for one in by_campus) == counts["met"]
    assert sum(one.total for one in by_campus) == counts["all"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"group": "sped"}, {"Rosa", "Dee"}),
        ({"indicator": "tsi.math", "indicator_state": "not_met"}, {"Rosa", "Bea", "Cam"}),
        ({"indicator": "tsi", "indicator_state": "met"}, {"Abel", "Eli"}),
        ({"indicator": "dual_credit", "indicator_state": "met"}, {"Bea"}),
        ({"search": "ibarra"}, {"Rosa", "Eli"}),
        ({"search": "IBARRA, rosa"}, {"Rosa"}),
        ({"search": "nunez"}, {"Abel"}),
        ({"search": "soto"}, {"Eli"}),
        ({"search": "0123456703"}, {"Cam"}),
        ({"search": "0041"}, {"Dee"}),
        ({"search": "012345670"}, set()),
        ({"search": "barra"}, set()),
    ],
)
def test_a_filter_lists_whom_it_says(
    school: Classroom, asked: dict[str, Any], expected: set[str]
) -> None:
    assert names(listed(school, **asked)) == expected


def test_a_counselor_sees_the_own_campus_only(
    desk_of: Callable[[Actor], Desk], school: Classroom
) -> None:
    found = roster(desk_of(school.district.counselor), RosterQuery(CLASS))
    assert names(found) == {"Rosa", "Abel", "Bea"}
    assert [one.label for one in found.campuses] == ["North High School"]


def test_another_campus_in_the_address_is_dropped_and_named(
    desk_of: Callable[[Actor], Desk], school: Classroom
) -> None:
    asked = RosterQuery(CLASS, campus_id=school.district.south.id, counselor_id=uuid4())
    found = roster(desk_of(school.district.counselor), asked)
    assert found.ignored == ("campus_id", "counselor_id")
    assert found.query.campus_id is None
    assert found.total == 3


@pytest.mark.parametrize("class_of", [0, 1999, 2100, 10**20])
def test_a_class_that_cannot_be_is_not_found(desk: Desk, class_of: int) -> None:
    with pytest.raises(NotFound):
        roster(desk, RosterQuery(class_of))


@pytest.mark.parametrize("class_of", [2000, 2099])
def test_a_class_without_students_is_an_empty_list(desk: Desk, class_of: int) -> None:
    assert roster(desk, RosterQuery(class_of)).counts == {
        "all": 0,
        "met": 0,
        "not_met": 0,
        "unknown": 0,
    }


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_holds_the_same_students_and_turns_round(school: Classroom, sort: str) -> None:
    up = listed(school, sort=sort)
    down = listed(school, sort=sort, descending=True)
    assert names(up) == names(down) == set(PEOPLE)


def test_the_nearest_in_math_come_after_those_who_met_it(school: Classroom) -> None:
    found = listed(school, sort="tsi.math")
    in_order = [row.name.partition(", ")[2] for row in found.rows]
    assert in_order == ["Eli", "Abel", "Dee", "Rosa", "Bea", "Cam"]


def test_students_who_are_alike_stand_by_name_either_way_round(school: Classroom) -> None:
    found = listed(school, sort="state", descending=True)
    assert [row.name for row in found.rows if row.state == "met"] == [
        "Ibarra-Soto, Eli",
        "Nuñez, Abel",
        "Ortiz, Bea",
    ]


@pytest.mark.parametrize(
    ("students", "pages"),
    [(1, 1), (ROWS_PER_PAGE, 1), (ROWS_PER_PAGE + 1, 2), (2 * ROWS_PER_PAGE + 1, 3)],
)
def test_a_list_breaks_after_fifty(
    desk: Desk, district: SmallDistrict, students: int, pages: int
) -> None:
    crowd(desk, district, students)
    first = roster(desk, RosterQuery(CLASS))
    assert (first.pages, first.total) == (pages, students)
    assert len(first.rows) == min(students, ROWS_PER_PAGE)
    seen = {r.id for p in range(1, pages + 1) for r in roster(desk, _page(p)).rows}
    assert len(seen) == students


def _page(number: int) -> RosterQuery:
    return RosterQuery(CLASS, page=number)


@pytest.mark.parametrize(("asked", "given"), [(-1, 1), (0, 1), (2, 2), (3, 2), (10**12, 2)])
def test_a_page_that_is_not_there_becomes_the_nearest(
    desk: Desk, district: SmallDistrict, asked: int, given: int
) -> None:
    crowd(desk, district, ROWS_PER_PAGE + 1)
    assert roster(desk, _page(asked)).query.page == given


def test_whom_no_rule_has_judged_is_told_by_campus(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    assert roster(desk, RosterQuery(CLASS)).waiting == []
    add_unjudged(desk, district)
    found = roster(desk, RosterQuery(CLASS))
    assert found.waiting == [(district.north.id, "North High School", 1)]
    assert found.counts["unknown"] == 1


def test_the_number_of_questions_does_not_grow_with_the_class(
    desk: Desk, district: SmallDistrict, count_queries: Callable[[], Any]
) -> None:
    asked = RosterQuery(CLASS, group="eco-not-said", search="n")
    crowd(desk, district, 2)
    with count_queries() as few:
        roster(desk, asked)
    crowd(desk, district, 60)
    with count_queries() as many:
        assert roster(desk, asked).total > 2
    with count_queries() as again:
        roster(desk, asked)
    assert 0 < few.count == many.count <= 14
    assert again.count <= 11


def test_a_look_is_recorded_without_what_was_searched_for(school: Classroom) -> None:
    listed(school, search="ibarra")
    desk = school.desk
    query = select(AuditEvent).where(AuditEvent.action == "roster:viewed")
    latest = list(desk.session.scalars(query.order_by(AuditEvent.number)))[-1]
    assert latest.object_type == "class"
    assert "ibarra" not in repr(vars(latest)).lower()


# In words


def test_the_cells_say_what_is_missing_and_on_which_test(school: Classroom) -> None:
    rows = {row.id: row for row in listed(school).rows}
    assert rows[school.ids["Rosa"]].cells["tsi.math"] == Cell("not_met", "10 points short", "SAT")
    assert rows[school.ids["Dee"]].cells["tsi.rla"] == Cell("not_met", "10 points short", "SAT")
    assert rows[school.ids["Eli"]].cells["tsi.math"] == Cell("met")
    assert rows[school.ids["Cam"]].cells["dual_credit"] == Cell("not_met", "3 hours short")
    assert all(list(row.cells) == list(COLUMNS) for row in rows.values())


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        ("1", "points", "1 point short"),
        ("2", "points", "2 points short"),
        ("1.5", "hours", "1.5 hours short"),
    ],
)
def test_a_gap_agrees_in_number(amount: str, unit: str, words: str) -> None:
    gap = {"amount": amount, "unit": unit, "what": "what.SAT.math", "share": 0.1}
    assert cell("not_met", gap).short == words


@pytest.mark.parametrize("state", ["met", "not_applicable"])
def test_what_is_settled_has_no_gap(state: str) -> None:
    gap = {"amount": "3", "unit": "hours", "what": "what.dual_credit.any", "share": 0.3}
    assert cell(state, gap) == Cell(state)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, "Class of 2027: 6 students"),
        ({"search": "rosa"}, "Class of 2027, name or ID “rosa”: 1 student"),
        ({"state": "not_met"}, "Class of 2027, not met: 3 students"),
        ({"group": "sped"}, "Class of 2027, special education: 2 students"),
        ({"group": "504"}, "Class of 2027, Section 504: 0 students"),
        (
            {"indicator": "tsi.math", "indicator_state": "not_met", "state": "met"},
            "Class of 2027, TSI math not met, met: 1 student",
        ),
    ],
)
def test_the_filter_reads_as_a_sentence(
    school: Classroom, asked: dict[str, Any], words: str
) -> None:
    assert sentence(listed(school, **asked)) == words


def test_the_sentence_names_campus_and_counselor(school: Classroom) -> None:
    counselor = UUID(listed(school).counselors[0].id)
    asked = RosterQuery(CLASS, campus_id=school.district.north.id, counselor_id=counselor)
    assert sentence(roster(school.desk, asked)) == (
        "Class of 2027 at North High School, with counselor Campus Counselor: 3 students"
    )


# Filters by distance, caseload and program; columns


@pytest.mark.parametrize(
    ("subject", "points", "expected"),
    [
        ("tsi.math", 9, set()),
        ("tsi.math", 10, {"Rosa"}),
        ("tsi.math", 11, {"Rosa"}),
        ("tsi.rla", 10, {"Dee"}),
        ("either", 10, {"Rosa", "Dee"}),
    ],
)
def test_whoever_misses_a_cut_by_so_many_points_at_most_is_close(
    school: Classroom, subject: str, points: int, expected: set[str]
) -> None:
    found = listed(school, near=subject, within=points)
    assert names(found) == expected
    assert f"within {points} points in" in sentence(found)


def test_a_gap_in_hours_is_not_close_to_a_cut_score(school: Classroom) -> None:
    assert not {"Cam", "Bea"} & names(listed(school, near="either", within=400))


def test_the_own_caseload_is_named_by_its_counselor(school: Classroom) -> None:
    north = {name for name, (_, campus, _) in PEOPLE.items() if campus == "north"}
    counselor = school.desk._replace(actor=school.district.counselor)
    found = roster(counselor, RosterQuery(CLASS, mine=True))
    assert names(found) == north
    assert "with counselor Campus Counselor" in sentence(found)


def test_an_empty_caseload_lists_nobody_rather_than_everybody(school: Classroom) -> None:
    found = listed(school, mine=True)
    assert found.total == 0
    assert not found.ignored
    assert "with counselor District Director" in sentence(found)


def test_a_program_is_asked_beside_a_group(desk: Desk, district: SmallDistrict) -> None:
    for name, profile in (
        ("Ana", Profile(program="echs", special_education=True)),
        ("Ben", Profile(program="echs")),
        ("Cyd", Profile(program="ptech", special_education=True)),
    ):
        add_student(desk.session, desk.keys, district.north, first_name=name, profile=profile)
    desk.session.commit()
    found = roster(desk, RosterQuery(CLASS, program="echs", group="sped"))
    assert names(found) == {"Ana"}
    assert "in Early College High School" in sentence(found)


def test_an_indicator_without_its_column_is_told_as_also_met(school: Classroom) -> None:
    rows = {row.id: row for row in listed(school, columns=("state", "tsi.math")).rows}
    assert set(rows[school.ids["Bea"]].cells) == {"tsi.math"}
    assert "Dual credit" in rows[school.ids["Bea"]].others
