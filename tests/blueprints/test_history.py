"""The history of a record, as the browser sees it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest

from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from tests.conftest import QueryCount
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.classroom import add_unjudged, seniors

MOST_QUERIES = 30


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


@pytest.fixture
def counselor(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.CAMPUS_COUNSELOR)


def test_two_days_stand_side_by_side_with_little_asked_of_the_database(
    counselor: PageClient,
    ids: dict[str, UUID],
    count_queries: Callable[[], AbstractContextManager[QueryCount]],
) -> None:
    address = f"/students/{ids['Rosa']}/history?as_of=2026-11-16&against=2026-11-16"
    with count_queries() as counted:
        page = counselor.get(address)
    assert counted.count <= MOST_QUERIES
    assert "Ibarra" not in page.title.get_text()
    assert [one.get_text() for one in page.select(".versus__name")] == ["End of Nov 16, 2026"] * 4
    assert "stands the same on both days" in page.get_text()


def test_a_kind_of_change_can_be_asked_for(counselor: PageClient, ids: dict[str, UUID]) -> None:
    page = counselor.get(f"/students/{ids['Rosa']}/history?kind=document")
    assert "No such change" in page.get_text()
    page = counselor.get(f"/students/{ids['Rosa']}/history?kind=evidence")
    assert (
        page.select_one("[aria-labelledby=changes] tbody th").get_text().startswith("Loaded: SAT")
    )


def test_a_day_ahead_or_none_at_all_is_said(counselor: PageClient, ids: dict[str, UUID]) -> None:
    page = counselor.get(f"/students/{ids['Rosa']}/history?as_of=2999-01-01&against=soon")
    told = page.select_one(".summary").get_text()
    assert "That day lies ahead." in told
    assert "Write a day as month, day and year." in told


def test_a_student_without_any_file_has_a_page(
    counselor: PageClient, desk: Desk, district: SmallDistrict, ids: dict[str, UUID]
) -> None:
    una = add_unjudged(desk, district)
    assert "No such change" in counselor.get(f"/students/{una}/history").get_text()


def test_the_student_page_says_its_day_and_leads_to_any_other(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    student = f"/students/{ids['Rosa']}"
    form = counselor.get(student).select_one("form.as-of")
    assert form.span.get_text().startswith("As of today, ")
    page = counselor.get(f"{form['action']}?{form.select_one('input')['name']}=2026-11-16")
    assert "As of Nov 16, 2026" in page.select_one("#then").get_text()
    answer = counselor.client.get(f"{student}?as_of=2026-11-16")
    assert answer.headers["Location"] == f"{student}/history?as_of=2026-11-16"
