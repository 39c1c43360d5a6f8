"""The demonstration's files read by the real readers and judged by the real rules, in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from careercraft.calc import (
    EVIDENCE_KINDS,
    GraduatingClass,
    StudentFacts,
    StudentResult,
    evaluate_student,
    evidence_from_contract,
    rules_for_class,
)
from careercraft.imports.formats import SourceFile, read, recognise
from careercraft.imports.rows import LineResult, Person, StudentItem
from careercraft.privacy.names import folded
from careercraft.services.facts import ONLY_SHOWN

LISTS = {
    "score": "scores",
    "course": "courses",
    "credential": "credentials",
    "enlistment": "enlistments",
    "enrollment": "enrollments",
}


def rows_of(name: str, content: bytes) -> list[LineResult]:
    """Every row of one file."""
    files = [SourceFile(name, content)]
    return list(read(files, recognise(files).format_id))


class Reading:
    """What the files of a district say, student by student, by state id."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.students: dict[str, StudentItem] = {}
        self.names: dict[str, tuple[str, str]] = {}
        self.unmatched: list[Person] = []
        self._by_local_id: dict[str, str] = {}
        self._by_name: dict[tuple[str, str, object], str] = {}
        self._payloads: dict[str, dict[str, dict[str, dict[str, object]]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for name, content in files.items():
            for row in rows_of(name, content):
                self._take(row)

    def judged(self) -> dict[str, StudentResult]:
        """Every student's result, with all kinds of evidence taken as known."""
        return {
            state_id: evaluate_student(self.facts(state_id), rules_for_class(student.class_of or 0))
            for state_id, student in self.students.items()
        }

    def facts(self, state_id: str) -> StudentFacts:
        """What the rules may look at."""
        student = self.students[state_id]
        evidence: dict[str, tuple[Any, ...]] = {
            LISTS[kind]: tuple(_fact(kind, payload) for payload in payloads.values())
            for kind, payloads in self._payloads[state_id].items()
            if kind in LISTS
        }
        return StudentFacts(
            class_of=GraduatingClass(student.class_of or 0),
            grade_9_began_on=student.grade_9_began_on,
            graduated=student.enrollment_status == "graduated",
            graduated_on=student.graduated_on,
            economically_disadvantaged=student.economically_disadvantaged,
            special_education=student.special_education,
            emergent_bilingual=student.emergent_bilingual,
            diploma_type=student.diploma_type,
            endorsement=student.endorsement,
            distinguished=student.distinguished,
            known=EVIDENCE_KINDS,
            **evidence,
        )

    def _take(self, row: LineResult) -> None:
        if row.student is not None and row.person.state_unique_id:
            self._enrol(row.person.state_unique_id, row.person, row.student)
        elif row.items:
            self._add(row)

    def _enrol(self, state_id: str, who: Person, student: StudentItem) -> None:
        known = self.students.get(state_id, StudentItem())
        said = {name: value for name, value in student._asdict().items() if value is not None}
        self.students[state_id] = known._replace(**said)
        self.names[state_id] = (who.first_name or "", who.last_name or "")
        if who.local_id:
            self._by_local_id[who.local_id] = state_id
        self._by_name[_name_key(who)] = state_id

    def _add(self, row: LineResult) -> None:
        state_id = next((i for i in self._candidates(row.person) if i in self.students), None)
        if state_id is None:
            self.unmatched.append(row.person)
            return
        for item in row.items:
            self._payloads[state_id][item.kind][item.natural_key] = item.payload

    def _candidates(self, who: Person) -> Iterator[str]:
        yield who.state_unique_id or ""
        yield self._by_local_id.get(who.local_id or "", "")
        yield self._by_name.get(_name_key(who), "")


def _fact(kind: str, payload: Mapping[str, Any]) -> Any:
    exact = {
        k: Decimal(str(v)) if isinstance(v, float) else v
        for k, v in payload.items()
        if k not in ONLY_SHOWN
    }
    return evidence_from_contract(LISTS[kind], exact, None)


def _name_key(who: Person) -> tuple[str, str, object]:
    return folded(who.last_name or ""), folded(who.first_name or ""), who.birth_date
