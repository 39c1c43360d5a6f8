"""The evidence chase as its template reads it: addresses, tabs, chips, counts that lead on."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import url_for

from careercraft.blueprints.chase.forms import EVERYONE
from careercraft.clock import school_year, today
from careercraft.filters import class_label, long_date
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services.chase.asks import ASKS, OF_FILES, Ask
from careercraft.services.chase.exporting import sentence
from careercraft.services.chase.listing import PER_PAGE, Chase, ChaseQuery, Count, Row
from careercraft.web.desk import signed_in_person
from careercraft.web.narrowing import Chip, Tab
from careercraft.web.pager import Pager


class Cell(NamedTuple):
    """A count with the list of exactly its students."""

    students: int
    href: str


class CountRow(NamedTuple):
    """A campus or counselor with its counts."""

    name: str
    whole: Cell
    cells: list[Cell]


class Table(NamedTuple):
    """Counts of campuses or counselors, by kind."""

    title: str
    head: str
    asks: list[Ask]
    rows: list[CountRow]


class ChasePage(NamedTuple):
    """Everything that `chase/page.html` shows."""

    chase: Chase
    facts: list[str]
    sentence: str
    rows: tuple[Row, ...]
    tabs: list[Tab]
    chips: list[Chip]
    clear_href: str | None
    tables: list[Table]
    pages: Pager
    export_hrefs: dict[str, str]
    with_campus: bool
    with_counselor: bool


def chase_page(found: Chase) -> ChasePage:
    """The list with everything around it."""
    query = found.query
    chips = _chips(found)
    held = permissions(signed_in_person().actor)
    through = found.data_through and f"data through {long_date(found.data_through)}"
    label = class_label(query.class_of, school_year(today()))
    return ChasePage(
        found,
        [fact for fact in (label, through) if fact],
        sentence(found),
        found.rows,
        _tabs(found),
        chips,
        url_for("chase.overview", class_of=query.class_of) if chips else None,
        _tables(found),
        _pager(found),
        {one: href(query, "chase.export", format=one) for one in ("xlsx", "csv")}
        if Permission.CAMPUS_LISTS_EXPORT in held
        else {},
        len(found.campuses) > 1 and query.campus_id is None,
        query.counselor is None,
    )


def href(query: ChaseQuery, endpoint: str = "chase.overview", **changed: Any) -> str:
    """The address of a list, with some of its filter changed."""
    asked: dict[str, Any] = {
        "class_of": query.class_of,
        "ask": query.ask,
        "campus": query.campus_id,
        "counselor": query.counselor,
        "who": EVERYONE if query.everyone else None,
    }
    return url_for(endpoint, **{name: one for name, one in (asked | changed).items() if one})


def _tabs(found: Chase) -> list[Tab]:
    query = found.query
    tabs = [Tab("Anything", found.everything, href(query, ask=None), query.ask is None)]
    return tabs + [
        Tab(one.title, found.by_ask[one.id], href(query, ask=one.id), query.ask == one.id)
        for one in ASKS.values()
        if found.by_ask[one.id] or query.ask == one.id
    ]


def _chips(found: Chase) -> list[Chip]:
    query = found.query
    chips = []
    if query.campus_id:
        name = _name(found.campuses, str(query.campus_id))
        chips.append(Chip("Campus", name, href(query, campus=None)))
    if query.counselor:
        name = _name(found.counselors, query.counselor)
        chips.append(Chip("Counselor", name, href(query, counselor=None)))
    if query.everyone:
        chips.append(Chip("Students", "All", href(query, who=None)))
    return chips


def _name(counts: tuple[Count, ...], id_: str) -> str:
    return next((one.name for one in counts if one.id == id_), "Nobody")


def _tables(found: Chase) -> list[Table]:
    """By campus and by counselor, where there is more than one; without what only files bring."""
    of_all = {ask for ask in ASKS if ask not in OF_FILES}
    sets = (
        ("By campus", "Campus", "campus", found.campuses),
        ("By counselor", "Counselor", "counselor", found.counselors),
    )
    tables = []
    for title, head, name, counts in sets:
        asks = [
            one
            for one in ASKS.values()
            if one.id in of_all and any(count.by_ask[one.id] for count in counts)
        ]
        if len(counts) > 1 and asks:
            rows = [_count_row(found.query, name, one, asks) for one in counts]
            tables.append(Table(title, head, asks, rows))
    return tables


def _count_row(query: ChaseQuery, name: str, count: Count, asks: list[Ask]) -> CountRow:
    """A row whose counts are of all of it: the other filter of the two is set aside."""
    alone: dict[str, Any] = {"campus": None, "counselor": None, name: count.id}
    cells = [Cell(count.by_ask[one.id], href(query, **alone, ask=one.id)) for one in asks]
    return CountRow(count.name, Cell(count.students, href(query, **alone, ask=None)), cells)


def _pager(found: Chase) -> Pager:
    query = found.query
    first = (query.page - 1) * PER_PAGE + 1
    return Pager(
        query.page,
        found.pages,
        first,
        first + len(found.rows) - 1,
        found.total,
        href(query, page=query.page - 1) if query.page > 1 else None,
        href(query, page=query.page + 1) if query.page < found.pages else None,
    )
