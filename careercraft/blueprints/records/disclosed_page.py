"""Every disclosure of the district as its template reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import url_for

from careercraft.blueprints.records.pages import read_day
from careercraft.clock import today
from careercraft.filters import number
from careercraft.services.records.disclosed import PER_PAGE, Asked, DisclosedPage, Line
from careercraft.services.records.disclosures import bases
from careercraft.web.pager import Pager

FORMATS = ("xlsx", "csv")


class Disclosed(NamedTuple):
    """Everything that `records/disclosed.html` shows."""

    lines: tuple[Line, ...]
    asked: Asked
    sentence: str
    grounds: tuple[tuple[str, str], ...]
    pager: Pager
    export_hrefs: Mapping[str, str]


def read_disclosed(values: Mapping[str, str]) -> Asked:
    """What an address asks; what does not fit is dropped."""
    basis, page = values.get("basis", ""), values.get("page", "1")
    return Asked(
        basis if basis in bases(today()) else None,
        read_day(values.get("since", "")),
        read_day(values.get("until", "")),
        int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )


def disclosed_page(found: DisclosedPage) -> Disclosed:
    """The disclosures with their links."""
    asked = found.asked
    told = "1 disclosure" if found.total == 1 else f"{number(found.total)} disclosures"
    return Disclosed(
        found.lines,
        asked,
        f"{told}, the latest first",
        tuple((one.id, one.words) for one in bases(today()).values()),
        _pager(found),
        {
            one: url_for("records.export_disclosures", format=one, **_words(asked, page=1))
            for one in FORMATS
        },
    )


def _words(asked: Asked, **changed: Any) -> dict[str, Any]:
    to = asked._replace(**changed)
    return {
        name: value
        for name, value in to._asdict().items()
        if value is not None and (name, value) != ("page", 1)
    }


def _pager(found: DisclosedPage) -> Pager:
    at, asked = found.asked.page, found.asked

    def href(page: int) -> str:
        return url_for("records.every_disclosure", **_words(asked, page=page))

    return Pager(
        at,
        found.pages,
        (at - 1) * PER_PAGE + 1 if found.total else 0,
        min(at * PER_PAGE, found.total),
        found.total,
        href(at - 1) if at > 1 else None,
        href(at + 1) if at < found.pages else None,
    )
