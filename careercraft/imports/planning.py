"""What applying rows would do, judged against the district as it is now.

The same plan is made twice: when a file is staged, and again when it is applied, since students
and facts may have changed in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from careercraft.imports.evidence import FactBook, ItemPlan
from careercraft.imports.matching import UNMATCHED, Clues, Directory, Match, clues_of, match
from careercraft.imports.roster import RosterPlan, Surroundings, left_out, plan_student
from careercraft.imports.rows import LineResult, RowProblem
from careercraft.imports.stored import Plain, plain_line
from careercraft.privacy.keys import DistrictKeys

OUTCOMES = ("create", "change", "same", "unmatched", "ambiguous", "refused", "empty")
APPLICABLE = frozenset({"create", "change", "same"})


class PlannedRow(NamedTuple):
    """One row and what becomes of it. `reasons` stopped it, `remarks` are worth knowing."""

    line: LineResult
    outcome: str
    match: Match | None = None
    roster: RosterPlan | None = None
    items: tuple[ItemPlan, ...] = ()
    reasons: tuple[RowProblem, ...] = ()
    remarks: tuple[RowProblem, ...] = ()

    @property
    def student_id(self) -> UUID | None:
        """The student of this row, who may have to be created first."""
        if self.roster:
            return self.roster.after.id
        return self.match.student.id if self.match and self.match.student else None

    @property
    def rung(self) -> str | None:
        """The step of the ladder on which the student was found."""
        found = self.match and self.match.student and self.match.rung
        return found.value if found else None

    @property
    def problem_count(self) -> int:
        """How many things of this row could not be used."""
        return len(self.line.problems) + len(self.reasons)

    def plain(self) -> Plain:
        """The row with its plan, as it is kept."""
        kept = plain_line(self.line)
        for item, planned in zip(kept["items"], self.items, strict=False):
            item.update(outcome=planned.outcome, old=planned.old, repeated=planned.repeated)
        reason = self.match.reason if self.match else None
        rung = self.match.rung if self.match else None
        return kept | {
            "changes": [c._asdict() for c in self.roster.changes] if self.roster else [],
            "match": {"reason": reason, "rung": rung},
            "reasons": [problem._asdict() for problem in self.reasons],
            "remarks": [problem._asdict() for problem in self.remarks],
        }


class Planner:
    """Plans the rows of one batch, chunk by chunk, in file order."""

    def __init__(self, session: Session, keys: DistrictKeys, today: date) -> None:
        self._keys = keys
        self.directory = Directory(session, keys)
        self.facts = FactBook(session, keys)
        self.around = Surroundings(session, keys, today)

    def plan(self, lines: Sequence[LineResult]) -> list[PlannedRow]:
        """The plans of one chunk; asks the database a fixed number of questions."""
        clues = [clues_of(self._keys, line.person) for line in lines]
        self.directory.load(
            clue
            for line, clue in zip(lines, clues, strict=True)
            if line.student is not None or line.items
        )
        rows = [self._matched(line, clue) for line, clue in zip(lines, clues, strict=True)]
        return self._with_facts(rows)

    def _matched(self, line: LineResult, clues: Clues) -> PlannedRow:
        if line.student is None and not line.items:
            return PlannedRow(line, "refused" if line.problems else "empty")
        found = match(line.person, clues, self.directory)
        if found.student is None and found.reason not in UNMATCHED:
            return PlannedRow(line, "ambiguous", found)
        if line.student is not None:
            return self._roster_row(line, found)
        return PlannedRow(line, "same" if found.student else "unmatched", found)

    def _roster_row(self, line: LineResult, found: Match) -> PlannedRow:
        if line.student is None:
            raise ValueError("This row is not of a roster.")
        young = left_out(line, found.student)
        if young:
            return PlannedRow(line, "empty", remarks=(young,))
        plan, reasons, remarks = plan_student(line, line.student, found.student, self.around)
        if plan is None:
            return PlannedRow(line, "refused", found, reasons=reasons)
        if self.directory.changed_in_file(plan.after.id):
            remarks = (*remarks, _named_again(line))
        if plan.outcome != "same":
            self.directory.put(plan.after, created=plan.before is None)
        return PlannedRow(line, plan.outcome, found, plan, (), (), remarks)

    def _with_facts(self, rows: list[PlannedRow]) -> list[PlannedRow]:
        keyed = [[self.facts.key(item) for item in row.line.items] for row in rows]
        self.facts.load(
            (row.student_id, key)
            for row, keys in zip(rows, keyed, strict=True)
            if row.student_id and row.outcome in APPLICABLE
            for key in keys
        )
        return [self._facts_of(row, keys) for row, keys in zip(rows, keyed, strict=True)]

    def _facts_of(self, row: PlannedRow, keys: list[bytes]) -> PlannedRow:
        student_id = row.student_id
        if student_id is None or row.outcome not in APPLICABLE or not keys:
            return row
        items = tuple(
            self.facts.plan(student_id, key, item)
            for key, item in zip(keys, row.line.items, strict=True)
        )
        return row._replace(items=items, outcome=_outcome(row, items))


def _outcome(row: PlannedRow, items: tuple[ItemPlan, ...]) -> str:
    """A student to create or change outweighs their facts; a new fact outweighs a changed one."""
    outcomes = {item.outcome for item in items}
    if row.roster is not None:
        moved = row.outcome == "same" and outcomes != {"same"}
        return "change" if moved else row.outcome
    return next(each for each in ("create", "change", "same") if each in outcomes)


def _named_again(line: LineResult) -> RowProblem:
    return RowProblem(
        line.file,
        line.line,
        None,
        None,
        "One row per student; an earlier row of this file is about the same student.",
        "Where the two differ, this later row counts.",
        "named_again",
    )
