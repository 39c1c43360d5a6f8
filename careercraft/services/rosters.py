"""The roster of a class: filtered, sorted, searched and paged, with counts that equal the list.

Names in the reader's scope are opened and filtered in memory, profiles only for a group filter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.calc import GraduatingClass
from careercraft.calc.explain import level_word
from careercraft.models import Campus, Outcome, Student, User
from careercraft.privacy.access import NotFound, require, visible_students
from careercraft.privacy.events import Event
from careercraft.privacy.identity import open_staff
from careercraft.privacy.masking import Masked
from careercraft.privacy.permissions import Permission
from careercraft.services import sources, watch_lists
from careercraft.services.bonus_words import FILTERS, BonusCell, bonus_cell, fits
from careercraft.services.class_counts import NOT_JUDGED, STATES, classes
from careercraft.services.context import Desk
from careercraft.services.roster_filters import USUAL_POINTS, Filter, chosen, near
from careercraft.services.roster_lines import Line, lines_of
from careercraft.services.roster_matching import wanted
from careercraft.services.roster_order import in_order
from careercraft.services.roster_words import (
    INDICATOR_COLUMNS,
    Cell,
    cell,
    other_indicators_met,
    shown_indicators,
)

ROWS_PER_PAGE = 50
SORTS = ("name", "campus", "counselor", "state", "bonus", *INDICATOR_COLUMNS)
CLASSES = range(2000, 2100)


class RosterQuery(NamedTuple):
    """What a reader asks of a roster. Everything but `search` may stand in an address."""

    class_of: int
    campus_id: UUID | None = None
    state: str | None = None
    counselor_id: UUID | None = None
    group: str | None = None
    indicator: str | None = None
    indicator_state: str = "met"
    sort: str = "name"
    descending: bool = False
    page: int = 1
    search: str = ""
    left: str | None = None
    only_by: str | None = None
    at_least: str | None = None
    """The last three come from figures: see `roster_filters`."""
    bonus: str | None = None
    """A filter of `bonus_words.FILTERS`."""
    near: str | None = None
    """A cut score of `roster_filters.NEAR`, missed by at most `within` points."""
    within: int = USUAL_POINTS
    program: str | None = None
    """"echs" or "ptech": the program of the student, whichever campus it is at."""
    mine: bool = False
    """The reader's own caseload; `counselor_id` then becomes the reader."""
    columns: tuple[str, ...] = ()
    """What of `roster_words.CHOICES_OF_COLUMNS` is shown; nothing means the usual ones."""
    list_id: UUID | None = None
    """A fixed watch list."""
    only: frozenset[UUID] = frozenset()
    """Chosen students; never in an address."""

    @property
    def row_filters(self) -> tuple[Filter, ...]:
        """The filters in use that a stored row alone decides."""
        found = chosen(self.left, self.only_by, self.at_least)
        return (*found, near(self.near, self.within)) if self.near else found


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


class _Found(NamedTuple):
    """Every student of an answered query, sorted."""

    query: RosterQuery
    ignored: tuple[str, ...]
    lines: list[Line]
    counts: dict[str, int]
    bonus_counts: dict[str, int]
    campuses: list[Choice]
    counselors: list[Choice]
    staff: dict[UUID, str]
    list_name: str | None


def roster(desk: Desk, asked: RosterQuery) -> Roster:
    """The roster that a reader asked for; that it was seen is recorded. Raises `NotFound` for a
    class that cannot be."""
    found = _found(desk, asked)
    pages = max(1, -(-len(found.lines) // ROWS_PER_PAGE))
    page = min(max(1, found.query.page), pages)
    first = (page - 1) * ROWS_PER_PAGE
    shown = found.lines[first : first + ROWS_PER_PAGE]
    query = found.query._replace(page=page)
    _record(desk, query, [line.row.id for line in shown])
    return _roster(desk, found._replace(query=query), shown, pages)


def whole_roster(desk: Desk, asked: RosterQuery) -> Roster:
    """The roster that a reader asked for on one page; whoever hands it out records that.

    Raises `NotFound` for a class that cannot be.
    """
    found = _found(desk, asked._replace(page=1))
    return _roster(desk, found, found.lines, 1)


def students_of(desk: Desk, asked: RosterQuery) -> frozenset[UUID]:
    """The students of a roster that a reader asked for, by id; raises `NotFound`."""
    return frozenset(line.row.id for line in _found(desk, asked).lines)


def count_each(desk: Desk, asked: Iterable[RosterQuery]) -> list[int]:
    """How many students each of these rosters lists now; names are opened for none of them.

    A search for a name cannot be counted so, and is left out.
    """
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    staff = _staff_names(desk)
    campuses, counselors = campus_choices(desk), _counselor_choices(desk, staff)
    counts = []
    for one in asked:
        query, _ = _known_only(_own_caseload(desk, one), campuses, counselors)
        query = query._replace(search="")
        counts.append(sum(_counts_in(desk, query, line) for line in lines_of(desk, query)))
    return counts


def _counts_in(desk: Desk, query: RosterQuery, line: Line) -> bool:
    right_state = not query.state or line.state == query.state
    return right_state and _has_bonus(query.bonus, line) and wanted(desk, query, line)


def _own_caseload(desk: Desk, asked: RosterQuery) -> RosterQuery:
    return asked._replace(counselor_id=desk.actor.user_id) if asked.mine else asked


def _found(desk: Desk, asked: RosterQuery) -> _Found:
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    if asked.class_of not in CLASSES:
        raise NotFound("class")
    staff = _staff_names(desk)
    campuses, counselors = campus_choices(desk), _counselor_choices(desk, staff)
    if asked.mine:
        counselors = _with_reader(desk, counselors, staff)
    query, ignored = _known_only(_own_caseload(desk, asked), campuses, counselors)
    list_name = watch_lists.listed(desk, query.list_id).name if query.list_id else None
    lines = [line for line in lines_of(desk, query) if wanted(desk, query, line)]
    of_state = [line for line in lines if not query.state or line.state == query.state]
    of_bonus = [line for line in lines if _has_bonus(query.bonus, line)]
    counts, bonus_counts = _counts(of_bonus), _bonus_counts(of_state)
    lines = [line for line in of_state if _has_bonus(query.bonus, line)]
    in_order(lines, query, staff)
    return _Found(
        query, ignored, lines, counts, bonus_counts, campuses, counselors, staff, list_name
    )


def _roster(desk: Desk, found: _Found, shown: list[Line], pages: int) -> Roster:
    query, lines = found.query, found.lines
    return Roster(
        query,
        found.ignored,
        _shown_rows(desk, shown, found.staff, shown_indicators(query.columns)),
        len(lines),
        pages,
        found.counts,
        found.bonus_counts,
        found.campuses,
        found.counselors,
        classes(desk),
        _waiting(lines),
        min((line.row.computed_at for line in lines if line.row.computed_at), default=None),
        sources.data_through(desk.session),
        GraduatingClass(query.class_of).rated_in(),
        frozenset(line.row.standing for line in lines if line.row.standing),
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
    asked: RosterQuery, campuses: list[Choice], counselors: list[Choice]
) -> tuple[RosterQuery, tuple[str, ...]]:
    """The query without a campus or counselor that is not among the reader's."""
    choices = {"campus_id": campuses, "counselor_id": counselors}
    ignored = tuple(
        name
        for name, known in choices.items()
        if (wanted := getattr(asked, name))
        and not (asked.mine and name == "counselor_id")
        and str(wanted) not in {one.id for one in known}
    )
    dropped: dict[str, Any] = dict.fromkeys(ignored)
    return asked._replace(**dropped), ignored


def _counts(lines: list[Line]) -> dict[str, int]:
    counted = Counter(line.state for line in lines)
    return {"all": len(lines), **{state: counted[state] for state in STATES}}


def _has_bonus(wanted: str | None, line: Line) -> bool:
    return wanted is None or fits(wanted, line.row.bonus_state, line.row.bonus_waits_for)


def _bonus_counts(lines: list[Line]) -> dict[str, int]:
    return {one: sum(_has_bonus(one, line) for line in lines) for one in FILTERS}


def _staff_names(desk: Desk) -> dict[UUID, str]:
    return {
        user.id: open_staff(desk.keys, user).name for user in desk.session.scalars(select(User))
    }


def _waiting(lines: list[Line]) -> list[Waiting]:
    counted = Counter(
        (line.row.campus_id, line.row.campus_name) for line in lines if line.row.state is None
    )
    return sorted((Waiting(*campus, n) for campus, n in counted.items()), key=lambda one: one[1])


def _counselor_choices(desk: Desk, staff: dict[UUID, str]) -> list[Choice]:
    query = (
        select(Student.counselor_id)
        .where(visible_students(desk.actor), Student.counselor_id.is_not(None))
        .distinct()
    )
    found = [(staff[c], str(c)) for c in desk.session.scalars(query) if c in staff]
    return [Choice(id_, name) for name, id_ in sorted(found)]


def _with_reader(desk: Desk, counselors: list[Choice], staff: dict[UUID, str]) -> list[Choice]:
    """The counselors and the reader, whose caseload may be empty."""
    reader = desk.actor.user_id
    if reader is None or str(reader) in {one.id for one in counselors}:
        return counselors
    return [*counselors, Choice(str(reader), staff[reader])]


def _shown_rows(
    desk: Desk, shown: list[Line], staff: dict[UUID, str], indicators: tuple[str, ...]
) -> list[RosterRow]:
    """The lines of a page as they are shown, with one question for what only they need."""
    asked = (
        select(Student.id, Student.grade, Outcome.indicators, Outcome.gaps)
        .outerjoin(Outcome, Outcome.student_id == Student.id)
        .where(Student.id.in_([line.row.id for line in shown]))
    )
    more = {row.id: row for row in desk.session.execute(asked)}
    return [_row(line, more[line.row.id], staff, indicators) for line in shown]


def _row(line: Line, more: Any, staff: dict[UUID, str], indicators: tuple[str, ...]) -> RosterRow:
    row = line.row
    states, gaps = more.indicators or {}, more.gaps or {}
    return RosterRow(
        row.id,
        line.identity.listed_name,
        line.identity.state_unique_id,
        line.identity.local_id,
        row.campus_name,
        more.grade,
        row.status,
        staff.get(row.counselor_id),
        line.state,
        row.level,
        {id_: cell(states.get(id_, NOT_JUDGED), gaps.get(id_)) for id_ in indicators},
        bonus_cell(row.bonus_state, row.bonus_waits_for),
        other_indicators_met(states, indicators),
        bool(row.only_by_sunsetting_ibc),
        row.standing,
        row.computed_at,
    )


def _record(desk: Desk, query: RosterQuery, shown: list[UUID]) -> None:
    desk.record(
        Event.ROSTER_VIEWED,
        "class",
        details={
            "class_of": query.class_of,
            "campus_id": str(query.campus_id) if query.campus_id else None,
            "page": query.page,
            "shown": len(shown),
            "searched": bool(query.search),
        },
        students=shown,
    )
    desk.session.commit()
