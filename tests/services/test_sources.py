from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from careercraft.privacy.access import NotAllowed, NotFound
from careercraft.services import imports, sources
from careercraft.services.context import Desk
from careercraft.services.sources import SourceState
from tests.seed import SmallDistrict
from tests.services.uploads import Row, applied, courses, roster, sat, staged, undone

STATE_ID = "0123456789"
SITTING = {"state_id": STATE_ID, "date": "2025-10-04", "ebrw": 500, "math": 510, "locator": "a"}

pytestmark = pytest.mark.database


@pytest.fixture
def loaded(desk: Desk, district: SmallDistrict) -> Desk:
    """A desk in whose district one student is known."""
    rosa: Row = {
        "state_unique_id": STATE_ID,
        "last_name": "Ibarra",
        "first_name": "Rosa",
        "grade": "12",
        "campus_id": district.north.number,
    }
    applied(desk, roster([rosa]))
    return desk


def source(desk: Desk, covers: str) -> SourceState:
    return next(each for each in sources.sources(desk) if each.covers == covers)


def test_at_first_nothing_is_known(desk: Desk) -> None:
    assert sources.known_kinds(desk.session) == frozenset()
    assert sources.data_through(desk.session) is None
    assert {each.state for each in sources.sources(desk)} == {"not_loaded"}


def test_every_kind_of_evidence_and_the_roster_have_their_line(desk: Desk) -> None:
    assert [each.covers for each in sources.sources(desk)] == [
        "roster",
        *("SAT", "ACT", "TSIA1", "TSIA2", "AP", "IB"),
        *("dual_credit", "college_prep", "onramps", "cte"),
        *("ibc", "level_certificate", "associate_degree", "enlistment", "enrollment"),
        *("program_membership", "student_groups", "STAAR"),
        *("core_completion", "work_based_learning"),
        "ASVAB",
    ]


def test_an_applied_file_makes_its_kind_known_and_says_how_far_it_reaches(loaded: Desk) -> None:
    applied(loaded, sat([SITTING | {"date": "2025-11-08"}]))
    batch_id = applied(loaded, sat([SITTING | {"locator": "b"}]))
    found = source(loaded, "SAT")
    assert sources.known_kinds(loaded.session) == {"SAT"}
    assert sources.data_through(loaded.session) == date(2025, 11, 8)
    assert (found.state, found.source) == ("loaded", "College Board SAT student data file")
    assert found.covers_through == date(2025, 11, 8)
    assert found.applied_at == loaded.now
    assert found.batch_id is not None
    assert imports.batch(loaded, batch_id).covers_through == date(2025, 10, 4)


def test_a_roster_is_listed_with_its_format(loaded: Desk) -> None:
    found = source(loaded, "roster")
    assert found.state == "loaded"
    assert found.source == "Student roster (CareerCraft template or PEIMS column names)"


def test_a_file_that_is_only_staged_makes_nothing_known(loaded: Desk) -> None:
    staged(loaded, sat([SITTING]))
    assert sources.known_kinds(loaded.session) == frozenset()


def test_an_undone_file_is_no_longer_known(loaded: Desk) -> None:
    undone(loaded, applied(loaded, sat([SITTING])))
    assert sources.known_kinds(loaded.session) == frozenset()
    assert source(loaded, "SAT").state == "not_loaded"
    assert sources.data_through(loaded.session) is None


def test_a_template_makes_known_only_what_stands_in_it(loaded: Desk) -> None:
    course = {
        "state_unique_id": STATE_ID,
        "course_kind": "dual_credit",
        "subject": "math",
        "hours": "3",
        "passed": "Y",
    }
    applied(loaded, courses([course]))
    assert sources.known_kinds(loaded.session) == {"dual_credit"}


def test_a_kind_declared_absent_is_known_by_the_districts_word(desk: Desk) -> None:
    sources.declare_absent(desk, "IB")
    sources.declare_absent(desk, "IB")
    found = source(desk, "IB")
    assert sources.known_kinds(desk.session) == {"IB"}
    assert (found.state, found.declared_by, found.declared_at) == (
        "absent",
        "District Director",
        desk.now,
    )


def test_a_declaration_can_be_withdrawn_and_made_again(desk: Desk) -> None:
    sources.declare_absent(desk, "IB")
    sources.withdraw_declaration(desk, "IB")
    sources.withdraw_declaration(desk, "IB")
    assert sources.known_kinds(desk.session) == frozenset()
    sources.declare_absent(desk, "IB")
    assert sources.known_kinds(desk.session) == {"IB"}


def test_what_is_loaded_cannot_be_declared_absent(loaded: Desk) -> None:
    applied(loaded, sat([SITTING]))
    with pytest.raises(sources.AlreadyLoaded):
        sources.declare_absent(loaded, "SAT")
    assert source(loaded, "SAT").state == "loaded"


def test_a_loaded_file_outweighs_an_earlier_declaration(loaded: Desk) -> None:
    sources.declare_absent(loaded, "SAT")
    applied(loaded, sat([SITTING]))
    assert source(loaded, "SAT").state == "loaded"


def test_an_unknown_kind_is_not_there(desk: Desk) -> None:
    for change in (sources.declare_absent, sources.withdraw_declaration):
        with pytest.raises(NotFound):
            change(desk, "horoscope")


def test_everyone_may_look_and_only_who_may_declare_does(
    desk_of: Callable[..., Desk], district: SmallDistrict
) -> None:
    officer, counselor = desk_of(district.records_officer), desk_of(district.counselor)
    for desk in (officer, counselor):
        assert sources.sources(desk)
        for change in (sources.declare_absent, sources.withdraw_declaration):
            with pytest.raises(NotAllowed):
                change(desk, "IB")
    assert sources.known_kinds(officer.session) == frozenset()


def test_one_districts_word_is_not_anothers(
    desk: Desk, desk_of: Callable[..., Desk], other_district: SmallDistrict
) -> None:
    sources.declare_absent(desk, "IB")
    assert sources.known_kinds(desk_of(other_district.director).session) == frozenset()
