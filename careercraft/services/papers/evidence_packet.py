"""The evidence of a student for a transfer or an audit: facts, rules, documents, in one zip.

It leaves the house, so whoever makes it says to whom, on what ground and for what; where 34 CFR
99.32 wants that kept, it is written into the student's record of disclosures.
"""

from __future__ import annotations

import io
import zipfile
from typing import NamedTuple
from uuid import UUID

from careercraft.calc import title
from careercraft.clock import TEXAS
from careercraft.documents import packet as paper
from careercraft.models import Student
from careercraft.privacy.access import permissions, require
from careercraft.privacy.audit import Detail
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.events import Event
from careercraft.privacy.identity import open_identity
from careercraft.privacy.permissions import Permission
from careercraft.services import districts, students
from careercraft.services.cites import cites_of
from careercraft.services.context import Desk
from careercraft.services.papers.kinds import may_see
from careercraft.services.papers.reading import Download
from careercraft.services.papers.stored import handed_in
from careercraft.services.records import disclosures, packet_parts
from careercraft.services.records.contested import Marks, marks_of
from careercraft.services.records.disclosures import Basis, Recipient
from careercraft.services.records.packet_part import Part
from careercraft.services.records.packets import as_csv
from careercraft.services.records.steps import restrictions_of

LANGUAGES = ("en", "es")
STANDINGS = {
    "read": "read in the state's own text",
    "secondary": "read in secondary sources only",
    "assumed": "assumed",
}


class Wanted(NamedTuple):
    """What a packet is made for, and what is in it."""

    basis: str
    recipient: Recipient
    language: str = "en"
    confidential: bool = False
    """Whether documents go along that say more than their fact, such as a DD Form 4."""


class PacketPage(NamedTuple):
    """The form for a packet; `restricted`: what the family has limited."""

    student_id: UUID
    student_name: str
    grounds: list[Basis]
    restricted: tuple[str, ...]
    marks: Marks
    may_add_confidential: bool


class PacketFile(NamedTuple):
    """The packet; its name says nobody's."""

    name: str
    content: bytes


def page(desk: Desk, student_id: UUID) -> PacketPage:
    """What the form offers; that it was shown is recorded. Raises `NotFound`."""
    require(desk.actor, Permission.CAMPUS_EVIDENCE_TYPE)
    student = students.named(desk, student_id, "evidence packet")
    return PacketPage(
        student.id,
        open_identity(desk.keys, student).full_name,
        disclosures.grounds(desk),
        tuple(one["what"] for one in restrictions_of(desk, student.id)),
        marks_of(desk, student.id),
        Permission.CAMPUS_PAPERS_CONFIDENTIAL in permissions(desk.actor),
    )


def make(desk: Desk, student_id: UUID, wanted: Wanted) -> PacketFile:
    """Put the packet together and record where it goes; raises `Refused`, or `NotFound`."""
    require(desk.actor, Permission.CAMPUS_EVIDENCE_TYPE)
    student, reason = students.visible_student(desk, student_id)
    if wanted.language not in LANGUAGES:
        raise Refused("Choose a language.")
    recipient = wanted.recipient._replace(what="Evidence packet")
    about = ("student", student.id)
    disclosures.record(desk, [student.id], wanted.basis, recipient, about=about)
    content = _zipped(desk, student, wanted)
    details: dict[str, Detail] = {"basis": wanted.basis, "confidential": wanted.confidential}
    desk.record(
        Event.EVIDENCE_PACKET_MADE, "student", student.id, reason=reason.value, details=details
    )
    desk.session.commit()
    on = desk.now.astimezone(TEXAS).date().isoformat()
    return PacketFile(f"evidence-packet-{on}.zip", content)


def parts(desk: Desk, student: Student, wanted: Wanted) -> list[Part]:
    """What the packet says: for whom it is, the facts, what the rules make of them, the marks."""
    return [
        _purpose(desk, wanted),
        packet_parts.evidence(desk, student),
        rules(desk, student),
        packet_parts.marks(desk, student),
    ]


def _purpose(desk: Desk, wanted: Wanted) -> Part:
    basis = next(one for one in disclosures.grounds(desk) if one.id == wanted.basis)
    rows = (
        ("To whom", wanted.recipient.party),
        ("For what purpose", wanted.recipient.interest),
        ("Ground", f"{basis.words} (34 CFR {basis.section})"),
    )
    about = "To whom this packet is given, for what purpose and on what ground."
    return Part("purpose", "Purpose", about, ("Field", "Value"), rows)


def rules(desk: Desk, student: Student) -> Part:
    """Each indicator with its state, where its rule was read, and how sure that is."""
    judged = students.judged(desk, student.id)
    rows = tuple(
        (
            title(id_),
            finding.state.value.replace("_", " "),
            "; ".join(one.text for one in cites_of(finding.cite)),
            STANDINGS[finding.standing.value],
        )
        for id_, finding in judged.result.indicators.items()
    )
    about = f"By the state's rules for the class of {judged.class_of}."
    columns = ("Indicator", "State", "Rule read in", "How sure")
    return Part("rules", "Rules", about, columns, rows, (("class_of", str(judged.class_of)),))


def _zipped(desk: Desk, student: Student, wanted: Wanted) -> bytes:
    made = parts(desk, student, wanted)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("evidence.pdf", _paper(desk, student, made, wanted.language))
        for part in made:
            archive.writestr(f"tables/{part.id}.csv", as_csv(part))
        for number, file in enumerate(_documents(desk, student.id, wanted), start=1):
            archive.writestr(f"documents/{number}-{file.name}", file.content)
    return held.getvalue()


def _documents(desk: Desk, student_id: UUID, wanted: Wanted) -> list[Download]:
    kinds = [one.id for one in may_see(desk.actor) if wanted.confidential or not one.confidential]
    return list(handed_in(desk, student_id, kinds))


def _paper(desk: Desk, student: Student, made: list[Part], language: str) -> bytes:
    written = paper.PacketInput(
        district=districts.current_district(desk).name,
        student=open_identity(desk.keys, student).full_name,
        number=None,
        made_on=desk.now.astimezone(TEXAS).date(),
        parts=tuple(paper.PacketPart(*part) for part in made),
    )
    return paper.render(written, language, "evidence").content
