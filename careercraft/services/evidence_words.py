"""Stored evidence in words: what it is, what it says, when, and from which line of which file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from careercraft.calc import rules_for_class
from careercraft.clock import TEXAS
from careercraft.filters import number
from careercraft.imports.formats.ap import exams
from careercraft.services.imports.words import ENLISTED_BY, KINDS, PARTS
from careercraft.services.kept_evidence_words import KEPT_KINDS, kept_fact
from careercraft.services.programs.evidence_words import PROGRAM_KINDS, program_fact
from careercraft.services.students import EvidenceView

DATED_BY = {
    "score": "date",
    "course": "ended",
    "credential": "earned_on",
    "enlistment": "on",
    "enrollment": "began_on",
    "milestone": "on",
    "program_year": "entered_on",
    "program_absence": "",
    "group_year": "",
    "on_file": "date",
    "state_word": "",
}
SUBJECTS = {"ela": "language arts", "math": "mathematics", "other": "another subject"}
YES_NO = {
    "passed": ("passed", "not passed"),
    "qualified": ("qualified for university credit", "did not qualify for university credit"),
    "approved_list": ("on the approved list", "not on the approved list"),
    "sequence_completed": ("sequence completed", "sequence not completed"),
    "by_tenth_day": ("there by the tenth class day", "not there by the tenth class day"),
}
RECEIVED = "01"


class EvidenceLine(NamedTuple):
    """One piece of evidence as a row: what, what it says, when, and where it was read."""

    id: UUID
    what: str
    details: str
    on: date | None
    source: str
    file_name: str
    line: int
    applied_on: date | None

    @property
    def result(self) -> str:
        """The details as the beginning of a line."""
        return self.details[:1].upper() + self.details[1:]

    @property
    def place(self) -> str:
        """File and line, as a person looks it up."""
        return f"{self.file_name}, line {self.line}" if self.file_name else f"line {self.line}"


def evidence_line(view: EvidenceView, class_of: int) -> EvidenceLine:
    """One piece of evidence in words."""
    payload = view.payload
    if view.kind in PROGRAM_KINDS:
        what, details = program_fact(view.kind, payload)
    elif view.kind in KEPT_KINDS:
        what, details = kept_fact(view.kind, payload)
    else:
        what, details = _what(view.kind, payload, class_of), ", ".join(_details(payload))
    return EvidenceLine(
        view.id,
        what,
        details,
        _day(payload.get(DATED_BY[view.kind])),
        view.source_title,
        view.file_name,
        view.line,
        view.applied_at.astimezone(TEXAS).date() if view.applied_at else None,
    )


def _what(kind: str, payload: Mapping[str, Any], class_of: int) -> str:
    if kind == "score":
        return _exam(payload)
    if kind == "enlistment":
        return f"Military enlistment ({ENLISTED_BY.get(payload['evidence'], payload['evidence'])})"
    if kind == "enrollment":
        return "College enrollment"
    if payload["kind"] == "ibc":
        return certification_name(payload.get("code"), class_of)
    title = KINDS.get(payload["kind"], str(payload["kind"]).replace("_", " "))
    subject = SUBJECTS.get(payload.get("subject", ""))
    return f"{title}, {subject}" if subject else title


def _exam(payload: Mapping[str, Any]) -> str:
    code = payload.get("exam")
    if code is None:
        return "TSIA" if payload["test"] == "TSIA1" else str(payload["test"])
    exam = exams().get(code) if payload["test"] == "AP" else None
    return f"{payload['test']} {exam.name if exam else code}"


def certification_name(code: str | None, class_of: int) -> str:
    """A certification's name, as the register of the class spells it; its code where unknown."""
    known = rules_for_class(class_of).certifications.get(code or "")
    return known.name if known else f"Certification {code}" if code else "Certification"


def _details(payload: Mapping[str, Any]) -> Iterator[str]:
    for part, value in payload.get("parts", {}).items():
        yield f"{PARTS.get(part, part.replace('_', ' '))} {value}"
    for name in ("hours", "credits"):
        if payload.get(name) is not None:
            amount = payload[name]
            yield f"{number(amount)} {name.removesuffix('s') if amount == 1 else name}"
    if payload.get("level") is not None:
        yield f"course of level {payload['level']}"
    if payload.get("program_of_study"):
        yield f"program of study {str(payload['program_of_study']).replace('_', ' ').title()}"
    if payload.get("institution"):
        yield payload["institution"]
    for name, (yes, no) in YES_NO.items():
        if payload.get(name) is not None:
            yield yes if payload[name] else no
    if payload.get("result"):
        yield "received" if payload["result"] == RECEIVED else f"result code {payload['result']}"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
