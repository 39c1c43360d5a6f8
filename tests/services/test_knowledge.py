"""A file speaks for the campuses and classes that it names, and for no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import select

from careercraft.models import Outcome, Student
from careercraft.services import outcomes, sources
from careercraft.services.context import Desk
from careercraft.services.knowledge import Knowledge, knowledge, known_now, reach_of
from tests.conftest import QueryCount
from tests.seed import SmallDistrict, add_student
from tests.services.uploads import Row, applied, courses, roster, sat, silent, undone

pytestmark = pytest.mark.database

SENIORS, JUNIORS = 2027, 2028
NAMED = {"north senior": "0123456700", "north junior": "0123456701", "south senior": "0123456702"}


@pytest.fixture
def filled(desk: Desk, district: SmallDistrict) -> Desk:
    """A senior and a junior at the north campus, a senior at the south campus."""
    grades = {"senior": "12", "junior": "11"}
    rows: list[Row] = []
    for name, state_id in NAMED.items():
        where, grade = name.split()
        rows.append(
            {
                "state_unique_id": state_id,
                "last_name": f"Of {where}",
                "first_name": grade,
                "birth_date": "2008-09-14",
                "grade": grades[grade],
                "campus_id": getattr(district, where).number,
            }
        )
    applied(desk, roster(rows))
    return desk


def scored(*names: str) -> Any:
    return sat(
        [
            {"state_id": NAMED[name], "date": "2025-10-04", "ebrw": 400, "math": 400}
            for name in names
        ]
    )


def kinds(desk: Desk, district: SmallDistrict) -> dict[str, Iterable[str]]:
    known = knowledge(desk.session)
    assert known_now(desk) == known
    assert known.through == sources.data_through(desk.session)
    return {
        "north senior": known.of(district.north.id, SENIORS),
        "north junior": known.of(district.north.id, JUNIORS),
        "south senior": known.of(district.south.id, SENIORS),
    }


def test_a_file_makes_its_kind_known_for_the_class_and_campus_it_names(
    filled: Desk, district: SmallDistrict
) -> None:
    applied(filled, scored("north senior"))
    found = kinds(filled, district)
    assert found == {"north senior": {"SAT"}, "north junior": set(), "south senior": set()}


def test_undoing_the_file_takes_its_word_back(filled: Desk, district: SmallDistrict) -> None:
    undone(filled, applied(filled, scored("north senior", "south senior")))
    assert set(kinds(filled, district).values()) == {frozenset()}


def test_a_file_of_our_template_speaks_for_every_class_that_it_names(
    filled: Desk, district: SmallDistrict
) -> None:
    course = {"course_kind": "dual_credit", "subject": "math", "hours": "3", "passed": "Y"}
    applied(filled, courses([course | {"state_unique_id": NAMED["south senior"]}]))
    found = kinds(filled, district)
    assert found["south senior"] == {"dual_credit"}
    assert found["north senior"] == set()


@pytest.mark.parametrize(
    ("classmates", "speaks"),
    [(48, True), (49, True), (50, False)],
    ids=["one in 49", "one in 50", "one in 51"],
)
def test_one_student_of_many_does_not_make_a_vendors_file_the_file_of_the_class(
    filled: Desk, district: SmallDistrict, classmates: int, speaks: bool
) -> None:
    for number in range(classmates):
        add_student(
            filled.session, filled.keys, district.south, first_name=f"N{number}", birth_date=None
        )
    filled.session.commit()
    applied(filled, scored("south senior"))
    assert ("SAT" in kinds(filled, district)["south senior"]) is speaks


def test_the_districts_word_counts_everywhere_or_at_the_campus_named(
    filled: Desk, district: SmallDistrict
) -> None:
    sources.declare_absent(filled, "IB")
    sources.declare_absent(filled, "ACT", district.north.id)
    found = kinds(filled, district)
    assert found["north junior"] == {"IB", "ACT"}
    assert found["south senior"] == {"IB"}
    sources.withdraw_declaration(filled, "ACT", district.north.id)
    assert kinds(filled, district)["north junior"] == {"IB"}


def test_what_is_known_is_read_again_only_after_a_change(
    filled: Desk, count_queries: Callable[[], AbstractContextManager[QueryCount]]
) -> None:
    filled.session.commit()
    known_now(filled)
    with count_queries() as kept:
        known_now(filled)
    sources.declare_absent(filled, "AP")
    with count_queries() as changed:
        assert "AP" in known_now(filled).everywhere
    assert kept.count == 1 < changed.count


def test_the_page_of_sources_names_the_campuses_and_classes_still_open(
    filled: Desk, district: SmallDistrict
) -> None:
    applied(filled, scored("north senior"))
    gaps = next(one for one in sources.sources(filled) if one.covers == "SAT").gaps
    assert [(gap.campus_name, gap.classes) for gap in gaps] == [
        ("North High School", (JUNIORS,)),
        ("South High School", (SENIORS,)),
    ]


def test_no_more_than_is_loaded_can_be_said_of_what_is_open_and_of_nothing_else(
    filled: Desk, district: SmallDistrict
) -> None:
    applied(filled, scored("north senior", "north junior"))
    with pytest.raises(sources.AlreadyLoaded):
        sources.declare_absent(filled, "SAT", district.north.id)
    sources.declare_absent(filled, "SAT", district.south.id)
    state = next(one for one in sources.sources(filled) if one.covers == "SAT")
    assert state.gaps == ()
    assert [word.campus_name for word in state.words] == ["South High School"]


def test_a_batch_from_before_the_reach_was_kept_speaks_for_the_whole_district() -> None:
    assert reach_of({"covers": ["SAT"]}) is None


def test_only_the_campuses_of_which_more_is_known_are_judged_anew(
    filled: Desk, district: SmallDistrict
) -> None:
    before = knowledge(filled.session)
    applied(filled, scored("north senior"))
    after = knowledge(filled.session)
    assert after.campuses_unlike(before) == {district.north.id}
    assert after.campuses_unlike(after) == frozenset()
    assert after.campuses_unlike(Knowledge(frozenset({"IB"}), {}, {})) is None


def test_a_student_of_a_class_without_its_file_is_unknown_and_a_classmate_elsewhere_not_met(
    filled: Desk, district: SmallDistrict
) -> None:
    for covers in ("ACT", "TSIA1", "TSIA2", "college_prep"):
        sources.declare_absent(filled, covers)
    applied(filled, scored("north senior"))
    for campus in (district.north, district.south):
        outcomes.recompute_campus(filled, campus.id, silent)
    assert _tsi_states(filled) == {
        (district.north.id, SENIORS): "not_met",
        (district.north.id, JUNIORS): "unknown",
        (district.south.id, SENIORS): "unknown",
    }


def test_what_becomes_known_elsewhere_leaves_a_judgement_as_it_is(
    filled: Desk, district: SmallDistrict
) -> None:
    outcomes.recompute_campus(filled, district.south.id, silent)
    applied(filled, scored("north senior"))
    assert outcomes.recompute_campus(filled, district.south.id, silent) == {"same": 1}


def _tsi_states(desk: Desk) -> dict[tuple[Any, int], str]:
    query = select(Student.campus_id, Student.class_of, Outcome.indicators).join(
        Outcome, Outcome.student_id == Student.id
    )
    return {
        (row.campus_id, row.class_of): row.indicators["tsi"] for row in desk.session.execute(query)
    }
