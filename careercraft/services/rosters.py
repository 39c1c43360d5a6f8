"""The roster of a class: filtered, sorted, searched and paged, with counts that equal the list.

Names are sealed, so the rows within the reader's scope are opened and filtered in memory; a
profile is opened only where a group filter asks for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select

from careercraft.models import Campus, Outcome, Student, User
from careercraft.privacy.access import require, visible_students
from careercraft.privacy.events import Event
from careercraft.privacy.identity import Identity, identity_from, open_staff, profile_from
from careercraft.privacy.names import folded
from careercraft.privacy.permissions import Permission
from careercraft.services import groups
from careercraft.services.context import Desk
from careercraft.services.students import matches

ROWS_PER_PAGE = 50
STATES = ("met", "not_met", "unknown")
NOT_JUDGED = "unknown"
FARTHEST = 99.0


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


class RosterRow(NamedTuple):
    """One student of a roster."""

    id: UUID
    name: str
    local_id: str | None
    campus_name: str
    grade: int | None
    status: str
    counselor_name: str | None
    state: str
    level: str | None
    indicators: dict[str, str]
    gaps: dict[str, Any]
    only_by_sunsetting_ibc: bool
    standing: str | None
    computed_at: datetime | None


class Choice(NamedTuple):
    """One thing that a filter may be set to."""

    id: str
    label: str


class Roster(NamedTuple):
    """A page of a roster and what stands around it."""

    query: RosterQuery
    rows: list[RosterRow]
    total: int
    pages: int
    counts: dict[str, int]
    """Students per state under every filter but the state itself, and `all` of them."""
    campuses: list[Choice]
    counselors: list[Choice]
    classes: list[int]
    not_computed: int
    """How many of the listed students no rule has judged yet."""
    computed_at: datetime | None
    """When the oldest of the shown outcomes was computed."""
    edition: str | None


class _Line(NamedTuple):
    row: Any
    identity: Identity

    @property
    def state(self) -> str:
        return self.row.state or NOT_JUDGED


def roster(desk: Desk, query: RosterQuery) -> Roster:
    """The roster that a reader asked for; that it was seen is recorded."""
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    lines = [line for line in _lines(desk, query) if _wanted(desk, query, line)]
    counts = _counts(lines)
    if query.state:
        lines = [line for line in lines if line.state == query.state]
    staff = _staff_names(desk)
    lines.sort(key=_order(query.sort, staff), reverse=query.descending)
    pages = max(1, -(-len(lines) // ROWS_PER_PAGE))
    query = query._replace(page=min(max(1, query.page), pages))
    first = (query.page - 1) * ROWS_PER_PAGE
    shown = lines[first : first + ROWS_PER_PAGE]
    _record(desk, query, len(shown))
    return Roster(
        query,
        [_row(line, staff) for line in shown],
        len(lines),
        pages,
        counts,
        campus_choices(desk),
        _counselor_choices(desk, staff),
        classes(desk),
        sum(line.row.state is None for line in lines),
        min((line.row.computed_at for line in lines if line.row.computed_at), default=None),
        next((line.row.edition for line in lines if line.row.edition), None),
    )


def classes(desk: Desk) -> list[int]:
    """The graduating classes of which the reader may see a student, latest first."""
    query = (
        select(Student.class_of)
        .where(visible_students(desk.actor), Student.removed_at.is_(None))
        .distinct()
        .order_by(Student.class_of.desc())
    )
    return list(desk.session.scalars(query))


class CampusCount(NamedTuple):
    """How a class of one campus stands."""

    campus_id: UUID
    campus_name: str
    program: str
    met: int
    not_met: int
    unknown: int

    @property
    def total(self) -> int:
        """Every student of the class at the campus."""
        return self.met + self.not_met + self.unknown


def counts_by_campus(desk: Desk, class_of: int) -> list[CampusCount]:
    """How a class stands at each campus that the reader may see; counted by the database."""
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    state = func.coalesce(Outcome.state, NOT_JUDGED)
    query = (
        select(Campus.id, Campus.name, Campus.program, state, func.count())
        .join(Student, Student.campus_id == Campus.id)
        .outerjoin(Outcome, Outcome.student_id == Student.id)
        .where(_in_class(desk, class_of))
        .group_by(Campus.id, Campus.name, Campus.program, state)
    )
    tally: dict[tuple[UUID, str, str], Counter[str]] = {}
    for campus_id, name, program, found, number in desk.session.execute(query):
        tally.setdefault((campus_id, name, program), Counter())[found] += number
    return [
        CampusCount(*campus, *(counted[one] for one in STATES))
        for campus, counted in sorted(tally.items(), key=lambda item: item[0][1])
    ]


def campus_choices(desk: Desk) -> list[Choice]:
    """The campuses that hold students whom the reader may see."""
    query = (
        select(Campus.id, Campus.name)
        .where(Campus.id.in_(select(Student.campus_id).where(visible_students(desk.actor))))
        .order_by(Campus.name)
    )
    return [Choice(str(row.id), row.name) for row in desk.session.execute(query)]


def _in_class(desk: Desk, class_of: int) -> Any:
    return (
        visible_students(desk.actor)
        & Student.removed_at.is_(None)
        & (Student.status != "withdrawn")
        & (Student.class_of == class_of)
    )


def _lines(desk: Desk, query: RosterQuery) -> Iterable[_Line]:
    for row in desk.session.execute(_rows_query(desk, query)):
        yield _Line(row, identity_from(desk.keys, row.id, row.identity_sealed))


def _rows_query(desk: Desk, query: RosterQuery) -> Select[Any]:
    rows = (
        select(
            Student.id,
            Student.grade,
            Student.status,
            Student.counselor_id,
            Student.identity_sealed,
            Student.profile_sealed,
            Campus.name.label("campus_name"),
            Outcome.state,
            Outcome.level,
            Outcome.edition,
            Outcome.indicators,
            Outcome.gaps,
            Outcome.only_by_sunsetting_ibc,
            Outcome.standing,
            Outcome.computed_at,
        )
        .join(Campus, Campus.id == Student.campus_id)
        .outerjoin(Outcome, Outcome.student_id == Student.id)
        .where(_in_class(desk, query.class_of))
    )
    if query.campus_id:
        rows = rows.where(Student.campus_id == query.campus_id)
    if query.counselor_id:
        rows = rows.where(Student.counselor_id == query.counselor_id)
    return rows


def _wanted(desk: Desk, query: RosterQuery, line: _Line) -> bool:
    return (
        _has_indicator(query, line) and _is_searched(query, line) and _in_group(desk, query, line)
    )


def _has_indicator(query: RosterQuery, line: _Line) -> bool:
    if not query.indicator:
        return True
    state = (line.row.indicators or {}).get(query.indicator, NOT_JUDGED)
    return bool(state == query.indicator_state)


def _is_searched(query: RosterQuery, line: _Line) -> bool:
    words = folded(query.search.replace(",", " ")).split()
    return not words or matches(line.identity, words)


def _in_group(desk: Desk, query: RosterQuery, line: _Line) -> bool:
    group = groups.BY_ID.get(query.group or "")
    if group is None:
        return True
    profile = profile_from(desk.keys, line.row.id, line.row.profile_sealed)
    return group.belongs(line.identity, profile)


def _counts(lines: list[_Line]) -> dict[str, int]:
    counted = Counter(line.state for line in lines)
    return {"all": len(lines), **{state: counted[state] for state in STATES}}


def _staff_names(desk: Desk) -> dict[UUID, str]:
    return {
        user.id: open_staff(desk.keys, user).name for user in desk.session.scalars(select(User))
    }


def _order(sort: str, staff: dict[UUID, str]) -> Callable[[_Line], Any]:
    def by_name(line: _Line) -> Any:
        return folded(line.identity.listed_name), str(line.row.id)

    def gap(line: _Line, subject: str) -> float:
        states = line.row.indicators or {}
        if states.get(subject) == "met":
            return -1.0
        share = (line.row.gaps or {}).get(subject, {}).get("share")
        return float(share) if share is not None else FARTHEST

    keys: dict[str, Callable[[_Line], Any]] = {
        "name": lambda _line: (),
        "campus": lambda line: line.row.campus_name,
        "counselor": lambda line: folded(staff.get(line.row.counselor_id, "~")),
        "state": lambda line: STATES.index(line.state),
        "rla": lambda line: gap(line, "tsi.rla"),
        "math": lambda line: gap(line, "tsi.math"),
    }
    first = keys.get(sort, keys["name"])
    return lambda line: (first(line), by_name(line))


SORTS = ("name", "campus", "counselor", "state", "rla", "math")


def _counselor_choices(desk: Desk, staff: dict[UUID, str]) -> list[Choice]:
    query = (
        select(Student.counselor_id)
        .where(visible_students(desk.actor), Student.counselor_id.is_not(None))
        .distinct()
    )
    found = [(staff[c], str(c)) for c in desk.session.scalars(query) if c in staff]
    return [Choice(id_, name) for name, id_ in sorted(found)]


def _row(line: _Line, staff: dict[UUID, str]) -> RosterRow:
    row = line.row
    return RosterRow(
        row.id,
        line.identity.listed_name,
        line.identity.local_id,
        row.campus_name,
        row.grade,
        row.status,
        staff.get(row.counselor_id),
        line.state,
        row.level,
        row.indicators or {},
        row.gaps or {},
        bool(row.only_by_sunsetting_ibc),
        row.standing,
        row.computed_at,
    )


def _record(desk: Desk, query: RosterQuery, shown: int) -> None:
    desk.record(
        Event.ROSTER_VIEWED,
        "class",
        details={
            "class_of": query.class_of,
            "campus_id": str(query.campus_id) if query.campus_id else None,
            "page": query.page,
            "shown": shown,
            "searched": bool(query.search),
        },
    )
    desk.session.commit()
