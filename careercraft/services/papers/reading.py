"""Documents as pages show them: of one student, of a campus, one by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from careercraft.clock import TEXAS
from careercraft.models import Campus, Evidence, Paper, PrivacyRequest, Student
from careercraft.privacy.access import permissions, require, visible_students
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.identity import identity_from
from careercraft.privacy.names import folded
from careercraft.privacy.permissions import Permission
from careercraft.services import people, rosters, students
from careercraft.services.class_counts import classes
from careercraft.services.context import Desk
from careercraft.services.papers.keeping import REMOVED_IS_KEPT, about_of, content_of, visible
from careercraft.services.papers.keeping import drawn_page as drawn
from careercraft.services.papers.kinds import KINDS, STATES, PaperKind, ids, may_see
from careercraft.services.rosters import Choice

PER_PAGE = 50
LONGEST_SEARCH = 80
ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}


class PaperView(NamedTuple):
    """A document as a page lists it. `standing`: its state in words."""

    id: UUID
    student_id: UUID
    kind: PaperKind
    state: str
    standing: str
    name: str
    note: str
    reason: str
    indicator: str
    media_type: str
    size: int
    pages: int
    drawn: int
    evidence_id: UUID | None
    case_id: UUID | None
    case_number: int | None
    kept_by: str
    kept_at: datetime
    decided_by: str
    decided_at: datetime | None
    removed_at: datetime | None
    gone_on: datetime | None
    """When a removed document is destroyed."""


class OfStudent(NamedTuple):
    """The documents of a student, and those that can be brought back."""

    shown: tuple[PaperView, ...]
    removed: tuple[PaperView, ...]
    may_keep: bool
    showable: frozenset[str]
    """The indicators that a document of a kind which the person may see can show."""

    def of_evidence(self, evidence_id: UUID) -> tuple[PaperView, ...]:
        """The documents that show one fact."""
        return tuple(one for one in self.shown if one.evidence_id == evidence_id)

    def of_indicator(self, indicator: str) -> tuple[PaperView, ...]:
        """The documents that wait to be verified for an indicator."""
        waiting = (one for one in self.shown if one.state == "received")
        return tuple(one for one in waiting if one.indicator == indicator)


class PaperPage(NamedTuple):
    """One document by itself."""

    paper: PaperView
    student_id: UUID
    student_name: str
    may_keep: bool
    may_confirm: bool
    may_open_case: bool


class PaperQuery(NamedTuple):
    """What a reader asks of the list; all of it but `search` may stand in an address.

    `search`: a name or id of a student.
    """

    kind: str | None = None
    state: str | None = None
    campus_id: UUID | None = None
    class_of: int | None = None
    page: int = 1
    search: str = ""


class Listed(NamedTuple):
    """One document of a list, with its student."""

    paper: PaperView
    student_name: str
    local_id: str | None
    campus: str
    class_of: int


class PaperList(NamedTuple):
    """A page of the list and what stands around it."""

    query: PaperQuery
    rows: tuple[Listed, ...]
    total: int
    pages: int
    by_state: dict[str, int]
    campuses: list[Choice]
    classes: list[int]
    kinds: tuple[PaperKind, ...]


class Download(NamedTuple):
    """A document to be saved; its name says the kind and the day, and nobody's."""

    name: str
    media_type: str
    content: bytes


def of_student(desk: Desk, student_id: UUID, *, some: bool = True) -> OfStudent | None:
    """The documents of a student already looked up; None for whoever may see none.

    `some`: False where it is known that none was ever handed in.
    """
    kinds = may_see(desk.actor)
    if not kinds:
        return None
    views = _kept_of(desk, student_id, kinds) if some else ()
    return OfStudent(
        tuple(one for one in views if one.removed_at is None),
        tuple(one for one in views if one.removed_at is not None),
        Permission.CAMPUS_PAPERS_KEEP in permissions(desk.actor),
        frozenset(name for one in kinds for name in one.indicators),
    )


def _kept_of(desk: Desk, student_id: UUID, kinds: tuple[PaperKind, ...]) -> tuple[PaperView, ...]:
    query = _rows(Paper.student_id == student_id, kinds).order_by(*_NEWEST_FIRST)
    return _views(desk, desk.session.execute(query).all())


def of_case(desk: Desk, request_id: UUID) -> tuple[PaperView, ...]:
    """The documents of a case already looked up."""
    query = _rows(Paper.request_id == request_id, may_see(desk.actor))
    query = query.where(Paper.removed_at.is_(None)).order_by(*_NEWEST_FIRST)
    return _views(desk, desk.session.execute(query).all())


def page(desk: Desk, paper_id: UUID) -> PaperPage:
    """One document; that it was looked at is recorded. Raises `NotFound`."""
    paper, student, reason = visible(desk, paper_id)
    (view,) = _views(desk, desk.session.execute(_rows(Paper.id == paper.id)).all())
    identity = identity_from(desk.keys, student.id, student.identity_sealed)
    desk.record(Event.PAPER_VIEWED, "paper", paper.id, reason=reason.value, students=[student.id])
    desk.session.commit()
    held = permissions(desk.actor)
    return PaperPage(
        view,
        student.id,
        identity.full_name,
        Permission.CAMPUS_PAPERS_KEEP in held,
        Permission.CAMPUS_EVIDENCE_TYPE in held,
        Permission.DISTRICT_REQUESTS_READ in held,
    )


def page_picture(desk: Desk, paper_id: UUID, number: int) -> bytes:
    """The picture of one page of a document, from 1 on; that it was looked at is recorded.

    Raises `NotFound`.
    """
    paper, student, reason = visible(desk, paper_id)
    picture = drawn(desk, paper, number)
    desk.record(
        Event.PAPER_VIEWED,
        "paper",
        paper.id,
        reason=reason.value,
        details={"page": number},
        students=[student.id],
    )
    desk.session.commit()
    return picture


def download(desk: Desk, paper_id: UUID) -> Download:
    """The document itself; that it was taken is recorded. Raises `NotFound`."""
    paper, student, reason = visible(desk, paper_id)
    content = content_of(desk, paper)
    desk.record(
        Event.PAPER_DOWNLOADED, "paper", paper.id, reason=reason.value, students=[student.id]
    )
    desk.session.commit()
    return Download(file_name(paper), paper.media_type, content)


def file_name(paper: Paper) -> str:
    """What a document is called outside: its kind and the day it came, never a name."""
    on = paper.kept_at.astimezone(TEXAS).date()
    return f"{paper.kind.replace('_', '-')}-{on.isoformat()}{ENDINGS[paper.media_type]}"


def listed(desk: Desk, asked: PaperQuery) -> PaperList:
    """A page of the documents that a reader may see; that they were listed is recorded."""
    found = _found(desk, asked, PER_PAGE)
    shown = [one.paper.student_id for one in found.rows]
    details: dict[str, Detail] = {"shown": len(shown), "searched": bool(found.query.search)}
    desk.record(Event.PAPERS_LISTED, "list", details=details, students=shown)
    desk.session.commit()
    return found


def everything(desk: Desk, asked: PaperQuery) -> PaperList:
    """The whole list, for a file; whoever makes one records it."""
    return _found(desk, asked._replace(page=1), None)


def _found(desk: Desk, asked: PaperQuery, per_page: int | None) -> PaperList:
    require(desk.actor, Permission.CAMPUS_PAPERS_READ)
    kinds = may_see(desk.actor)
    campuses = rosters.campus_choices(desk)
    query = _known_only(asked, kinds, campuses)
    wide = _list_conditions(desk, query, kinds)
    if query.search:
        wide.append(Paper.student_id.in_(_named(desk, wide, query.search)))
    by_state = _by_state(desk, wide)
    narrow = [*wide, Paper.state == query.state] if query.state else wide
    total = by_state[query.state] if query.state else sum(by_state.values())
    pages = max(1, -(-total // per_page)) if per_page else 1
    query = query._replace(page=min(max(1, query.page), pages))
    rows = _listed_rows(desk, narrow, query.page, per_page)
    return PaperList(query, rows, total, pages, by_state, campuses, classes(desk), kinds)


def _named(desk: Desk, conditions: list[ColumnElement[bool]], search: str) -> list[UUID]:
    """Of the students who have such documents, those whom a search names. Names are sealed, so
    they are compared here.
    """
    query = (
        select(Student.id, Student.identity_sealed)
        .join(Paper, Paper.student_id == Student.id)
        .where(*conditions, Paper.destroyed_at.is_(None))
        .distinct()
    )
    found = desk.session.execute(query).all()
    desk.keys.own_keys.hold([row.id for row in found])
    words = folded(search.replace(",", " ")).split()
    return [
        row.id
        for row in found
        if students.matches(identity_from(desk.keys, row.id, row.identity_sealed), words)
    ]


def waiting(desk: Desk) -> int:
    """How many documents wait to be verified by the person; 0 for whoever may not."""
    if Permission.CAMPUS_EVIDENCE_TYPE not in permissions(desk.actor):
        return 0
    conditions = _list_conditions(desk, PaperQuery(state="received"), may_see(desk.actor))
    return _by_state(desk, conditions)["received"]


def _known_only(
    asked: PaperQuery, kinds: tuple[PaperKind, ...], campuses: list[Choice]
) -> PaperQuery:
    """The question without what the reader does not have."""
    return asked._replace(
        kind=asked.kind if asked.kind in ids(kinds) else None,
        state=asked.state if asked.state in STATES else None,
        campus_id=asked.campus_id if str(asked.campus_id) in {c.id for c in campuses} else None,
        search=" ".join(asked.search.split())[:LONGEST_SEARCH],
    )


def _list_conditions(
    desk: Desk, query: PaperQuery, kinds: tuple[PaperKind, ...]
) -> list[ColumnElement[bool]]:
    wanted = [query.kind] if query.kind else ids(kinds)
    conditions = [
        visible_students(desk.actor),
        Student.removed_at.is_(None),
        Paper.removed_at.is_(None),
        Paper.kind.in_(wanted),
    ]
    if query.campus_id:
        conditions.append(Student.campus_id == query.campus_id)
    if query.class_of:
        conditions.append(Student.class_of == query.class_of)
    return conditions


def _by_state(desk: Desk, conditions: list[ColumnElement[bool]]) -> dict[str, int]:
    query = (
        select(Paper.state, func.count())
        .join(Student, Student.id == Paper.student_id)
        .where(*conditions)
        .group_by(Paper.state)
    )
    counted = {row[0]: row[1] for row in desk.session.execute(query)}
    return {state: counted.get(state, 0) for state in STATES}


def _listed_rows(
    desk: Desk, conditions: list[ColumnElement[bool]], number: int, per_page: int | None
) -> tuple[Listed, ...]:
    query = (
        _rows(*conditions)
        .add_columns(Student.identity_sealed, Student.class_of, Campus.name.label("campus"))
        .join(Student, Student.id == Paper.student_id)
        .join(Campus, Campus.id == Student.campus_id)
        .order_by(Paper.state.desc(), *_NEWEST_FIRST)
        .limit(per_page)
        .offset((number - 1) * (per_page or 0))
    )
    found = desk.session.execute(query).all()
    views = _views(desk, found)
    return tuple(_listed(desk, row, view) for row, view in zip(found, views, strict=True))


def _listed(desk: Desk, row: Any, view: PaperView) -> Listed:
    identity = identity_from(desk.keys, view.student_id, row.identity_sealed)
    return Listed(view, identity.listed_name, identity.local_id, row.campus, row.class_of)


_NEWEST_FIRST = (Paper.kept_at.desc(), Paper.id)


def _rows(*conditions: Any) -> Any:
    """Documents with whether their fact still stands, and their case's number.

    A tuple of kinds among the conditions keeps to these kinds.
    """
    plain = [Paper.kind.in_(ids(one)) if isinstance(one, tuple) else one for one in conditions]
    return (
        select(Paper, Evidence.active, PrivacyRequest.number)
        .outerjoin(Evidence, Evidence.id == Paper.evidence_id)
        .outerjoin(PrivacyRequest, PrivacyRequest.id == Paper.request_id)
        .where(Paper.destroyed_at.is_(None), *plain)
    )


def _views(desk: Desk, rows: Iterable[Any]) -> tuple[PaperView, ...]:
    rows = list(rows)
    staff = {one.Paper.kept_by for one in rows} | {one.Paper.decided_by for one in rows}
    names = people.names_of(desk, {one for one in staff if one})
    return tuple(_view(desk, one, names) for one in rows)


def _view(desk: Desk, row: Any, names: dict[UUID, str]) -> PaperView:
    paper: Paper = row.Paper
    about = about_of(desk, paper)
    return PaperView(
        paper.id,
        paper.student_id,
        KINDS[paper.kind],
        paper.state,
        _standing(paper, row.active),
        about.name,
        about.note,
        about.reason,
        paper.indicator,
        paper.media_type,
        paper.size,
        paper.pages,
        paper.drawn,
        paper.evidence_id,
        paper.request_id,
        row.number,
        names.get(paper.kept_by, ""),
        paper.kept_at,
        names.get(paper.decided_by, "") if paper.decided_by else "",
        paper.decided_at,
        paper.removed_at,
        paper.removed_at + REMOVED_IS_KEPT if paper.removed_at else None,
    )


def _standing(paper: Paper, active: bool | None) -> str:
    if paper.state == "confirmed" and active is False:
        return "Verified; the entry it stood behind was replaced or undone since"
    return STATES[paper.state]
