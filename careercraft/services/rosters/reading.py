"""The roster of a class: filtered, sorted, searched and paged, with counts that equal the list.

The database filters, sorts and pages; of names only those of the page are opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, exists, select

from careercraft.calc import GraduatingClass
from careercraft.calc.explain import level_word
from careercraft.db import among_given, rows_of
from careercraft.models import Campus, Outcome, RecordKey, Statement, Student, User
from careercraft.privacy.access import NotFound, require, visible_students
from careercraft.privacy.events import Event
from careercraft.privacy.identity import identity_from, staff_from
from careercraft.privacy.masking import Masked
from careercraft.privacy.permissions import Permission
from careercraft.services import watch_lists
from careercraft.services.bonus_words import BonusCell, bonus_cell
from careercraft.services.class_counts import NOT_JUDGED
from careercraft.services.class_notes import Noted, noted
from careercraft.services.context import Desk
from careercraft.services.rosters.asking import CLASSES, RosterQuery
from careercraft.services.rosters.conditions import Scope, listed, scope_of
from careercraft.services.rosters.kept import Order, data_through, held, listing_of, total_of
from careercraft.services.rosters.tally import Tally, tally_of
from careercraft.services.rosters.words import (
    Cell,
    cell,
    other_indicators_met,
    shown_indicators,
)

ROWS_PER_PAGE = 50
STATEMENTS_KEPT = 64
SHOWN = (
    Student.id,
    Student.grade,
    Student.status,
    Student.counselor_id,
    Student.identity_sealed,
    Campus.name.label("campus_name"),
    Outcome.state,
    Outcome.level,
    Outcome.indicators,
    Outcome.gaps,
    Outcome.bonus_state,
    Outcome.bonus_waits_for,
    Outcome.only_by_sunsetting_ibc,
    Outcome.standing,
    Outcome.computed_at,
    exists().where(Statement.student_id == Student.id).label("contested"),
)
"""What of a student is shown."""
STAFF = select(User.id, User.identity_sealed)


class RosterRow(NamedTuple):
    """One student of a roster."""

    id: UUID
    name: str
    state_unique_id: str | None
    local_id: str | None
    campus_name: str
    grade: int | None
    status: str
    counselor_name: str | None
    state: str
    level: str | None
    cells: dict[str, Cell]
    """What the column of each shown indicator holds."""
    bonus: BonusCell
    others: tuple[str, ...]
    """Short names of the met indicators that have no column."""
    only_by_sunsetting_ibc: bool
    standing: str | None
    computed_at: datetime | None
    contested: bool
    """Whether a statement of the family goes with the record: see `marked`."""
    statements: tuple[str, ...] = ()

    @property
    def level_word(self) -> str | None:
        """The level reached, in words; None where the class has no levels."""
        return level_word(self.level) if self.level else None


class Choice(NamedTuple):
    """One thing that a filter may be set to."""

    id: str
    label: str


class Waiting(NamedTuple):
    """A campus with listed students whom no rule has judged yet."""

    campus_id: UUID
    campus_name: str
    students: int


class Roster(NamedTuple):
    """A page of a roster and what stands around it.

    `query` is what was answered: a campus or counselor that the reader does not have is dropped
    from it and named in `ignored`; a page beyond the last becomes the last.
    """

    query: RosterQuery
    ignored: tuple[str, ...]
    rows: list[RosterRow]
    total: int
    pages: int
    counts: dict[str, int]
    """Students per state under every filter but the state itself, and `all` of them."""
    bonus_counts: dict[str, int]
    """Students per filter of the bonus, under every filter but that one."""
    campuses: list[Choice]
    counselors: list[Choice]
    classes: list[int]
    waiting: list[Waiting]
    """Where listed students were never judged: load the rules' answer by a recomputation."""
    computed_at: datetime | None
    """When the oldest of the listed outcomes was computed."""
    data_through: date | None
    """The date of the latest fact of any loaded file."""
    rated_in: int
    """The year in which ratings count this class."""
    standings: frozenset[str]
    """How sure the listed outcomes are."""
    list_name: str | None
    """The name of the fixed watch list that is asked for."""
    told: Mapping[str, int | Masked] | None = None
    """While presenting: `counts` as a meeting may see them."""

    @property
    def tiered(self) -> bool:
        """Whether the listed students reach levels instead of met or not met."""
        return any(row.level for row in self.rows)


class FoundRoster(NamedTuple):
    """A roster before anybody's name is opened: what was answered, what is counted of it, whom it
    lists in which order, and what can be chosen."""

    query: RosterQuery
    ignored: tuple[str, ...]
    tally: Tally
    order: Order
    campuses: list[Choice]
    counselors: list[Choice]
    classes: list[int]
    staff: dict[UUID, str]
    list_name: str | None
    data_through: date | None


def roster(desk: Desk, asked: RosterQuery) -> Roster:
    """The roster that a reader asked for; that it was seen is recorded. Raises `NotFound` for a
    class that cannot be."""
    answered = opened(desk, find(desk, asked))
    record_look(desk, answered)
    return answered


def opened(desk: Desk, found: FoundRoster) -> Roster:
    """The page that is asked for of a roster, with names; whoever shows it calls `record_look`."""
    pages = max(1, -(-found.tally.total // ROWS_PER_PAGE))
    page = min(max(1, found.query.page), pages)
    found = found._replace(query=found.query._replace(page=page))
    first = (page - 1) * ROWS_PER_PAGE
    return _roster(desk, found, pages, slice(first, first + ROWS_PER_PAGE))


def whole_roster(desk: Desk, asked: RosterQuery) -> Roster:
    """The roster that a reader asked for on one page; whoever hands it out records that.

    Raises `NotFound` for a class that cannot be.
    """
    return _roster(desk, find(desk, asked._replace(page=1)), 1, slice(None))


def students_of(desk: Desk, asked: RosterQuery) -> frozenset[UUID]:
    """The students of a roster that a reader asked for, by id; raises `NotFound`."""
    at = noted(desk)
    tally = tally_of(at, _answered(at, asked).query)
    return frozenset(UUID(id_) for group in tally.alike for id_ in group)


def count_each(desk: Desk, asked: Iterable[RosterQuery]) -> list[int]:
    """How many students each of these rosters lists now; names are opened for none of them.

    A search for a name cannot be counted so, and is left out.
    """
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    at = noted(desk)
    choices = _choices(at)
    return [total_of(at, _known_only(desk, one._replace(search=""), choices)[0]) for one in asked]


class _Choices(NamedTuple):
    """What the reader may choose among, and the names of staff."""

    campuses: list[Choice]
    counselors: list[Choice]
    classes: list[int]
    staff: dict[UUID, str]


class _Answered(NamedTuple):
    """What is answered of what was asked, and what was dropped from it."""

    query: RosterQuery
    ignored: tuple[str, ...]
    choices: _Choices


def _choices(at: Noted) -> _Choices:
    """Of the students whom the reader may see, where they are, whose and when."""
    staff = _staff_names(at.desk)
    rows = held(at)
    counselors = {row.counselor_id for row in rows if row.counselor_id in staff}
    campuses = {(row.campus_name, row.campus_id) for row in rows}
    return _Choices(
        [Choice(str(id_), name) for name, id_ in sorted(campuses)],
        [Choice(id_, name) for name, id_ in sorted((staff[one], str(one)) for one in counselors)],
        sorted({row.class_of for row in rows if row.here}, reverse=True),
        staff,
    )


def _answered(at: Noted, asked: RosterQuery) -> _Answered:
    desk = at.desk
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    if asked.class_of not in CLASSES:
        raise NotFound("class")
    choices = _choices(at)
    if asked.mine:
        choices = choices._replace(counselors=_with_reader(desk, choices))
    return _Answered(*_known_only(desk, asked, choices), choices)


def find(desk: Desk, asked: RosterQuery) -> FoundRoster:
    """What a reader asked for, counted and in order; no name is opened. Raises `NotFound` for a
    class that cannot be."""
    at = noted(desk)
    query, ignored, choices = _answered(at, asked)
    list_name = watch_lists.listed(desk, query.list_id).name if query.list_id else None
    listing = listing_of(at, query, choices.staff)
    return FoundRoster(
        query, ignored, listing.tally, listing.order, *choices, list_name, data_through(at)
    )


def _roster(desk: Desk, found: FoundRoster, pages: int, page: slice) -> Roster:
    query, tally = found.query, found.tally
    return Roster(
        query,
        found.ignored,
        _rows(desk, found, page),
        tally.total,
        pages,
        tally.by_state,
        tally.by_bonus,
        found.campuses,
        found.counselors,
        found.classes,
        [Waiting(*campus, number) for campus, number in tally.never_judged],
        tally.computed_at,
        found.data_through,
        GraduatingClass(query.class_of).rated_in(),
        tally.standings,
        found.list_name,
    )


def campus_choices(desk: Desk) -> list[Choice]:
    """The campuses that hold students whom the reader may see."""
    query = (
        select(Campus.id, Campus.name)
        .where(Campus.id.in_(select(Student.campus_id).where(visible_students(desk.actor))))
        .order_by(Campus.name)
    )
    return [Choice(str(row.id), row.name) for row in desk.session.execute(query)]


def _known_only(
    desk: Desk, asked: RosterQuery, choices: _Choices
) -> tuple[RosterQuery, tuple[str, ...]]:
    """The query without a campus or counselor that is not among the reader's, and their names."""
    query = asked._replace(counselor_id=desk.actor.user_id) if asked.mine else asked
    known = {"campus_id": choices.campuses, "counselor_id": choices.counselors}
    ignored = tuple(
        name
        for name, offered in known.items()
        if (wanted := getattr(query, name))
        and not (asked.mine and name == "counselor_id")
        and str(wanted) not in {one.id for one in offered}
    )
    dropped: dict[str, Any] = dict.fromkeys(ignored)
    return query._replace(**dropped), ignored


def _staff_names(desk: Desk) -> dict[UUID, str]:
    staff = rows_of(desk.session, STAFF)
    return {one.id: staff_from(desk.keys, one.id, one.identity_sealed).name for one in staff}


def _with_reader(desk: Desk, choices: _Choices) -> list[Choice]:
    """The counselors and the reader, whose caseload may be empty."""
    reader, counselors = desk.actor.user_id, choices.counselors
    if reader is None or str(reader) in {one.id for one in counselors}:
        return counselors
    return [*counselors, Choice(str(reader), choices.staff[reader])]


def _rows(desk: Desk, found: FoundRoster, page: slice) -> list[RosterRow]:
    """The students of a page, in order."""
    query = found.query
    ids = found.order.part(page)
    scope = scope_of(desk, query)
    if len(ids) <= ROWS_PER_PAGE:
        read = _of_a_page(desk, scope, ids)
    else:  # whole lists: it is quicker to read everybody
        read = rows_of(desk.session, listed(scope, query, *SHOWN))
    rows = {row.id: row for row in read}
    indicators = shown_indicators(query.columns)
    return [_row(desk, rows[id_], found.staff, indicators) for id_ in ids if id_ in rows]


def _of_a_page(desk: Desk, scope: Scope, ids: list[UUID]) -> Sequence[Any]:
    """What is shown of some students, and their keys with it. That they fit the filters was found
    under the mark of this transaction; whether the reader may see them is asked again."""
    rows = rows_of(desk.session, _page_of(scope), {"ids": ids})
    desk.keys.own_keys.take((row.id, row.key_sealed) for row in rows)
    return rows


@lru_cache(STATEMENTS_KEPT)
def _page_of(scope: Scope) -> Select[*tuple[Any, ...]]:
    """Built once for each scope; the ids come with the asking."""
    return (
        listed(scope, RosterQuery(scope.class_of), *SHOWN, RecordKey.key_sealed)
        .outerjoin(RecordKey, RecordKey.id == Student.id)
        .where(among_given(Student.id, "ids"))
    )


def _row(desk: Desk, row: Any, staff: dict[UUID, str], indicators: tuple[str, ...]) -> RosterRow:
    identity = identity_from(desk.keys, row.id, row.identity_sealed)
    states, gaps = row.indicators or {}, row.gaps or {}
    return RosterRow(
        row.id,
        identity.listed_name,
        identity.state_unique_id,
        identity.local_id,
        row.campus_name,
        row.grade,
        row.status,
        staff.get(row.counselor_id),
        row.state or NOT_JUDGED,
        row.level,
        {id_: cell(states.get(id_, NOT_JUDGED), gaps.get(id_)) for id_ in indicators},
        bonus_cell(row.bonus_state, row.bonus_waits_for),
        other_indicators_met(states, indicators),
        bool(row.only_by_sunsetting_ibc),
        row.standing,
        row.computed_at,
        row.contested,
    )


def record_look(desk: Desk, answered: Roster) -> None:
    """Record that a page of a roster is seen, of whom, and that it was searched; commits."""
    query = answered.query
    desk.record(
        Event.ROSTER_VIEWED,
        "class",
        details={
            "class_of": query.class_of,
            "campus_id": str(query.campus_id) if query.campus_id else None,
            "page": query.page,
            "shown": len(answered.rows),
            "searched": bool(query.search),
        },
        students=[row.id for row in answered.rows],
    )
    desk.session.commit()
