"""Comparing a document with the record: it shows what is on file, or says what is typed from it.

What is typed becomes evidence like a file of one row, with the document as where it was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from careercraft.clock import TEXAS
from careercraft.filters import long_date
from careercraft.models import Evidence, Paper
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.services import students
from careercraft.services.chase.reminding import brought
from careercraft.services.context import Desk
from careercraft.services.evidence_words import EvidenceLine, evidence_line
from careercraft.services.imports import typed
from careercraft.services.imports.typed import Entered, EntryPage
from careercraft.services.papers import reading
from careercraft.services.papers.keeping import LONGEST_NOTE, about_of, sealed_about, visible
from careercraft.services.papers.kinds import KINDS
from careercraft.services.papers.reading import PaperPage
from careercraft.services.records.contested import Marks, marks_of

CREDENTIALS = {"ibc": {"kind": "ibc"}, "associate_degree": {"kind": "associate_degree"}}
"""What a certificate says already by the indicator that it is to show."""


class NothingChosen(Exception):  # noqa: N818 - an answer to the person, not a fault
    """The person did not say what the document shows; the message says what to do."""


class VerifyPage(NamedTuple):
    """A document beside what it is compared with. `entry`: what can be typed from it, if any."""

    page: PaperPage
    on_file: tuple[EvidenceLine, ...]
    entry: EntryPage | None
    marks: Marks


def verify_page(desk: Desk, paper_id: UUID, tried: EntryPage | None = None) -> VerifyPage:
    """A document with the student's evidence and the form; raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_EVIDENCE_TYPE)
    page = reading.page(desk, paper_id)
    judged = students.judged(desk, page.student_id)
    lines = (evidence_line(one, judged.class_of) for one in judged.evidence.values())
    return VerifyPage(
        page,
        tuple(sorted(lines, key=lambda line: (line.what, str(line.on)))),
        tried or _entry(desk, page),
        marks_of(desk, page.student_id),
    )


def _entry(desk: Desk, page: PaperPage) -> EntryPage | None:
    kind = page.paper.kind
    if kind.template is None:
        return None
    empty = typed.entry(desk, page.student_id, kind.template)
    says = {**CREDENTIALS.get(page.paper.indicator, {}), **kind.preset}
    fields = tuple(field._replace(value=says.get(field.name, "")) for field in empty.fields)
    return empty._replace(fields=fields)


def shows(desk: Desk, paper_id: UUID, evidence_id: UUID | None) -> UUID:
    """Note that a document shows a fact on file; returns the student.

    Raises `NothingChosen`, or `NotFound` for a fact that is not this student's.
    """
    require(desk.actor, Permission.CAMPUS_EVIDENCE_TYPE)
    paper, student, reason = visible(desk, paper_id)
    if evidence_id is None:
        raise NothingChosen("Choose the entry that the document shows.")
    evidence = desk.session.get(Evidence, evidence_id)
    if evidence is None or evidence.student_id != student.id or not evidence.active:
        raise NotFound("evidence")
    _decide(desk, paper, "confirmed", evidence.id)
    details = {"student_id": str(student.id), "evidence_id": str(evidence.id)}
    desk.record(Event.PAPER_CONFIRMED, "paper", paper.id, reason=reason.value, details=details)
    desk.session.commit()
    return student.id


def type_in(desk: Desk, paper_id: UUID, said: Mapping[str, str]) -> tuple[UUID, Entered]:
    """Write what a document says as evidence; returns the student and the work to be done.

    Raises `typed.Mistaken`, or `NotFound`.
    """
    paper, student, reason = visible(desk, paper_id)
    template = KINDS[paper.kind].template
    if template is None:
        raise NotFound("template")

    def attach(natural_keys: list[bytes]) -> None:
        evidence_id = _fact(desk, student.id, natural_keys)
        _decide(desk, paper, "confirmed", evidence_id)
        details = {"student_id": str(student.id), "evidence_id": str(evidence_id)}
        desk.record(Event.PAPER_CONFIRMED, "paper", paper.id, reason=reason.value, details=details)

    done = typed.enter(desk, student.id, template, said, read_where(paper), attach)
    return student.id, done


def read_where(paper: Paper) -> str:
    """The document as the place where a fact was read."""
    on = long_date(paper.kept_at.astimezone(TEXAS).date())
    return f"{KINDS[paper.kind].title}, handed in on {on}"


def _fact(desk: Desk, student_id: UUID, natural_keys: list[bytes]) -> UUID | None:
    """The fact that was typed; where it was on file already, that one."""
    query = select(Evidence.id).where(
        Evidence.student_id == student_id, Evidence.natural_key.in_(natural_keys), Evidence.active
    )
    return desk.session.scalars(query.limit(1)).first()


def turn_down(desk: Desk, paper_id: UUID, why: str) -> UUID:
    """Note that a document does not show what it was handed in for; returns the student.

    Raises `NothingChosen` without a reason, or `NotFound`.
    """
    require(desk.actor, Permission.CAMPUS_EVIDENCE_TYPE)
    paper, student, reason = visible(desk, paper_id)
    why = " ".join(why.split())[:LONGEST_NOTE]
    if not why:
        raise NothingChosen("Write in a few words why the document does not show it.")
    about = about_of(desk, paper)._replace(reason=why)
    paper.about_sealed = sealed_about(desk, paper.id, paper.student_id, about)
    _decide(desk, paper, "turned_down", None)
    details = {"student_id": str(student.id)}
    desk.record(Event.PAPER_TURNED_DOWN, "paper", paper.id, reason=reason.value, details=details)
    desk.session.commit()
    return student.id


def _decide(desk: Desk, paper: Paper, state: str, evidence_id: UUID | None) -> None:
    if state == "confirmed":
        brought(desk, paper.student_id, paper.kind, "done")
    paper.state, paper.evidence_id = state, evidence_id
    paper.decided_by, paper.decided_at = desk.actor.user_id, desk.now
