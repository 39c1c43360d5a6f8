"""A large file is read by another process, and comes out as if it had been read here."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import pytest

from careercraft.imports import ahead
from careercraft.imports.ahead import ReadingFailed, reading
from careercraft.imports.formats import read
from careercraft.imports.rows import FileRefused, LineResult, Person, RowProblem, SourceFile

LARGE = SourceFile("large.csv", b"x" * ahead.WORTH_IT_BYTES)
SMALL = SourceFile("small.csv", b"x")
ROWS = 1_201


def numbered(files: Sequence[SourceFile], told: str) -> Iterator[LineResult]:
    """As many rows as do not fit into one portion, each with the process that read it."""
    for line in range(ROWS):
        yield LineResult(line, Person(local_id=told, last_name=str(os.getpid())))


def refused(_files: Sequence[SourceFile]) -> Iterator[LineResult]:
    raise FileRefused([RowProblem("large.csv", 7, "Date", "x", "A date.", "Correct it.", "bad")])


def broken(_files: Sequence[SourceFile]) -> Iterator[LineResult]:
    yield LineResult(1, Person())
    raise ValueError("Ibarra, Rosa")


def gone(_files: Sequence[SourceFile]) -> Iterator[LineResult]:
    os._exit(1)


def settings(_files: Sequence[SourceFile]) -> Iterator[LineResult]:
    yield LineResult(1, Person(last_name=os.environ.get("DATABASE_URL"), first_name=__name__))


def endless(_files: Sequence[SourceFile]) -> Iterator[LineResult]:
    while True:
        yield LineResult(1, Person(last_name=str(os.getpid())))


def test_every_row_comes_in_order_from_another_process() -> None:
    rows = list(reading(numbered, [LARGE], "told"))
    assert [row.line for row in rows] == list(range(ROWS))
    assert {row.person.local_id for row in rows} == {"told"}
    assert {row.person.last_name for row in rows}.isdisjoint({str(os.getpid()), None})


def test_a_small_file_is_read_here() -> None:
    rows = list(reading(numbered, [SMALL], "told"))
    assert {row.person.last_name for row in rows} == {str(os.getpid())}


def test_a_refusal_keeps_its_row_column_value_and_next_step() -> None:
    with pytest.raises(FileRefused) as found:
        list(reading(refused, [LARGE]))
    (problem,) = found.value.problems
    assert problem == RowProblem("large.csv", 7, "Date", "x", "A date.", "Correct it.", "bad")


def test_a_fault_is_told_by_its_kind_and_without_what_it_says() -> None:
    with pytest.raises(ReadingFailed) as found:
        list(reading(broken, [LARGE]))
    assert "ValueError" in str(found.value)
    assert "Ibarra" not in str(found.value)


def test_the_process_is_given_no_settings_and_so_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://a-password")
    (row,) = reading(settings, [LARGE])
    assert row.person == Person(first_name=__name__)


def test_a_process_that_is_killed_is_noticed() -> None:
    with pytest.raises(ReadingFailed, match="stopped"):
        list(reading(gone, [LARGE]))


def test_the_process_ends_with_the_work_that_asked_for_it() -> None:
    rows = reading(endless, [LARGE])
    process = int(next(rows).person.last_name or 0)
    rows.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_real_layout_reads_the_same_ahead_as_here() -> None:
    names = ("RECORD_LOCATOR", "SAT_DATE", "SAT_EBRW", "SAT_MATH_SECTION")
    header = ",".join(["STATE_STUDENT_ID", *(f"LATEST_{name}" for name in names), "Filler"])
    filler = "x" * 3_000
    rows = [
        f"{1_000_000_000 + n},L{n},2026-03-14,{200 + n % 60 * 10},510,{filler}" for n in range(700)
    ]
    files = [SourceFile("sat.csv", "\n".join([header, *rows]).encode())]
    assert len(files[0].content) > ahead.WORTH_IT_BYTES
    assert list(reading(read, files, "college_board_sat")) == list(read(files, "college_board_sat"))
