"""A campus of 3,000 students: how long an import, a recomputation and a page take."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy import select

from bench.timing import best
from careercraft.clock import now
from careercraft.db import make_engine, session_factory
from careercraft.filestore import FileStore
from careercraft.imports.rows import SourceFile
from careercraft.migrate import upgrade
from careercraft.models import Campus, Student
from careercraft.privacy.access import Held
from careercraft.privacy.identity import StaffIdentity
from careercraft.privacy.keys import MasterKey
from careercraft.privacy.permissions import Role
from careercraft.services import imports, outcomes, people, rosters, students
from careercraft.services.context import Desk
from careercraft.services.districts import found_district, open_keys, worker_actor
from careercraft.services.rosters import RosterQuery
from devtools.database import provision
from devtools.servers import EmbeddedPostgres

STUDENTS = 3000
ROSTER = ("state_unique_id", "last_name", "first_name", "birth_date", "campus_id", "grade")
SAT = (
    "STATE_STUDENT_ID",
    "LATEST_RECORD_LOCATOR",
    "LATEST_SAT_DATE",
    "LATEST_SAT_EBRW",
    "LATEST_SAT_MATH_SECTION",
)


def main() -> None:
    """Load, judge and look."""
    with scratch_desk() as (desk, campus):
        rows = [_roster_row(n, campus.number) for n in range(STUDENTS)]
        best("importing a roster of 3,000", "s", 1, lambda: load(desk, ROSTER, rows), runs=1)
        scores = [_sat_row(n) for n in range(STUDENTS)]
        best("importing 3,000 SAT rows", "s", 1, lambda: load(desk, SAT, scores), runs=1)
        judge = lambda: outcomes.recompute_campus(desk, campus.id, silent)  # noqa: E731
        best("recomputing 3,000 students", "s", 1, judge, runs=1)
        best("recomputing them when nothing changed", "s", 1, judge, runs=2)
        query = RosterQuery(2027, campus.id)
        best("one page of a roster of 3,000", "ms", 1, lambda: rosters.roster(desk, query))
        one = desk.session.scalars(select(Student.id)).first()
        best("one student's page", "ms", 1, lambda: students.page(desk, one))


@contextmanager
def scratch_desk() -> Iterator[tuple[Desk, Campus]]:
    """A director's desk in an empty district on a server of its own."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder, "pg")) as server:
        owner, application = provision(server.url, "careercraft_bench", uuid4().hex)
        upgrade(owner)
        engine = make_engine(application.replace("postgresql://", "postgresql+psycopg://", 1))
        master, files = MasterKey(bytes(range(32))), FileStore(Path(folder, "files"))
        with session_factory(engine)() as session:
            district = found_district(session, master, "999999", "Bench ISD")
            campus = Campus(
                id=uuid4(), district_id=district.id, number="999999001", name="Bench High School"
            )
            session.add(campus)
            keys = open_keys(session, master, district.id)
            desk = Desk(session, worker_actor(district.id, None), keys, files, now())
            held = [Held(Role.DISTRICT_DIRECTOR, None)]
            identity = StaffIdentity("Bench Director", "director@bench.example")
            user = people.add_user(desk, master, identity, uuid4().hex, held)
            session.commit()
            yield desk._replace(actor=people.actor_of(session, user.id)), campus
        engine.dispose()


def load(desk: Desk, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> UUID:
    """One file through upload, staging and application."""
    text = io.StringIO()
    csv.writer(text).writerows([columns, *rows])
    started = imports.upload(desk, [SourceFile("bench.csv", text.getvalue().encode())])
    imports.read_and_stage(desk, started.batch_id, silent)
    imports.ask_to_apply(desk, started.batch_id, confirmed=True, reason="A measurement.")
    imports.apply(desk, started.batch_id, silent)
    return started.batch_id


def silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def _roster_row(n: int, campus_number: str) -> tuple[str, ...]:
    return (f"{n:010d}", f"Family{n % 700}", f"Given{n}", "2008-09-14", campus_number, "12")


def _sat_row(n: int) -> tuple[str, ...]:
    ebrw, math = 300 + n % 40 * 10, 320 + n % 37 * 10
    return (f"{n:010d}", f"L{n}", "2026-10-03", str(ebrw), str(math))


if __name__ == "__main__":
    main()
