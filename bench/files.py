"""A file of 100,000 SAT rows: reading, matching, staging and applying it, and its memory.

`python -m bench.files [ROWS] [--profile]`. The students (a quarter as many as there are rows, each
with four sittings on rows of their own) are put into the database before the clock starts.
"""

from __future__ import annotations

import cProfile
import csv
import io
import pstats
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from importlib import resources
from pathlib import Path
from uuid import uuid4

import psutil
from sqlalchemy import insert

from bench.campus import scratch_desk, silent
from bench.processors import Processors
from careercraft.imports.formats import read
from careercraft.imports.rows import SourceFile
from careercraft.models import Campus, Student
from careercraft.privacy.identity import (
    Identity,
    Profile,
    lookups_of,
    seal_identity,
    seal_profile,
)
from careercraft.services import imports
from careercraft.services.context import Desk

ROWS, SITTINGS = 100_000, 4
NAMED = {
    "STATE_STUDENT_ID": lambda n: str(1_000_000_000 + n // SITTINGS),
    "NAME_LAST": lambda n: f"Family{n // SITTINGS % 700}",
    "NAME_FIRST": lambda n: f"Given{n // SITTINGS}",
    "BIRTH_DATE": lambda _: "2008-09-14",
    "LATEST_RECORD_LOCATOR": lambda n: f"L{n}",
    "LATEST_SAT_DATE": lambda n: f"2026-{n % SITTINGS + 3:02d}-14",
    "LATEST_SAT_TOTAL": lambda n: str(_ebrw(n) + _math(n)),
    "LATEST_SAT_EBRW": lambda n: str(_ebrw(n)),
    "LATEST_SAT_MATH_SECTION": lambda n: str(_math(n)),
}
"""The filled columns; the file has all 220 of the digital layout."""


def main() -> None:
    """Measure, and print one figure per line."""
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    rows = numbers[0] if numbers else ROWS
    content = sat_file(rows)
    print(f"the file: {rows:,} rows, {len(content) / 1e6:,.1f} MB")
    here = Processors()
    alone = clocked("reading it with the csv module alone", here, lambda: csv_alone(content), None)
    file = SourceFile("sat.csv", content)
    reading = clocked("reading it row by row", here, lambda: exhaust([file]), alone)
    with scratch_desk() as (desk, campus):
        add_students(desk, campus, rows // SITTINGS)
        started = imports.upload(desk, [file])
        reader = MemoryOfReader()
        base, all_ = peak(), Processors(desk.session)
        with profiled():
            staging = clocked(
                "reading, matching and staging it",
                all_,
                lambda: imports.read_and_stage(desk, started.batch_id, reader),
                alone,
            )
        imports.ask_to_apply(desk, started.batch_id, confirmed=True, reason="A measurement.")
        with profiled():
            applying = lambda: imports.apply(desk, started.batch_id, silent)  # noqa: E731
            clocked("applying it", all_, applying, alone)
    print(f"matching and staging without reading: {staging - reading:,.1f} s")
    print(f"most memory in use: {peak():,.0f} MB, of which {base:,.0f} MB before staging")
    print(f"most memory of the process that reads ahead: {reader.most:,.0f} MB")


def sat_file(rows: int) -> bytes:
    """The bytes of a student data file with all the columns of the digital layout."""
    folder = resources.files("careercraft.imports") / "layouts"
    header = (folder / "sat_k12_digital_220.txt").read_text().splitlines()
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    makers = [NAMED.get(name) for name in header]
    for n in range(rows):
        writer.writerow([make(n) if make else "" for make in makers])
    return text.getvalue().encode()


def csv_alone(content: bytes) -> int:
    """How many cells the csv module finds."""
    return sum(len(row) for row in csv.reader(io.StringIO(content.decode())))


def exhaust(files: list[SourceFile]) -> int:
    """Read a file to its end and keep nothing."""
    return sum(1 for _ in read(files, "college_board_sat"))


def add_students(desk: Desk, campus: Campus, number: int) -> None:
    """Students without an import."""
    district = desk.keys.district_id
    for first in range(0, number, 5_000):
        values, numbers = [], range(first, min(number, first + 5_000))
        ids = [uuid4() for _ in numbers]
        desk.keys.own_keys.make(ids)
        for student_id, n in zip(ids, numbers, strict=True):
            identity = Identity(
                f"Given{n}",
                f"Family{n % 700}",
                birth_date=date(2008, 9, 14),
                state_unique_id=str(1_000_000_000 + n),
            )
            found_by = lookups_of(desk.keys, identity)
            values.append(
                {
                    "id": student_id,
                    "district_id": district,
                    "campus_id": campus.id,
                    "class_of": 2027,
                    "grade": 12,
                    "status": "enrolled",
                    "state_id_lookup": found_by.state_id,
                    "name_birth_lookup": found_by.name_birth,
                    "identity_sealed": seal_identity(desk.keys, student_id, identity),
                    "profile_sealed": seal_profile(desk.keys, student_id, Profile()),
                }
            )
        desk.session.execute(insert(Student), values)
    desk.session.commit()


def clocked(
    label: str, processors: Processors, work: Callable[[], object], alone: float | None
) -> float:
    """Do some work once and print how long it took; beside the csv module, where that is known."""
    began, before = time.perf_counter(), processors.now()
    work()
    seconds, busy = time.perf_counter() - began, processors.now().since(before)
    beside = f", {seconds / alone:,.1f} times the csv module alone" if alone else ""
    print(f"{label}: {seconds:,.1f} s ({busy}){beside}", flush=True)
    return seconds


def peak() -> float:
    """The most memory that this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class MemoryOfReader:
    """A progress that looks at the memory of the process that reads ahead."""

    most = 0.0

    def __call__(self, _done: int, _total: int) -> None:
        """Look, each time that some rows are done."""
        for child in psutil.Process().children():
            status = Path(f"/proc/{child.pid}/status").read_text()
            found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
            self.most = max(self.most, int(found[1]) / 1024 if found else 0.0)


@contextmanager
def profiled() -> Iterator[None]:
    """Where the time goes, if it is asked for."""
    if "--profile" not in sys.argv:
        yield
        return
    with cProfile.Profile(time.process_time) as profile:
        yield
    pstats.Stats(profile).sort_stats("tottime").print_stats(45)


def _ebrw(n: int) -> int:
    return 300 + n % 40 * 10


def _math(n: int) -> int:
    return 320 + n % 37 * 10


if __name__ == "__main__":
    main()
