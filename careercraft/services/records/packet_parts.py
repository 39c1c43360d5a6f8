"""Everything held about one student, part by part: what an access packet must hold.

`PARTS` names, for every table that speaks of a student, the part that shows it; `NOT_IN_PACKET`
says why a table is left out. A guard holds that no table is in neither.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from careercraft.calc import sentence, title
from careercraft.clock import TEXAS
from careercraft.filters import long_date
from careercraft.imports.stored import open_row, person_from
from careercraft.models import Document, ImportBatch, ImportRow, Paper, PrivacyRequest, Student
from careercraft.privacy.cases.facts import Kind, State
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services import students
from careercraft.services.context import Desk
from careercraft.services.evidence_words import evidence_line
from careercraft.services.papers import keeping
from careercraft.services.papers.kinds import KINDS as PAPER_KINDS
from careercraft.services.papers.kinds import STATES as PAPER_STATES
from careercraft.services.records import cases, contested, disclosures, subjects
from careercraft.services.records.packet_more import (
    actions,
    incidents,
    notes,
    state_lists,
    testing_days,
)
from careercraft.services.records.packet_part import Part, Row
from careercraft.services.records.steps import restrictions_of
from careercraft.services.records.words import KINDS, STATES


def record(desk: Desk, student: Student) -> Part:
    """Who the student is, and every field of the profile."""
    found = [
        (one.label, one.written)
        for one in subjects.parts_of(desk, student)
        if one.subject != subjects.EVIDENCE
    ]
    known = subjects.known_student(desk, student)
    ids = [
        ("State ID", known.identity.state_unique_id or "nothing"),
        ("Local ID", known.identity.local_id or "nothing"),
        ("Race", ", ".join(known.identity.race) or "nothing"),
    ]
    about = "Who the student is, as the school's own files say, with corrections made on request."
    return Part("record", "The record", about, ("Field", "Value"), tuple(found + ids))


def evidence(desk: Desk, student: Student) -> Part:
    """Each fact on file, with the file and line in which it was read."""
    judged = students.judged(desk, student.id)
    lines = [evidence_line(one, judged.class_of) for one in judged.evidence.values()]
    rows = [
        (
            line.what,
            line.details,
            long_date(line.on) if line.on else "",
            line.source,
            line.place,
            long_date(line.applied_on) if line.applied_on else "",
        )
        for line in lines
    ]
    about = "Test results, courses, credentials and the rest, each with where it was read."
    columns = ("What", "What it says", "On", "Source", "File and line", "Loaded on")
    return Part("evidence", "Evidence", about, columns, tuple(sorted(rows)))


def judgement(desk: Desk, student: Student) -> Part:
    """What was worked out from the record, with the reasons."""
    judged = students.judged(desk, student.id)
    rows = [
        ("College, career and military readiness", judged.result.state.value, ""),
        *(
            (
                title(id_, "en"),
                finding.state.value,
                sentence(finding.because, "en"),
            )
            for id_, finding in judged.result.indicators.items()
        ),
    ]
    about = (
        f"Worked out on {long_date(judged.judged_on)} from the evidence above, by the state's "
        f"rules for the class of {judged.class_of}."
    )
    plain = tuple((one, IN_WORDS[state], reason) for one, state, reason in rows)
    told = (("day", judged.judged_on.isoformat()), ("class_of", str(judged.class_of)))
    return Part("results", "Results", about, ("Indicator", "State", "Reason"), plain, told)


def file_rows(desk: Desk, student: Student) -> Part:
    """What uploaded files said of this student; other rows of the same files are not opened."""
    query = (
        select(ImportRow, ImportBatch.state)
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .where(ImportRow.student_id == student.id)
        .order_by(ImportBatch.uploaded_at, ImportRow.id)
    )
    rows = [_file_row(desk, row, state) for row, state in desk.session.execute(query)]
    about = "The lines about this student in files that the school loaded. Others are left out."
    columns = ("File", "Line", "Import", "Name in the file", "What the line says")
    return Part("file_lines", "Lines of files", about, columns, tuple(rows))


def _file_row(desk: Desk, row: ImportRow, state: str) -> Row:
    plain = open_row(desk.keys, row.id, row.row_sealed)
    person = person_from(plain["person"])
    said = [_said(item["payload"]) for item in plain["items"]]
    if plain["student"]:
        said.append(_said(plain["student"]))
    name = " ".join(one for one in (person.first_name, person.last_name) if one)
    return plain["file"], str(row.line), state, name, "; ".join(said)


def _said(payload: dict[str, Any]) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')} {_in_words(value)}"
        for name, value in payload.items()
        if value is not None
    )


def _in_words(value: Any) -> str:
    """A value of a line as a family reads it: no brackets, no true and false."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return _said(value)
    if isinstance(value, list):
        return " and ".join(_in_words(one) for one in value) or "none"
    return str(value)


def prints(desk: Desk, student: Student) -> Part:
    """Plans that were printed; the files themselves lie in the packet beside this table."""
    query = select(Document).where(Document.student_id == student.id)
    rows = [
        (
            long_date(_day(one.asked_at)),
            one.kind.replace("_", " "),
            LANGUAGES.get(one.language, one.language),
            one.state,
        )
        for one in desk.session.scalars(query.order_by(Document.asked_at))
    ]
    about = "Plans that were printed. Those that are ready lie in this packet as files."
    columns = ("Asked for on", "What", "Language", "State")
    return Part("prints", "Printed plans", about, columns, tuple(rows))


def papers(desk: Desk, student: Student) -> Part:
    """Documents that were handed in; they themselves lie in the packet beside this table."""
    query = select(Paper).where(Paper.student_id == student.id, Paper.destroyed_at.is_(None))
    rows = [_paper(desk, one) for one in desk.session.scalars(query.order_by(Paper.kept_at))]
    about = "Documents that were handed in about the student. They lie in this packet as files."
    columns = ("Handed in on", "What", "Came as", "Note", "State", "Reason", "Removed on")
    return Part("papers", "Documents handed in", about, columns, tuple(rows))


def _paper(desk: Desk, one: Paper) -> Row:
    about = keeping.about_of(desk, one)
    return (
        long_date(_day(one.kept_at)),
        PAPER_KINDS[one.kind].title,
        about.name,
        about.note,
        PAPER_STATES[one.state],
        about.reason,
        long_date(_day(one.removed_at)) if one.removed_at else "",
    )


def requests(desk: Desk, student: Student) -> Part:
    """Requests about the record, with what was asked and what came of it."""
    query = select(PrivacyRequest).where(PrivacyRequest.student_id == student.id)
    rows = []
    for one in desk.session.scalars(query.order_by(PrivacyRequest.number)):
        details = cases.details_of(desk, one)
        items = "; ".join(_item(desk, item) for item in cases.items_of(desk, one.id))
        rows.append(
            (
                str(one.number),
                long_date(one.received_on),
                KINDS[Kind(one.kind)],
                details["requester"],
                STATES[State(one.state)],
                items or details["asks"],
            )
        )
    columns = ("Case", "Received on", "Asked for", "By", "State", "About")
    about = "Requests that families made about this record."
    return Part("requests", "Requests", about, columns, tuple(rows))


def _item(desk: Desk, item: Any) -> str:
    place = Place("request_items", "values_sealed", item.id)
    label: str = unseal_json(desk.keys, place, item.values_sealed)["label"]
    decided = {"grant": "granted", "deny": "denied", None: "not decided"}[item.decision]
    heard = {"upheld": ", upheld at the hearing", "lost": ", stands after the hearing"}
    return f"{label}: {decided}{heard.get(item.hearing_outcome or '', '')}"


def marks(desk: Desk, student: Student) -> Part:
    """Amendments and statements that go with the record."""
    found = contested.marks_of(desk, student.id)
    rows = [(one.label, "Amended on request", long_date(one.since), "") for one in found.amendments]
    rows += [(one.label, "Contested", long_date(one.since), one.text) for one in found.contests]
    rows += [
        ("Disclosure", "Restricted", long_date(_day(one["since"])), one["what"])
        for one in restrictions_of(desk, student.id)
    ]
    about = "What was amended on request, and what the family says of parts that stand."
    columns = ("Part", "Mark", "Since", "Statement")
    return Part("marks", "Amendments and statements", about, columns, tuple(rows))


def disclosed(desk: Desk, student: Student) -> Part:
    """To whom the record was disclosed."""
    rows = [
        (
            long_date(one.on),
            one.party,
            one.interest,
            one.what,
            f"{one.basis.words} (34 CFR {one.basis.section})",
            "; ".join(f"{name}: {text}" for name, text in one.more),
        )
        for one in disclosures.listed(desk, student.id)
    ]
    about = "To whom the record was disclosed, for what purpose and on what ground (34 CFR 99.32)."
    columns = ("On", "To whom", "For what purpose", "What", "Ground", "More")
    return Part("disclosures", "Disclosures", about, columns, tuple(rows))


def _day(moment: Any) -> Any:
    return moment.astimezone(TEXAS).date()


LANGUAGES = {"en": "English", "es": "Spanish"}
IN_WORDS = {
    "met": "met",
    "not_met": "not met",
    "unknown": "no data",
    "not_applicable": "does not apply",
}
Maker = Callable[[Desk, Student], Part]
PARTS: tuple[tuple[Maker, frozenset[str]], ...] = (
    (record, frozenset({"students"})),
    (marks, frozenset({"contest_statements", "corrections", "student_restrictions"})),
    (evidence, frozenset({"evidence"})),
    (judgement, frozenset({"outcomes"})),
    (prints, frozenset({"documents"})),
    (papers, frozenset({"papers"})),
    (actions, frozenset({"plan_actions"})),
    (notes, frozenset({"conference_notes"})),
    (state_lists, frozenset({"bonus_list_rows"})),
    (testing_days, frozenset({"testing_seats"})),
    (requests, frozenset({"privacy_requests"})),
    (incidents, frozenset({"incident_students"})),
    (disclosed, frozenset({"disclosures"})),
    (file_rows, frozenset({"import_rows"})),
)
"""Each part with the tables that it shows."""

NOT_IN_PACKET = {
    "rights_passed": "when the student turned 18, which follows from the date of birth",
    "student_versions": "older states of the record, kept only so that an import can be undone",
    "access_packets": "the packet itself",
    "match_decisions": "which spelling in a file is this student; the lines show the spelling",
    "outcome_changes": "what a recomputation changed; the packet shows the judgement as it stands",
    "watch_list_students": "a working list of a member of staff; it says nothing of the student",
    "time_entries": "minutes of a member of staff, by category; nothing about the student",
}

ONLY_DISCLOSURES: tuple[Maker, ...] = (disclosed,)
"""What a request for the record of disclosures is answered with."""


def parts_for(kind: str) -> list[Maker]:
    """The parts that a request of a kind is answered with."""
    every = [make for make, _ in PARTS]
    return list(ONLY_DISCLOSURES) if kind == "disclosure_log" else every
