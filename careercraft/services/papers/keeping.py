"""Handing in a document, removing it, bringing it back, destroying what was removed long ago."""

from __future__ import annotations

import json
from datetime import timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.clock import TEXAS
from careercraft.filestore import FileMissing
from careercraft.filters import long_date
from careercraft.models import Paper, PrivacyRequest, Student
from careercraft.privacy.access import NotFound, Reason, require
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.lookup import id_lookup
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.scans.looking import CannotKeep, Scan, look_at
from careercraft.services import students
from careercraft.services.chase.reminding import brought
from careercraft.services.context import Desk
from careercraft.services.papers.kinds import KINDS, ids, may_see

STORE, DRAWN_STORE = "paper", "paper_drawn"
LONGEST_NAME, LONGEST_NOTE = 120, 500
REMOVED_IS_KEPT = timedelta(days=30)
"""How long a removed document can be brought back; our own choice."""


class HandedIn(NamedTuple):
    """What a person says of a document."""

    kind: str
    name: str
    note: str = ""
    indicator: str = ""
    request_id: UUID | None = None


class About(NamedTuple):
    """The sealed words about a document."""

    name: str
    note: str
    reason: str = ""


def keep(desk: Desk, student_id: UUID, said: HandedIn, content: bytes) -> UUID:
    """Keep a document about a student; raises `CannotKeep`, or `NotFound`."""
    require(desk.actor, Permission.CAMPUS_PAPERS_KEEP)
    student, reason = students.visible_student(desk, student_id)
    _check(desk, student, said)
    scan = look_at(content)
    content_hash = id_lookup(desk.keys, "paper", sha256(scan.content).hexdigest())
    _refuse_again(desk, student_id, content_hash)
    paper = _row(desk, student, said, scan, content_hash)
    desk.session.add(paper)
    desk.session.flush()
    desk.files.put(desk.keys, STORE, paper.id, scan.content, student_id)
    desk.files.put(desk.keys, DRAWN_STORE, paper.id, _bound(scan.drawn), student_id)
    _note(desk, Event.PAPER_KEPT, paper, reason, kind=paper.kind, pages=paper.pages)
    brought(desk, student_id, paper.kind, "under_way")
    destroy_overdue(desk)
    desk.session.commit()
    return paper.id


def _check(desk: Desk, student: Student, said: HandedIn) -> None:
    if said.kind not in ids(may_see(desk.actor)):
        raise CannotKeep("Choose what the document is.")
    if said.indicator and said.indicator not in KINDS[said.kind].indicators:
        raise CannotKeep("A document of this kind does not show that indicator.")
    if said.request_id is not None:
        require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
        request = desk.session.get(PrivacyRequest, said.request_id)
        if request is None or request.student_id != student.id:
            raise NotFound("request")


def _refuse_again(desk: Desk, student_id: UUID, content_hash: bytes) -> None:
    query = select(Paper).where(
        Paper.student_id == student_id,
        Paper.content_hash == content_hash,
        Paper.removed_at.is_(None),
        Paper.kind.in_(ids(may_see(desk.actor))),
    )
    there = desk.session.scalars(query).first()
    if there is not None:
        on = long_date(there.kept_at.astimezone(TEXAS).date())
        raise CannotKeep(
            f"This very document is kept already: {KINDS[there.kind].title}, handed in on {on}."
        )


def _row(desk: Desk, student: Student, said: HandedIn, scan: Scan, content_hash: bytes) -> Paper:
    paper_id = uuid4()
    about = About(_tidy(said.name), " ".join(said.note.split())[:LONGEST_NOTE])
    return Paper(
        id=paper_id,
        district_id=desk.actor.district_id,
        student_id=student.id,
        kind=said.kind,
        indicator=said.indicator,
        state="received",
        about_sealed=sealed_about(desk, paper_id, student.id, about),
        media_type=scan.media_type,
        size=len(scan.content),
        pages=scan.pages,
        drawn=len(scan.drawn),
        content_hash=content_hash,
        request_id=said.request_id,
        kept_by=desk.actor.user_id,
        kept_at=desk.now,
    )


def _tidy(name: str) -> str:
    """The name that the file came with, without folders; it is sealed, and never in an address."""
    bare = name.replace("\\", "/").rpartition("/")[2].strip()
    return "".join(letter for letter in bare if letter.isprintable())[:LONGEST_NAME]


def visible(desk: Desk, paper_id: UUID, *, removed: bool = False) -> tuple[Paper, Student, Reason]:
    """A document that the person may see, its student and why; raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_PAPERS_READ)
    paper = desk.session.get(Paper, paper_id)
    if paper is None or paper.kind not in ids(may_see(desk.actor)):
        raise NotFound("paper")
    if paper.destroyed_at is not None or (paper.removed_at is not None and not removed):
        raise NotFound("paper")
    student, reason = students.visible_student(desk, paper.student_id)
    return paper, student, reason


def remove(desk: Desk, paper_id: UUID) -> UUID:
    """Take a document away, for good after 30 days; returns its student. Raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_PAPERS_KEEP)
    paper, student, reason = visible(desk, paper_id)
    paper.removed_by, paper.removed_at = desk.actor.user_id, desk.now
    _note(desk, Event.PAPER_REMOVED, paper, reason, kind=paper.kind)
    destroy_overdue(desk)
    desk.session.commit()
    return student.id


def restore(desk: Desk, paper_id: UUID) -> UUID:
    """Bring a removed document back; returns its student. Raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_PAPERS_KEEP)
    paper, student, reason = visible(desk, paper_id, removed=True)
    paper.removed_by = paper.removed_at = None
    _note(desk, Event.PAPER_RESTORED, paper, reason, kind=paper.kind)
    desk.session.commit()
    return student.id


def destroy_overdue(desk: Desk) -> int:
    """Destroy what was removed longer ago than it is kept; the caller commits. Returns how many."""
    query = select(Paper).where(
        Paper.removed_at < desk.now - REMOVED_IS_KEPT, Paper.destroyed_at.is_(None)
    )
    overdue = list(desk.session.scalars(query))
    for paper in overdue:
        destroy(desk, paper)
    return len(overdue)


def destroy(desk: Desk, paper: Paper) -> None:
    """Destroy a document's content and words; that there was one stays. The caller commits."""
    for store in (STORE, DRAWN_STORE):
        desk.files.remove(desk.keys, store, paper.id)
    paper.about_sealed = sealed_about(desk, paper.id, paper.student_id, About("", ""))
    paper.destroyed_at = desk.now
    desk.record(Event.PAPER_DESTROYED, "paper", paper.id)


def content_of(desk: Desk, paper: Paper) -> bytes:
    """The document itself; raises `NotFound` where the store has lost it."""
    try:
        return desk.files.get(desk.keys, STORE, paper.id)
    except FileMissing:
        raise NotFound("paper") from None


def drawn_page(desk: Desk, paper: Paper, number: int) -> bytes:
    """The picture of one page, from 1 on; raises `NotFound`."""
    if not 1 <= number <= paper.drawn:
        raise NotFound("page")
    try:
        return _unbound(desk.files.get(desk.keys, DRAWN_STORE, paper.id))[number - 1]
    except FileMissing:
        raise NotFound("page") from None


def _bound(drawn: tuple[bytes, ...]) -> bytes:
    """Several pictures as one file: a line with their sizes, then they."""
    return json.dumps([len(one) for one in drawn]).encode() + b"\n" + b"".join(drawn)


def _unbound(bound: bytes) -> list[bytes]:
    line, _, rest = bound.partition(b"\n")
    found = []
    for size in json.loads(line):
        found.append(rest[:size])
        rest = rest[size:]
    return found


def about_of(desk: Desk, paper: Paper) -> About:
    """The words about a document."""
    return About(**unseal_json(desk.keys, _about(paper.id), paper.about_sealed))


def sealed_about(desk: Desk, paper_id: UUID, student_id: UUID, about: About) -> bytes:
    """The words about a document, sealed."""
    return seal_json(desk.keys, _about(paper_id).of(student_id), about._asdict())


def _about(paper_id: UUID) -> Place:
    return Place("papers", "about_sealed", paper_id)


def _note(desk: Desk, event: Event, paper: Paper, reason: Reason, **details: Detail) -> None:
    told = {"student_id": str(paper.student_id), **details}
    desk.record(event, "paper", paper.id, reason=reason.value, details=told)
