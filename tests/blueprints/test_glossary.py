"""The glossary's pages, and the words under a table."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk
from careercraft.services.glossary import chapters
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.classroom import CLASS, seniors


@pytest.fixture
def counselor(client_for: Callable[..., PageClient]) -> PageClient:
    return client_for(Role.CAMPUS_COUNSELOR)


@pytest.fixture
def ids(desk: Desk, district: SmallDistrict) -> dict[str, UUID]:
    return seniors(desk, district)


def test_every_word_stands_on_the_page_with_its_rule(counselor: PageClient) -> None:
    page = counselor.get("/glossary")
    shown = {one["id"] for one in page.select(".glossary__entry")}
    assert shown == {entry.id for chapter in chapters() for entry in chapter.entries}
    rules = {link["href"] for link in page.select(".glossary a.glossary__more")}
    assert "/rules#ibc" in rules
    for href in {href.partition("#")[0] for href in rules}:
        counselor.get(href)


def test_a_word_is_found(counselor: PageClient) -> None:
    page = counselor.get("/glossary?find=Crédito doble")
    assert [one["id"] for one in page.select(".glossary__entry")] == ["dual_credit"]


def test_a_word_that_is_not_there_says_so(counselor: PageClient) -> None:
    page = counselor.get("/glossary?find=zzz")
    assert "No word like this" in page.get_text()
    assert page.select(".glossary__entry") == []


def test_a_table_leads_to_the_words_of_its_own_columns(
    counselor: PageClient, ids: dict[str, UUID]
) -> None:
    page = counselor.get(f"/rosters/{CLASS}")
    help_ = page.select_one(".column-help")
    href = help_["hx-get"]
    assert help_.select_one("a")["href"] == href, "without script the link leads there"
    told = counselor.get(href)
    terms = {one["id"] for one in told.select(".glossary__entry")}
    assert {"accountability", "tsi", "dual_credit", "counselor_of_record"} <= terms
    assert "obm" not in terms


def test_without_columns_the_page_says_where_to_come_from(counselor: PageClient) -> None:
    assert "No columns were named" in counselor.get("/glossary/columns?id=nothing").get_text()
