"""What a batch amounts to: counts a person can judge, and what looks unusual about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from careercraft.imports.formats.base import Format, latest_day
from careercraft.imports.planning import APPLICABLE, OUTCOMES, PlannedRow
from careercraft.imports.rows import RowProblem

OUR_TEMPLATES = "CareerCraft"
FEWEST_ROWS_JUDGED = 4
"""Of fewer rows no share is taken: half of two is one."""
FEWEST_STUDENTS_JUDGED = 4
ONE_IN = 50
"""A vendor's file speaks for a class at a campus where it names one in so many of its students:
a single student who has moved there does not make it that campus's file."""
ITEM_OUTCOMES = ("create", "change", "same")


class Tally:
    """Counts planned rows as they come; `counts` is what the batch keeps, free of names."""

    def __init__(self, format_: Format, today: date) -> None:
        self._format = format_
        self._today = today.isoformat()
        self._rows: Counter[str] = Counter()
        self._items: Counter[str] = Counter()
        self._seen_kinds: set[str] = set()
        self._through: dict[str, str] = {}
        """The latest day of each kind of fact, as ISO text."""
        self._future_rows = 0
        self._rostered: dict[UUID, set[UUID]] = {}
        self._named: dict[tuple[UUID, int], set[UUID]] = {}
        self._out_of_range = 0
        self._elsewhere = 0

    def add(self, row: PlannedRow) -> None:
        """Count one row."""
        self._rows[row.outcome] += 1
        for item in row.items:
            self._items[item.outcome] += 1
        if row.roster is not None:
            self._note_campuses(row)
        days = [(item.covers, latest_day(item)) for item in row.line.items]
        if row.outcome in APPLICABLE:
            self._note_kinds(days)
            self._note_place(row)
        self._future_rows += any(day is not None and day > self._today for _, day in days)
        self._out_of_range += _any_is("out_of_range", row.line.problems)
        self._elsewhere += _any_is("campus_of_another_district", row.reasons)

    def _note_campuses(self, row: PlannedRow) -> None:
        if row.roster is None:
            return
        before, after = row.roster.before, row.roster.after
        self._rostered.setdefault(after.campus_id, set())
        if before is not None:
            self._rostered.setdefault(before.campus_id, set()).add(before.id)

    def _note_place(self, row: PlannedRow) -> None:
        student = row.roster.after if row.roster else row.match and row.match.student
        if student and row.line.items:
            place = (student.campus_id, student.class_of)
            self._named.setdefault(place, set()).add(student.id)

    def _note_kinds(self, days: Iterable[tuple[str, str | None]]) -> None:
        for kind, day in days:
            self._seen_kinds.add(kind)
            if day and day > self._through.get(kind, ""):
                self._through[kind] = day

    @property
    def covers_through(self) -> date | None:
        """The latest date among the facts that have a student."""
        latest = max(self._through.values(), default=None)
        return date.fromisoformat(latest) if latest else None

    @property
    def rows(self) -> int:
        """How many rows were counted."""
        return self._rows.total()

    def counts(
        self, known_per_campus: dict[UUID, int], class_sizes: dict[tuple[UUID, int], int]
    ) -> dict[str, Any]:
        """Everything the batch keeps.

        `known_per_campus` are the enrolled students before it, `class_sizes` the students on file
        of each campus and class after it.
        """
        return {
            "rows": self.rows,
            **{outcome: self._rows[outcome] for outcome in OUTCOMES},
            **{f"items_{outcome}": self._items[outcome] for outcome in ITEM_OUTCOMES},
            "covers": sorted(self._covers()),
            "through": dict(sorted(self._through.items())),
            "reach": self._reach(class_sizes),
            "warnings": [w._asdict() for w in self._warnings(known_per_campus)],
        }

    def _reach(self, class_sizes: dict[tuple[UUID, int], int]) -> dict[str, list[int]]:
        """The classes of each campus for which the file speaks.

        Our templates are the district's own lists: they speak for every class that they name.
        """
        one_in = None if self._format.vendor == OUR_TEMPLATES else ONE_IN
        reach: dict[str, list[int]] = {}
        for (campus_id, class_of), named in sorted(self._named.items()):
            size = class_sizes.get((campus_id, class_of), 0)
            if one_in is None or len(named) * one_in >= size:
                reach.setdefault(str(campus_id), []).append(class_of)
        return reach

    def _covers(self) -> Iterable[str]:
        """A vendor's file brings every kind it can hold; our templates, the kinds they name.

        A file of which no row found its student brings nothing.
        """
        if not any(self._rows[outcome] for outcome in APPLICABLE):
            return ()
        return self._seen_kinds if self._format.vendor == OUR_TEMPLATES else self._format.covers

    def _warnings(self, known_per_campus: dict[UUID, int]) -> Iterator[Warned]:
        lost = {name: self._rows[name] for name in ("unmatched", "refused")}
        for name, count in lost.items():
            if self.rows >= FEWEST_ROWS_JUDGED and count * 2 > self.rows:
                yield Warned(f"many_{name}", count, self.rows)
        for name, rows in (("out_of_range", self._out_of_range), ("elsewhere", self._elsewhere)):
            if rows >= FEWEST_ROWS_JUDGED and rows * 10 >= self.rows:
                yield Warned(f"many_{name}", rows, self.rows)
        if self._future_rows:
            yield Warned("future_dates", self._future_rows, self.rows)
        if self._format.kind == "roster":
            yield from self._missing(known_per_campus)

    def _missing(self, known_per_campus: dict[UUID, int]) -> Iterator[Warned]:
        """Campuses of which the roster names fewer than half of the known students.

        A roster of a single campus says nothing about the others.
        """
        of_one_campus = len(self._rostered) <= 1
        for campus_id, known in sorted(known_per_campus.items()):
            named = len(self._rostered.get(campus_id, ()))
            silent = named == 0 and of_one_campus
            if known >= FEWEST_STUDENTS_JUDGED and not silent and (known - named) * 2 > known:
                yield Warned("students_missing", known - named, known, str(campus_id))


def _any_is(code: str, problems: Sequence[RowProblem]) -> bool:
    return bool(problems) and any(each.code == code for each in problems)


class Warned(NamedTuple):
    """Something unusual about a batch: `number` of `total`, for a roster at one campus."""

    code: str
    number: int
    total: int
    campus_id: str | None = None
    day: str | None = None
