"""A scenario is kept under a name, holds opaque ids only, and never touches an outcome."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from careercraft.models import BonusScenario
from careercraft.privacy.access import Actor, NotAllowed, NotFound
from careercraft.services.bonus import scenarios
from careercraft.services.bonus.scenarios import BadScenario, Supposed
from careercraft.services.context import Desk
from tests.seed import SmallDistrict

CLASS = 2027
SUPPOSED = Supposed(frozenset({uuid4()}), {"economically_disadvantaged": 3}, 60)


def names(desk: Desk, *, deleted: bool = False) -> list[str]:
    return [one.name for one in scenarios.scenarios(desk, CLASS, deleted=deleted)]


def test_what_was_saved_comes_back_whole(desk: Desk) -> None:
    kept = scenarios.scenario(desk, scenarios.save(desk, CLASS, "  Spring   TSIA2 ", SUPPOSED))
    assert (kept.name, kept.class_of, kept.supposed) == ("Spring TSIA2", CLASS, SUPPOSED)
    assert kept.created_by == "District Director"


def test_in_the_database_stands_neither_its_name_nor_a_student(desk: Desk) -> None:
    scenario_id = scenarios.save(desk, CLASS, "What Rosa needs", SUPPOSED)
    row = desk.session.get_one(BonusScenario, scenario_id)
    assert b"Rosa" not in row.content_sealed
    assert str(next(iter(SUPPOSED.marked))).encode() not in row.content_sealed


def test_a_class_lists_its_own_by_name(desk: Desk) -> None:
    for name in ("b", "A", "c"):
        scenarios.save(desk, CLASS, name, SUPPOSED)
    scenarios.save(desk, CLASS + 1, "another class", SUPPOSED)
    assert names(desk) == ["A", "b", "c"]


def test_a_name_is_given_once_per_class(desk: Desk) -> None:
    scenarios.save(desk, CLASS, "Spring", SUPPOSED)
    with pytest.raises(BadScenario, match="already"):
        scenarios.save(desk, CLASS, "spring", SUPPOSED)
    scenarios.save(desk, CLASS + 1, "Spring", SUPPOSED)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_that_cannot_be_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(BadScenario):
        scenarios.save(desk, CLASS, name, SUPPOSED)


def test_it_can_be_renamed_deleted_and_restored(desk: Desk) -> None:
    scenario_id = scenarios.save(desk, CLASS, "Spring", SUPPOSED)
    scenarios.rename(desk, scenario_id, "Spring and summer")
    assert scenarios.scenario(desk, scenario_id).supposed == SUPPOSED
    assert scenarios.delete(desk, scenario_id) == CLASS
    assert names(desk) == []
    with pytest.raises(NotFound):
        scenarios.scenario(desk, scenario_id)
    assert names(desk, deleted=True) == ["Spring and summer"]
    scenarios.restore(desk, scenario_id)
    assert names(desk) == ["Spring and summer"]


def test_one_whose_name_was_given_away_meanwhile_stays_deleted(desk: Desk) -> None:
    first = scenarios.save(desk, CLASS, "Spring", SUPPOSED)
    scenarios.delete(desk, first)
    scenarios.save(desk, CLASS, "Spring", SUPPOSED)
    with pytest.raises(BadScenario, match="already"):
        scenarios.restore(desk, first)


def test_a_counselor_has_no_part_in_it(
    desk: Desk, district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    scenario_id = scenarios.save(desk, CLASS, "Spring", SUPPOSED)
    with pytest.raises(NotAllowed):
        scenarios.scenario(desk_of(district.counselor), scenario_id)


def test_another_district_does_not_find_it(
    desk: Desk, other_district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    scenario_id = scenarios.save(desk, CLASS, "Spring", SUPPOSED)
    with pytest.raises(NotFound):
        scenarios.scenario(desk_of(other_district.director), scenario_id)
