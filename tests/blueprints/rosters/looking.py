"""Addresses of the roster page, and what is read off it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from bs4 import BeautifulSoup

from tests.page import PageClient
from tests.services.classroom import CLASS

URL = f"/rosters/{CLASS}"
NOWHERE = UUID(int=7)
"""The id of a campus that nobody has."""
FILTERS = (
    "",
    "?group=sped",
    "?indicator=tsi.math&indicator_state=not_met",
    "?indicator=dual_credit",
    "?group=sped&indicator=tsi.rla&indicator_state=unknown",
    "?near=either&within=10&only_by=sunsetting_ibc",
    "?counselor=me&program=echs",
    "?show=tsi.math&show=counselor",
)


def listed(page: BeautifulSoup) -> list[str]:
    return [row.a.get_text() for row in page.select("#students tbody th")]


def count_links(page: BeautifulSoup) -> Iterator[tuple[str, int]]:
    for tab in page.select(".status-tabs a"):
        yield str(tab["href"]), int(tab.select_one(".status-tabs__count").get_text())


def words_of(page: BeautifulSoup) -> str:
    return page.select_one(".chip-bar__sentence").get_text()


def fields(page: BeautifulSoup, form: str) -> dict[str, Any]:
    """What a browser sends of a form as it stands."""
    sent = {str(i["name"]): i.get("value", "") for i in page.select(f"{form} input[name]")}
    for select in page.select(f"{form} select"):
        chosen = select.select_one("option[selected]") or select.select_one("option")
        sent[str(select["name"])] = chosen["value"]
    return sent


def searched(client: PageClient, words: str, url: str = URL) -> BeautifulSoup:
    return client.post_page(url, {"q": words})
