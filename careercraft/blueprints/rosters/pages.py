"""The roster page as its templates read it: every address on it, none with a name in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from flask import url_for
from wtforms import Form

from careercraft.blueprints.documents.forms import PrintForm
from careercraft.blueprints.rosters.addresses import address, arguments
from careercraft.blueprints.rosters.bulk import Bulk
from careercraft.blueprints.rosters.chips import chips_of
from careercraft.blueprints.rosters.forms import filled
from careercraft.clock import school_year, today
from careercraft.filters import class_label, long_date, number
from careercraft.privacy.access import permissions
from careercraft.privacy.permissions import Permission
from careercraft.services.bonus_words import FILTERS
from careercraft.services.class_counts import STATES
from careercraft.services.rosters import ROWS_PER_PAGE, Roster, RosterQuery, RosterRow
from careercraft.services.rosters.words import (
    CHOICES_OF_COLUMNS,
    INDICATOR_NAMES,
    STATE_NAMES,
    chosen_campus,
    place_name,
    sentence,
    shown_columns,
    told,
)
from careercraft.web.desk import signed_in_person
from careercraft.web.links import hrefs_by_id
from careercraft.web.narrowing import Chip, left_out
from careercraft.web.pager import Pager

EXPORT_FORMATS = ("xlsx", "csv")
UNSORTED = frozenset({"others"})


class Tab(NamedTuple):
    """A status with its number of students and the list it opens."""

    label: str
    state: str | None
    students: str
    """A number, or what is said in its place while presenting."""
    href: str
    current: bool


class Header(NamedTuple):
    """A column head that sorts."""

    label: str
    key: str
    href: str


class Column(NamedTuple):
    """A column head, with its sort where it has one."""

    label: str
    sort: Header | None


class ClassChoice(NamedTuple):
    """A graduating class to switch to."""

    href: str
    label: str
    current: bool


class WaitingCampus(NamedTuple):
    """A campus whose students wait to be judged, and where to ask for it."""

    name: str
    students: int
    recompute_href: str | None


class Printing(NamedTuple):
    """Where to have every student of the list printed, and what is asked for it."""

    href: str
    form: Form


class RosterPage(NamedTuple):
    """Everything that `rosters/page.html` and its fragment show."""

    class_of: int
    title: str
    facts: list[str]
    sentence: str
    notices: list[str]
    tabs: list[Tab]
    bonus_tabs: list[Tab]
    chips: list[Chip]
    clear_href: str | None
    form: Form
    action: str
    kept: dict[str, Any]
    """Status, order and columns, which the filter form carries along."""
    search: str
    list_href: str
    """This list without the search; the search form posts to it."""
    columns: list[Column]
    shown: frozenset[str]
    """What stands beside the name, of `CHOICES_OF_COLUMNS`."""
    columns_chosen: tuple[str, ...]
    """The columns where they are not the usual ones."""
    asked: dict[str, Any]
    """All that the address asks but the columns and the page."""
    keep_columns_href: str
    bulk: Bulk
    narrowed: bool
    """Whether a filter is in use that the form folds away."""
    sort: str
    direction: str
    rows: list[RosterRow]
    student_href: Callable[[UUID], str]
    certifications_href: Callable[[UUID], str]
    """Where a student of a row, and their certifications, are."""
    ibc: str
    """What the roster calls industry-based certifications."""
    shows_grade: bool
    standing: str | None
    """The standing of every listed outcome, where it is one and not the text of the law."""
    pages: Pager
    waiting: list[WaitingCampus]
    class_choices: list[ClassChoice]
    class_is_empty: bool
    too_few: bool
    """Whether there are rows that a meeting may not see."""
    export_hrefs: dict[str, str]
    paper_href: str | None
    printing: Printing | None
    files_href: str | None


def roster_page(roster: Roster, dropped: list[str], bulk: Bulk) -> RosterPage:
    """The page of an answered query; `dropped` names what of the address was not understood."""
    query = roster.query
    chips = chips_of(roster)
    form = filled(query, roster.campuses, roster.counselors)
    kept = arguments(
        RosterQuery(
            query.class_of,
            sort=query.sort,
            descending=query.descending,
            left=query.left,
            at_least=query.at_least,
            columns=query.columns,
            list_id=query.list_id,
        )
    )
    return RosterPage(
        class_of=query.class_of,
        title=class_label(query.class_of, school_year(today())),
        facts=_facts(roster),
        sentence=sentence(roster),
        notices=left_out([*dropped, *(name.removesuffix("_id") for name in roster.ignored)]),
        tabs=_tabs(roster),
        bonus_tabs=_bonus_tabs(roster),
        chips=chips,
        clear_href=address(RosterQuery(query.class_of)) if len(chips) > 1 else None,
        form=form,
        action=url_for("rosters.show", class_of=query.class_of),
        kept=kept | ({"state": query.state} if query.state else {}),
        search=query.search,
        list_href=address(query, page=1),
        columns=_columns(roster),
        shown=_shown(roster),
        columns_chosen=query.columns,
        asked=arguments(query._replace(columns=(), page=1)),
        keep_columns_href=url_for("rosters.keep_columns", class_of=query.class_of),
        bulk=bulk,
        narrowed=bool(query.program or query.only_by or query.near),
        sort=query.sort,
        direction="desc" if query.descending else "asc",
        rows=roster.rows,
        student_href=hrefs_by_id("students.show", "student_id"),
        certifications_href=hrefs_by_id("certifications.show", "student_id"),
        ibc=INDICATOR_NAMES["ibc"],
        shows_grade=len({row.grade for row in roster.rows}) > 1,
        standing=_common_standing(roster),
        pages=_pages(roster),
        waiting=_waiting(roster),
        class_choices=_class_choices(roster),
        too_few=bool(roster.total and not roster.rows),
        class_is_empty=not roster.total and not chips,
        export_hrefs=_export_hrefs(query),
        paper_href=_paper_href(query),
        printing=_printing(query),
        files_href=_files_href(),
    )


def _facts(roster: Roster) -> list[str]:
    facts = [place_name(roster), f"accountability {roster.rated_in}"]
    if roster.data_through:
        facts.append(f"data through {long_date(roster.data_through)}")
    if roster.computed_at:
        facts.append(f"computed {long_date(roster.computed_at)}")
    return facts


def _tabs(roster: Roster) -> list[Tab]:
    names: dict[str | None, str] = {None: "All", **{state: STATE_NAMES[state] for state in STATES}}
    return [
        Tab(
            label,
            state,
            told(roster, state or "all"),
            address(roster.query, state=state, page=1),
            roster.query.state == state,
        )
        for state, label in names.items()
    ]


def _bonus_tabs(roster: Roster) -> list[Tab]:
    """How many students the bonus has in each state, and how many of them wait for enrollment."""
    return [
        Tab(
            label,
            one,
            number(roster.bonus_counts[one]),
            address(roster.query, bonus=one, page=1),
            roster.query.bonus == one,
        )
        for one, label in FILTERS.items()
        if one in roster.bonus_counts
    ]


def _columns(roster: Roster) -> list[Column]:
    shown = _shown(roster)
    return [
        _sortable(roster, "Student", "name"),
        *(
            Column(label, None) if id_ in UNSORTED else _sortable(roster, label, id_)
            for id_, label in CHOICES_OF_COLUMNS.items()
            if id_ in shown
        ),
    ]


def _shown(roster: Roster) -> frozenset[str]:
    """The columns that are shown: one campus needs none of its own unless it is asked for."""
    chosen = shown_columns(roster.query.columns)
    alone = not roster.query.columns and not _shows_campus(roster)
    return frozenset(chosen) - ({"campus"} if alone else set())


def _sortable(roster: Roster, label: str, key: str) -> Column:
    if roster.told:  # a meeting sees one order, which tells nothing of a row
        return Column(label, None)
    turned = roster.query.sort == key and not roster.query.descending
    return Column(
        label, Header(label, key, address(roster.query, sort=key, descending=turned, page=1))
    )


def _shows_campus(roster: Roster) -> bool:
    return chosen_campus(roster) is None


def _common_standing(roster: Roster) -> str | None:
    if len(roster.standings) != 1:
        return None
    (standing,) = roster.standings
    return None if standing == "read" else standing


def _pages(roster: Roster) -> Pager:
    query, first = roster.query, (roster.query.page - 1) * ROWS_PER_PAGE + 1
    return Pager(
        query.page,
        roster.pages,
        first,
        first + len(roster.rows) - 1,
        roster.total,
        address(query, page=query.page - 1) if query.page > 1 else None,
        address(query, page=query.page + 1) if query.page < roster.pages else None,
    )


def _waiting(roster: Roster) -> list[WaitingCampus]:
    may = Permission.CAMPUS_OUTCOMES_RECOMPUTE in permissions(signed_in_person().actor)
    return [
        WaitingCampus(one.campus_name, one.students, recompute_href(one.campus_id) if may else None)
        for one in roster.waiting
    ]


def recompute_href(campus_id: UUID) -> str:
    """Where to ask for a campus to be judged anew."""
    return url_for("rosters.recompute", campus_id=campus_id)


def _class_choices(roster: Roster) -> list[ClassChoice]:
    query, year = roster.query, school_year(today())
    known = sorted({*roster.classes, query.class_of}, reverse=True)
    return [
        ClassChoice(
            address(query, class_of=one, page=1), class_label(one, year), one == query.class_of
        )
        for one in known
    ]


def _export_hrefs(query: RosterQuery) -> dict[str, str]:
    """Where the whole list is to be had as a file, by its format."""
    if Permission.CAMPUS_LISTS_EXPORT not in permissions(signed_in_person().actor):
        return {}
    wanted = arguments(query._replace(page=1))
    return {
        one: url_for("rosters.export", class_of=query.class_of, format=one, **wanted)
        for one in EXPORT_FORMATS
    }


def _paper_href(query: RosterQuery) -> str | None:
    """Where the whole list is to be had on paper, by whoever may print."""
    if Permission.CAMPUS_STUDENT_PRINT not in permissions(signed_in_person().actor):
        return None
    wanted = arguments(query._replace(page=1))
    return url_for("rosters.print_list", class_of=query.class_of, **wanted)


def _printing(query: RosterQuery) -> Printing | None:
    if Permission.CAMPUS_STUDENT_PRINT not in permissions(signed_in_person().actor):
        return None
    return Printing(url_for("rosters.print_all", class_of=query.class_of), PrintForm())


def _files_href() -> str | None:
    may = Permission.DISTRICT_FILES_READ in permissions(signed_in_person().actor)
    return url_for("files.history") if may else None
