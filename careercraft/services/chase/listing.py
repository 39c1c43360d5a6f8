"""Who lacks what: counted per kind, campus and counselor, and listed with the open question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import or_, select

from careercraft.models import Campus, Outcome, Paper, Student
from careercraft.privacy.access import permissions, require, visible_students
from careercraft.privacy.events import Event
from careercraft.privacy.identity import Identity, identity_from
from careercraft.privacy.permissions import Permission
from careercraft.services import outcomes, people, sources
from careercraft.services.chase.asks import ASKS, OF_FILES, Question, questions
from careercraft.services.chase.reminding import Reminder, open_reminders
from careercraft.services.class_counts import classes
from careercraft.services.context import Desk
from careercraft.services.facts import stored_facts
from careercraft.services.knowledge import knowledge
from careercraft.services.papers.kinds import ids, may_see
from careercraft.services.papers.reading import waiting as papers_waiting
from careercraft.services.records.contested import with_statements
from careercraft.services.rosters import Choice
from careercraft.services.students import name_order

PER_PAGE = 50
NOBODY = "none"
"""Students without a counselor."""


class ChaseQuery(NamedTuple):
    """What a reader asks; all of it may stand in an address.

    `everyone`: also those whom the answer cannot help any more, because they are met.
    """

    class_of: int
    ask: str | None = None
    campus_id: UUID | None = None
    counselor: str | None = None
    everyone: bool = False
    page: int = 1


class Lacking(NamedTuple):
    """A student who lacks something, as counted; no name is opened for it."""

    id: UUID
    campus_id: UUID
    counselor_id: UUID | None
    asks: frozenset[str]


class Count(NamedTuple):
    """A campus or counselor with how many of its students lack each kind."""

    id: str
    name: str
    by_ask: dict[str, int]
    students: int


class Waiting(NamedTuple):
    """A document that came in and waits to be verified."""

    id: UUID
    kind: str


class Row(NamedTuple):
    """One student of the list, with the questions that are open."""

    id: UUID
    name: str
    local_id: str | None
    campus: str
    counselor: str | None
    questions: tuple[Question, ...]
    reminders: tuple[Reminder, ...]
    waiting: tuple[Waiting, ...]
    statements: tuple[str, ...] = ()


class Outstanding(NamedTuple):
    """Students who lack something, and documents that wait to be verified."""

    students: int
    class_of: int
    counselor: str | None
    papers: int


class Chase(NamedTuple):
    """A page of the list and the counts around it."""

    query: ChaseQuery
    rows: tuple[Row, ...]
    total: int
    pages: int
    by_ask: dict[str, int]
    everything: int
    """Students who lack anything but a file that is not loaded."""
    campuses: tuple[Count, ...]
    counselors: tuple[Count, ...]
    classes: list[int]
    not_judged: int
    """Students whose campus has to be computed anew before they can be listed."""
    data_through: Any
    may_remind: bool
    may_hand_in: frozenset[str]
    """The kinds of document that the reader may hand in."""
    may_verify: bool


def chase(desk: Desk, asked: ChaseQuery) -> Chase:
    """A page of who lacks what; that it was seen is recorded."""
    found = _found(desk, asked, PER_PAGE)
    details = {"class_of": asked.class_of, "chase": True, "shown": len(found.rows)}
    shown = [row.id for row in found.rows]
    desk.record(Event.ROSTER_VIEWED, "class", details=details, students=shown)
    desk.session.commit()
    return found


def everybody(desk: Desk, asked: ChaseQuery) -> Chase:
    """The whole list, for a file; whoever makes one records it."""
    return _found(desk, asked._replace(page=1), None)


def outstanding(desk: Desk, class_of: int, own: bool) -> Outstanding | None:
    """What the first page says; of the reader's own caseload alone, or of everybody in sight.

    None for whoever may see no documents.
    """
    if Permission.CAMPUS_PAPERS_READ not in permissions(desk.actor):
        return None
    counselor = str(desk.actor.user_id) if own else None
    query = ChaseQuery(class_of, counselor=counselor)
    lacking = [one for one in _lacking(desk, query) if _fits(one, query)]
    asked = sum(_asked_for(one, None) for one in lacking)
    return Outstanding(asked, class_of, counselor, papers_waiting(desk))


def _found(desk: Desk, asked: ChaseQuery, per_page: int | None) -> Chase:
    require(desk.actor, Permission.CAMPUS_ROSTER_READ)
    asked = asked._replace(ask=asked.ask if asked.ask in ASKS else None)
    lacking = _lacking(desk, asked)
    campuses = _campus_names(desk)
    counselors = people.names_of(desk, {one.counselor_id for one in lacking if one.counselor_id})
    fitting = [one for one in lacking if _fits(one, asked)]
    listed = [one for one in fitting if _asked_for(one, asked.ask)]
    pages = max(1, -(-len(listed) // per_page)) if per_page else 1
    query = asked._replace(page=min(max(1, asked.page), pages))
    names = _names(desk, listed)
    listed.sort(key=lambda one: (*name_order(names[one.id]), str(one.id)))
    first = (query.page - 1) * (per_page or 0)
    shown = listed[first : first + per_page] if per_page else listed
    held = permissions(desk.actor)
    return Chase(
        query,
        tuple(_rows(desk, shown, names, campuses, counselors, query.ask)),
        len(listed),
        pages,
        _by_ask(fitting),
        sum(bool(one.asks - OF_FILES) for one in fitting),
        _counts(lacking, campuses, lambda one: one.campus_id),
        _counts(lacking, counselors, lambda one: one.counselor_id),
        classes(desk),
        _not_judged(desk, query),
        sources.data_through(desk.session),
        Permission.CAMPUS_PLAN_WRITE in held,
        frozenset(ids(may_see(desk.actor)))
        if Permission.CAMPUS_PAPERS_KEEP in held
        else frozenset(),
        Permission.CAMPUS_EVIDENCE_TYPE in held,
    )


def _lacking(desk: Desk, query: ChaseQuery) -> list[Lacking]:
    """Everybody of the class who lacks something, whichever campus or counselor is asked for."""
    rows = (
        select(Student.id, Student.campus_id, Student.counselor_id, Outcome.asks)
        .join(Outcome, Outcome.student_id == Student.id)
        .where(
            visible_students(desk.actor),
            Student.removed_at.is_(None),
            Student.class_of == query.class_of,
            Outcome.asks.is_not(None),
        )
    )
    if not query.everyone:
        rows = rows.where(or_(Outcome.state != "met", Outcome.bonus_state != "met"))
    found = (
        Lacking(row.id, row.campus_id, row.counselor_id, frozenset(row.asks) & ASKS.keys())
        for row in desk.session.execute(rows)
    )
    return [one for one in found if one.asks]


def _fits(one: Lacking, query: ChaseQuery) -> bool:
    if query.campus_id is not None and one.campus_id != query.campus_id:
        return False
    if query.counselor == NOBODY:
        return one.counselor_id is None
    return query.counselor is None or str(one.counselor_id) == query.counselor


def _asked_for(one: Lacking, ask: str | None) -> bool:
    return ask in one.asks if ask else bool(one.asks - OF_FILES)


def _by_ask(lacking: Iterable[Lacking]) -> dict[str, int]:
    counted = Counter(ask for one in lacking for ask in one.asks)
    return {ask: counted[ask] for ask in ASKS}


def _counts(lacking: list[Lacking], names: dict[UUID, str], key: Any) -> tuple[Count, ...]:
    """The students by campus or counselor, those without one last."""
    apart: dict[UUID | None, list[Lacking]] = {}
    for one in lacking:
        apart.setdefault(key(one) if key(one) in names else None, []).append(one)
    found = [
        Count(
            str(id_) if id_ else NOBODY,
            names[id_] if id_ else "Nobody",
            _by_ask(some),
            sum(bool(one.asks - OF_FILES) for one in some),
        )
        for id_, some in apart.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.id == NOBODY, one.name)))


def _campus_names(desk: Desk) -> dict[UUID, str]:
    return {row.id: row.name for row in desk.session.execute(select(Campus.id, Campus.name))}


def _names(desk: Desk, listed: list[Lacking]) -> dict[UUID, Identity]:
    query = select(Student.id, Student.identity_sealed).where(
        Student.id.in_([one.id for one in listed])
    )
    return {
        row.id: identity_from(desk.keys, row.id, row.identity_sealed)
        for row in desk.session.execute(query)
    }


def _rows(  # noqa: PLR0917 - whom, and everything that is already known of them
    desk: Desk,
    shown: list[Lacking],
    names: dict[UUID, Identity],
    campuses: dict[UUID, str],
    counselors: dict[UUID, str],
    ask: str | None,
) -> list[Row]:
    asked = _questions(desk, [one.id for one in shown])
    reminders = open_reminders(desk, [one.id for one in shown])
    waiting = _waiting(desk, [one.id for one in shown])
    rows = [
        Row(
            one.id,
            names[one.id].listed_name,
            names[one.id].local_id,
            campuses[one.campus_id],
            counselors.get(one.counselor_id) if one.counselor_id else None,
            tuple(q for q in asked[one.id] if _is_shown(q, ask)),
            tuple(r for r in reminders.get(one.id, ()) if ask in (None, r.ask)),
            waiting.get(one.id, ()),
        )
        for one in shown
    ]
    return with_statements(desk, rows)


def _is_shown(question: Question, ask: str | None) -> bool:
    return question.ask == ask if ask else question.ask not in OF_FILES


def _questions(desk: Desk, student_ids: list[UUID]) -> dict[UUID, tuple[Question, ...]]:
    """The open questions of some students, judged now."""
    known, facts = knowledge(desk.session), stored_facts(desk, student_ids)
    found = {}
    for student in desk.session.scalars(select(Student).where(Student.id.in_(student_ids))):
        judged = outcomes.judge(desk, student, facts.get(student.id, []), known)
        found[student.id] = questions(judged.result, judged.bonus)
    return found


def _waiting(desk: Desk, student_ids: list[UUID]) -> dict[UUID, tuple[Waiting, ...]]:
    query = select(Paper.student_id, Paper.id, Paper.kind).where(
        Paper.student_id.in_(student_ids),
        Paper.state == "received",
        Paper.removed_at.is_(None),
        Paper.kind.in_(ids(may_see(desk.actor))),
    )
    found: dict[UUID, tuple[Waiting, ...]] = {}
    for row in desk.session.execute(query.order_by(Paper.kept_at, Paper.id)):
        found[row.student_id] = (*found.get(row.student_id, ()), Waiting(row.id, row.kind))
    return found


def _not_judged(desk: Desk, query: ChaseQuery) -> int:
    rows = (
        select(Student.id)
        .outerjoin(Outcome, Outcome.student_id == Student.id)
        .where(
            visible_students(desk.actor),
            Student.removed_at.is_(None),
            Student.class_of == query.class_of,
            Outcome.asks.is_(None),
        )
    )
    return len(desk.session.execute(rows).all())


def campus_choices(found: Chase) -> list[Choice]:
    """The campuses of the list, as a filter offers them."""
    return [Choice(one.id, one.name) for one in found.campuses]


def counselor_choices(found: Chase) -> list[Choice]:
    """The counselors of the list, as a filter offers them."""
    named = (Choice(one.id, one.name) for one in found.counselors if one.id != NOBODY)
    return [*named, Choice(NOBODY, "Without a counselor")]
