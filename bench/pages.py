"""Pages of a campus of 3,000 seniors: roster, student, partial, beside an empty page.

The application answers in this process, through its whole stack, without a network between.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import NamedTuple
from uuid import UUID, uuid4

import psycopg
from flask.testing import FlaskClient
from sqlalchemy import select, update

from careercraft.clock import now, senior_class
from careercraft.clock import today as day_today
from careercraft.config import Settings
from careercraft.db import district_session
from careercraft.demo import load
from careercraft.demo.evidence import with_evidence
from careercraft.demo.files import files_for
from careercraft.demo.load import PASSWORD, Place
from careercraft.demo.people import People
from careercraft.demo.records import Record, Staff, Student
from careercraft.demo.schools import BLUEBONNET, DemoDistrict
from careercraft.migrate import upgrade
from careercraft.models import Outcome
from careercraft.models import Student as KeptStudent
from careercraft.runtime import open_runtime, settle_memory
from careercraft.services import people
from careercraft.web.app import create_app
from careercraft.web.desk import cookie_of
from devtools.database import provision
from devtools.servers import EmbeddedPostgres, EmbeddedValkey

STUDENTS, OPENED, ROUNDS, WORKERS = 3000, 200, 200, 2
SEED = 3000
COUNSELOR = "counselor@bench.example"
BENCH = DemoDistrict(
    "999903",
    "Bench ISD",
    (BLUEBONNET,),
    (
        Staff("campus_counselor", "Bench Counselor", COUNSELOR, BLUEBONNET.number),
        Staff("district_director", "Bench Director", "director@bench.example"),
    ),
)
PARTIAL = {"HX-Request": "true", "HX-Target": "roster"}


class Addresses(NamedTuple):
    """What is asked for: the roster in several states, some students, a page without data."""

    rosters: tuple[str, ...]
    students: tuple[str, ...]
    empty: str
    district_id: UUID


def main() -> None:
    """Load the campus, then ask for each kind of page again and again."""
    with scratch() as settings:
        addresses = load_campus(settings)
        settle_tables(settings)
        client = signed_in(settings)
        empty = told("an empty page", timed(client, [addresses.empty] * ROUNDS))
        pages = {url: timed(client, [url] * ROUNDS) for url in addresses.rosters}
        worst = max(pages, key=lambda url: p95(pages[url]))
        for url, seconds in pages.items():
            told(f"roster {'(worst) ' if url == worst else ''}{shown(url)}", seconds, empty)
        first = [after_a_change(client, addresses.district_id, worst) for _ in range(ROUNDS)]
        told("the worst, the first time after a change", first, empty)
        partials = timed(client, [worst] * ROUNDS, PARTIAL)
        told("the same as a partial", partials, empty)
        told(f"{OPENED} different students' pages", timed(client, addresses.students), empty)
        rates(settings, addresses, worst)


def rates(settings: Settings, addresses: Addresses, roster: str) -> None:
    """Requests a second on as many processes as there are processors of the machine we mean."""
    work = [*addresses.students[:100], *[roster] * 20]
    began = time.perf_counter()
    with ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn")) as pool:
        busy = list(pool.map(answer_all, [settings] * WORKERS, [work] * WORKERS))
    print(f"(start of the processes included: {time.perf_counter() - began:.1f} s)")
    rate = sum(len(work) / seconds for seconds in busy)
    print(f"requests a second on {WORKERS} processes, 5 students to 1 roster: {rate:,.0f}")


def answer_all(settings: Settings, urls: Sequence[str]) -> float:
    """Seconds that one process needs for some pages, once warm."""
    client = signed_in(settings)
    timed(client, urls[:5])
    return sum(timed(client, urls))


def timed(
    client: FlaskClient,
    urls: Sequence[str],
    headers: dict[str, str] | None = None,
    *,
    warm: bool = True,
) -> list[float]:
    """Seconds for each answer; the first of all is asked for once before, to be warm."""
    if warm:
        client.get(urls[0], headers=headers)
    seconds = []
    for url in urls:
        began = time.perf_counter()
        answer = client.get(url, headers=headers)
        seconds.append(time.perf_counter() - began)
        if answer.status_code != 200:
            raise RuntimeError(f"{shown(url)} answered {answer.status_code}")
    return seconds


def after_a_change(client: FlaskClient, district_id: UUID, url: str) -> float:
    """Seconds for an answer where nothing that was counted before is true any more."""
    sessions = client.application.extensions["careercraft"].sessions
    with district_session(sessions, district_id) as session:
        one = select(Outcome.id).limit(1).scalar_subquery()
        session.execute(
            update(Outcome).where(Outcome.id == one).values(computed_at=Outcome.computed_at)
        )
        session.commit()
    return timed(client, [url], warm=False)[0]


def told(label: str, seconds: Sequence[float], beside: float | None = None) -> float:
    """Print half and ninety-five of a hundred, and how often the empty page; returns the half."""
    half = statistics.median(seconds)
    ratio = f", {half / beside:.1f} times the empty page" if beside else ""
    print(f"{label}: p50 {half * 1e3:,.1f} ms, p95 {p95(seconds) * 1e3:,.1f} ms{ratio}")
    return half


def p95(seconds: Sequence[float]) -> float:
    """What ninety-five of a hundred answers keep within."""
    return statistics.quantiles(seconds, n=20)[-1]


def shown(url: str) -> str:
    """An address without its ids."""
    return url.partition("?")[2] or "as it opens"


# The campus


@contextmanager
def scratch() -> Iterator[Settings]:
    """Servers of its own, with an empty database."""
    with (
        tempfile.TemporaryDirectory() as folder,
        EmbeddedPostgres(Path(folder, "pg")) as postgres,
        EmbeddedValkey(Path(folder, "valkey")) as valkey,
    ):
        owner, application = provision(postgres.url, "careercraft_bench", uuid4().hex)
        upgrade(owner)
        yield Settings(
            database_url=application.replace("postgresql://", "postgresql+psycopg://", 1),
            database_owner_url=owner,
            redis_url=valkey.url,
            master_key=bytes(range(32)),
            secret_key=uuid4().hex + uuid4().hex,
            file_store=Path(folder, "files"),
            environment="test",
            trusted_hosts=(),
            secure_cookies=False,
        )


def load_campus(settings: Settings) -> Addresses:
    """Load 3,000 invented seniors as a district would, and say what to ask for."""
    runtime = open_runtime(settings)
    try:
        place = Place(runtime.sessions, runtime.master, runtime.files)
        loaded = load.load(place, BENCH, lambda: files_for(BENCH, seniors()), print)
        with district_session(runtime.sessions, loaded.district_id) as session:
            some = session.scalars(
                select(KeptStudent.id).order_by(KeptStudent.id).limit(OPENED)
            ).all()
    finally:
        runtime.engine.dispose()
        runtime.redis.close()
    return addresses_of(loaded.district_id, loaded.campus_ids[BLUEBONNET.number], some)


def settle_tables(settings: Settings) -> None:
    """Count and tidy the tables, as PostgreSQL does by itself a minute or two after a file came."""
    assert settings.database_owner_url is not None
    with psycopg.connect(settings.database_owner_url, autocommit=True) as connection:
        connection.execute("vacuum analyze")


def addresses_of(district: UUID, campus: UUID, students: Sequence[UUID]) -> Addresses:
    """The pages to ask for."""
    roster = f"/rosters/{senior_class(day_today())}?campus={campus}"
    asked = (
        "",
        "&sort=tsi.math",
        "&near=either&within=100&sort=tsi.math",
        "&state=not_met&group=eco&page=9",
    )
    return Addresses(
        tuple(roster + more for more in asked),
        tuple(f"/students/{one}" for one in students),
        "/preferences",
        district,
    )


def seniors() -> tuple[Record, ...]:
    """Seniors of one campus with evidence near the published shares."""
    rng = Random(SEED)
    return with_evidence(islice(_drawn(rng), STUDENTS), rng)


def _drawn(rng: Random) -> Iterator[Student]:
    taken: list[Student] = []
    while True:
        fresh = People(rng, taken).everyone()
        taken += fresh
        yield from (
            one._replace(school=BLUEBONNET)
            for one in fresh
            if one.class_of == senior_class(day_today()) and not one.withdrawn
        )


def signed_in(settings: Settings) -> FlaskClient:
    """A client of the whole application, signed in as the counselor."""
    app = create_app(settings)
    settle_memory()  # as `wsgi.py` does
    shared = app.extensions["careercraft"]
    client = app.test_client()
    with shared.sessions() as session:
        opened = people.sign_in(session, shared.master, COUNSELOR, PASSWORD, now())
        if opened is None:
            raise RuntimeError("The counselor of the measurement could not sign in.")
        session.commit()
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = cookie_of(opened), True
    return client


if __name__ == "__main__":
    main()
