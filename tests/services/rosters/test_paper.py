"""The roster on paper: the sentence of the filter, everybody on it, nobody named in a meeting."""

from __future__ import annotations

from uuid import UUID

import pytest

from careercraft.services.context import Desk
from careercraft.services.rosters import RosterQuery, paper
from careercraft.services.rosters.paper import TooMany
from tests.documents import reading
from tests.seed import SmallDistrict
from tests.services.classroom import NORTH, PEOPLE, seniors


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


def test_it_says_what_it_lists_as_of_when_and_names_everybody(
    desk: Desk, district: SmallDistrict, ids: dict[str, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    query = RosterQuery(2027, campus_id=district.north.id, near="tsi.math")
    told = reading.words_of(paper.print_roster(desk, query, presenting=False).content)
    assert "within 20 points in math on the nearest test: 1 student" in told
    assert "rules of accountability 2028" in told
    assert "Ibarra, Rosa" in told
    assert "10 points short SAT" in told
    everybody = RosterQuery(2027)
    in_meeting = paper.print_roster(desk, everybody, presenting=True).content
    shown = reading.words_of(in_meeting)
    assert not any(
        last_name in shown for last_name, campus, _ in PEOPLE.values() if campus == NORTH
    )
    monkeypatch.setattr(paper, "MOST_PRINTED", 5)
    with pytest.raises(TooMany, match="6 students are too many"):
        paper.print_roster(desk, everybody, presenting=False)
