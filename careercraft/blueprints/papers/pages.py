"""The list of documents as its template reads it: addresses, chips, tabs."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import url_for

from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services.papers.exporting import sentence
from careercraft.services.papers.kinds import KINDS, STATES
from careercraft.services.papers.reading import PER_PAGE, Listed, PaperList, PaperQuery
from careercraft.web.desk import signed_in_person
from careercraft.web.narrowing import Chip, Tab
from careercraft.web.pager import Pager


class ListPage(NamedTuple):
    """Everything that `papers/page.html` shows. `list_href`: this list without its search."""

    search: str
    list_href: str
    sentence: str
    rows: tuple[Listed, ...]
    tabs: list[Tab]
    chips: list[Chip]
    clear_href: str | None
    pages: Pager
    export_hrefs: dict[str, str]
    with_campus: bool


def list_page(found: PaperList) -> ListPage:
    """The list with everything around it."""
    query = found.query
    chips = _chips(found)
    may_export = Permission.CAMPUS_LISTS_EXPORT in permissions(signed_in_person().actor)
    return ListPage(
        query.search,
        _href(query),
        sentence(found),
        found.rows,
        _tabs(found),
        chips,
        url_for("papers.overview") if chips else None,
        _pager(found),
        {one: _href(query, "papers.export", format=one) for one in ("xlsx", "csv")}
        if may_export
        else {},
        len(found.campuses) > 1 and query.campus_id is None,
    )


def _href(query: PaperQuery, endpoint: str = "papers.overview", **changed: Any) -> str:
    asked: dict[str, Any] = {
        "kind": query.kind,
        "state": query.state,
        "campus": query.campus_id,
        "class_of": query.class_of,
    }
    return url_for(endpoint, **{name: one for name, one in (asked | changed).items() if one})


def _tabs(found: PaperList) -> list[Tab]:
    every = sum(found.by_state.values())
    tabs = [Tab("All", every, _href(found.query, state=None), found.query.state is None)]
    return tabs + [
        Tab(label, found.by_state[id_], _href(found.query, state=id_), found.query.state == id_)
        for id_, label in STATES.items()
    ]


def _chips(found: PaperList) -> list[Chip]:
    query = found.query
    chips = []
    if query.search:
        chips.append(Chip("Name or ID", query.search, _href(query), drops_search=True))
    if query.kind:
        chips.append(Chip("Document", KINDS[query.kind].title, _href(query, kind=None)))
    if query.campus_id:
        name = next(one.label for one in found.campuses if one.id == str(query.campus_id))
        chips.append(Chip("Campus", name, _href(query, campus=None)))
    if query.class_of:
        chips.append(Chip("Class of", str(query.class_of), _href(query, class_of=None)))
    return chips


def _pager(found: PaperList) -> Pager:
    number = found.query.page
    first = (number - 1) * PER_PAGE + 1
    return Pager(
        number,
        found.pages,
        first,
        first + len(found.rows) - 1,
        found.total,
        _href(found.query, page=number - 1) if number > 1 else None,
        _href(found.query, page=number + 1) if number < found.pages else None,
    )
