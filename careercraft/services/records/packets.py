"""The access packet: put together by the worker, kept sealed, fetched by the records office."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.documents import packet as paper
from careercraft.models import AccessPacket, Document, PrivacyRequest, Student, Task
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.cases.facts import Kind, State
from careercraft.privacy.cases.rights import Relation
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.events import Event
from careercraft.privacy.identity import open_identity
from careercraft.privacy.permissions import Permission
from careercraft.services import districts, documents, students, tasks
from careercraft.services.context import Desk
from careercraft.services.papers.stored import handed_in
from careercraft.services.records import cases, disclosures
from careercraft.services.records.packet_part import Part
from careercraft.services.records.packet_parts import parts_for
from careercraft.services.records.words import RELATIONS

STORE = "packet"
BOM = "\ufeff"


class Asked(NamedTuple):
    """A packet that is being put together."""

    packet_id: UUID
    task_id: UUID


def ask(desk: Desk, request_id: UUID) -> Asked:
    """Ask for the packet of a case under review; the caller enqueues the task."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
    request = cases.locked(desk, request_id)
    shows = request.kind in {Kind.ACCESS, Kind.DISCLOSURE_LOG}
    if not shows or State(request.state) not in {State.UNDER_REVIEW, State.READY}:
        raise Refused("A packet is prepared for a request to see the record, under review.")
    students.visible_student(desk, request.student_id)
    packet = AccessPacket(
        id=uuid4(),
        district_id=desk.actor.district_id,
        request_id=request.id,
        student_id=request.student_id,
        state="waiting",
        language=request.language,
        asked_by=desk.actor.user_id,
        asked_at=desk.now,
    )
    desk.session.add(packet)
    desk.session.flush()
    task = tasks.start(desk, "build_packet", packet.id)
    packet.task_id = task.id
    cases.note_step(desk, request, "ask_packet")
    desk.session.commit()
    return Asked(packet.id, task.id)


def build(desk: Desk, packet_id: UUID, progress: Callable[[int, int], None]) -> None:
    """Worker: put together everything held about the student, and nothing about anybody else."""
    packet = desk.session.get_one(AccessPacket, packet_id)
    student, _ = students.visible_student(desk, packet.student_id)
    request = desk.session.get_one(PrivacyRequest, packet.request_id)
    makers = parts_for(request.kind)
    parts = []
    for done, make in enumerate(makers):
        progress(done, len(makers) + 1)
        parts.append(make(desk, student))
    content = _zipped(desk, request, student, parts)
    desk.files.put(desk.keys, STORE, packet.id, content, packet.student_id)
    packet.state, packet.size, packet.ready_at = "ready", len(content), desk.now
    desk.session.commit()
    progress(len(makers) + 1, len(makers) + 1)


def note_failure(desk: Desk, packet_id: UUID) -> None:
    """Mark a packet that could not be put together, so that it can be asked for again."""
    desk.session.get_one(AccessPacket, packet_id).state = "failed"


def packet(desk: Desk, packet_id: UUID) -> tuple[AccessPacket, Task | None]:
    """A packet with the task that puts it together; raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
    found = desk.session.get(AccessPacket, packet_id)
    if found is None:
        raise NotFound("packet")
    cases.visible(desk, found.request_id)
    return found, desk.session.get(Task, found.task_id) if found.task_id else None


def download(desk: Desk, packet_id: UUID) -> bytes:
    """The packet as a zip; that it left the house is recorded. Raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_REQUESTS_WORK)
    packet = desk.session.get(AccessPacket, packet_id)
    if packet is None or packet.state != "ready":
        raise NotFound("packet")
    request = cases.visible(desk, packet.request_id)
    content = desk.files.get(desk.keys, STORE, packet.id)
    _note_disclosure(desk, request, packet)
    desk.record(Event.PACKET_DOWNLOADED, "access_packet", packet.id, students=[packet.student_id])
    desk.session.commit()
    return content


def _note_disclosure(desk: Desk, request: PrivacyRequest, packet: AccessPacket) -> None:
    """99.32(d) exempts what the family itself sees; it is kept all the same, once per packet."""
    details = cases.details_of(desk, request)
    relation = Relation(details["relation"])
    basis = "dependent" if details.get("dependent") else "parent_or_student"
    if relation is Relation.OTHER:
        basis = "consent"
    about = ("access_packet", packet.id)
    if disclosures.has_entry(desk, *about):
        return
    recipient = disclosures.Recipient(
        f"{details['requester']} ({RELATIONS[relation].lower()})",
        f"Request to see the record, case {request.number}",
        "Everything held about the student",
        {"consent_dated": "on file with the case"} if basis == "consent" else {},
    )
    disclosures.record(desk, [request.student_id], basis, recipient, about=about, keep=True)


def _zipped(desk: Desk, request: PrivacyRequest, student: Student, parts: list[Part]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("record.pdf", _paper(desk, request, student, parts))
        archive.writestr("record.json", _as_json(parts))
        for part in parts:
            archive.writestr(f"tables/{part.id}.csv", as_csv(part))
        if request.kind == Kind.ACCESS:
            for number, content in enumerate(_plans(desk, student.id), start=1):
                archive.writestr(f"plans/plan-{number}.pdf", content)
            for number, file in enumerate(handed_in(desk, student.id), start=1):
                archive.writestr(f"documents/{number}-{file.name}", file.content)
    return held.getvalue()


def _plans(desk: Desk, student_id: UUID) -> Iterator[bytes]:
    query = select(Document).where(Document.student_id == student_id, Document.state == "ready")
    for one in desk.session.scalars(query.order_by(Document.asked_at)):
        yield desk.files.get(desk.keys, documents.STORE, one.id)


def _paper(desk: Desk, request: PrivacyRequest, student: Student, parts: list[Part]) -> bytes:
    written = paper.PacketInput(
        district=districts.current_district(desk).name,
        student=open_identity(desk.keys, student).full_name,
        number=request.number,
        made_on=cases.today(desk),
        parts=tuple(paper.PacketPart(*part) for part in parts),
    )
    return paper.render(written, request.language).content


def _as_json(parts: list[Part]) -> str:
    tables = {
        part.id: [dict(zip(part.columns, row, strict=True)) for row in part.rows] for part in parts
    }
    return json.dumps(tables, ensure_ascii=False, indent=2)


def as_csv(part: Part) -> str:
    """A table that a spreadsheet opens; what could be read as a formula is marked as text."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(part.columns)
    writer.writerows([_plain(cell) for cell in row] for row in part.rows)
    return BOM + held.getvalue()


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
