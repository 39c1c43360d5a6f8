"""The certification page, as the browser sees it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from sqlalchemy import select

from careercraft.models import Outcome
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.conftest import QueryCount
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.classroom import CLASS, seniors

MOST_QUERIES = 17


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


def test_the_indicator_leads_to_the_page_which_asks_little_of_the_database(
    client_for: Callable[..., PageClient],
    ids: dict[str, UUID],
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
) -> None:
    counselor = client_for(Role.CAMPUS_COUNSELOR)
    student = counselor.get(f"/students/{ids['Rosa']}")
    link = student.find("a", string="Certifications, lists and program of study")
    with count_queries() as counted:
        page = counselor.get(str(link["href"]))
    assert counted.count <= MOST_QUERIES
    assert "Ibarra" not in page.title.get_text()
    empty = [one.get_text() for one in page.select(".empty-state__title")]
    assert empty == ["No certification on file", "No CTE course on file"]
    assert "Earn an industry-based certification" in page.select_one(".answer__next").get_text()
    assert page.find("a", string="What if")["href"].endswith("?kind=ibc")


def test_what_the_roster_says_of_certifications_leads_to_the_page(
    client_for: Callable[..., PageClient], desk: Desk, ids: dict[str, UUID]
) -> None:
    counselor = client_for(Role.CAMPUS_COUNSELOR)
    href = f"/students/{ids['Rosa']}/certifications"
    roster = counselor.get(f"/rosters/{CLASS}?show=ibc")
    assert roster.select(f"td a[href='{href}']")
    assert not counselor.get(f"/rosters/{CLASS}").select(f"td a[href='{href}']")


def test_a_met_certification_beside_other_indicators_leads_there_too(
    client_for: Callable[..., PageClient], desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    of_rosa = select(Outcome).where(Outcome.student_id == ids["Rosa"])
    row = desk.session.scalars(of_rosa).one()
    row.indicators = row.indicators | {"ibc": "met"}
    desk.session.commit()
    page = client_for(Role.CAMPUS_COUNSELOR).get(f"/rosters/{CLASS}")
    (link,) = page.select("td a.roster-ibc")
    assert link["href"] == f"/students/{ids['Rosa']}/certifications"
    assert link.get_text() == "IBC: certifications of Ibarra, Rosa"
