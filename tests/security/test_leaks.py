"""Canary people: planted everywhere a person can stand, then searched for where none may be."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from careercraft.config import Settings
from careercraft.db import district_session
from careercraft.jobs.queue import enqueue
from careercraft.logs import JsonLines, described
from careercraft.models import Student, Task
from careercraft.privacy.permissions import Role
from careercraft.services import documents, students
from careercraft.services.context import Desk
from tests.page import PageClient
from tests.seed import SmallDistrict
from tests.services.uploads import applied, roster, sat, staged

CANARIES = {
    "last_name": "Quartermaine",
    "first_name": "Zebulon",
    "state_unique_id": "7719283746",
    "local_id": "837465912",
    "birth_date": "2008-02-29",
}
NEVER_SEEN = ("quartermaine", "zebulon", "7719283746", "837465912", "canary-file")


def leaks_in(text: str | bytes) -> list[str]:
    """Which canaries sing in a text."""
    lowered = (text.encode() if isinstance(text, str) else text).lower()
    return [canary for canary in NEVER_SEEN if canary.encode() in lowered]


@pytest.fixture
def log_lines() -> Iterator[list[str]]:
    """Everything that the application logs, as its handler would write it."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Kept()
    handler.setFormatter(JsonLines())
    log = logging.getLogger("careercraft")
    level = log.level
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    yield lines
    log.removeHandler(handler)
    log.setLevel(level)


@pytest.fixture
def canary(desk: Desk, district: SmallDistrict) -> Student:
    """A senior whose every id is a canary, with a score and a row that matched nobody."""
    senior = CANARIES | {"campus_id": district.north.number, "grade": "12"}
    applied(desk, roster([senior], name="canary-file.csv"))
    score = {"state_id": "7719283746", "date": "2025-10-04", "ebrw": 500, "math": 520}
    applied(
        desk, sat([score, score | {"state_id": "", "last_name": "Zebulon"}], "canary-file-2.csv")
    )
    staged(desk, sat([score | {"math": 999}], "canary-file-3.csv"))
    return desk.session.scalars(select(Student)).one()


def test_the_search_for_canaries_finds_them() -> None:
    assert leaks_in("... ZEBULON ...") == ["zebulon"]


def test_no_table_holds_a_canary_in_the_clear(
    canary: Student, database_urls: tuple[str, str]
) -> None:
    with psycopg.connect(database_urls[0]) as owner:
        tables = [
            row[0]
            for row in owner.execute("select tablename from pg_tables where schemaname = 'public'")
        ]
        assert len(tables) > 10
        for table in tables:
            content = owner.execute(f"select string_agg(t::text, ' ') from {table} t").fetchone()
            assert leaks_in((content and content[0]) or "") == [], table


def test_no_stored_file_holds_a_canary_or_is_named_after_one(
    canary: Student, desk: Desk, tmp_path: Path
) -> None:
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert leaks_in(path.read_bytes()) == []
        assert leaks_in(str(path)) == []


def test_the_queue_and_redis_hold_no_canary(
    canary: Student, desk: Desk, app: Flask, redis_url: str
) -> None:
    asked = documents.ask_for_plan(desk, canary.id, "en")
    queue = app.extensions["careercraft.queue"]
    enqueue(queue, desk.actor.district_id, asked.task_id)
    connection = Redis.from_url(redis_url)
    keys = list(connection.scan_iter())
    assert keys
    for key in keys:
        assert leaks_in(key) == []
        assert leaks_in(connection.dump(key) or b"") == []
    queue.empty()
    connection.close()


def test_pages_put_no_canary_into_addresses_headers_or_logs(
    canary: Student,
    district: SmallDistrict,
    client_for: Callable[..., PageClient],
    log_lines: list[str],
) -> None:
    client = client_for(Role.DISTRICT_DIRECTOR)
    campus = f"/rosters/2027?campus={district.north.id}"
    for url in ("/", "/files", "/rosters/2027", campus, f"/students/{canary.id}"):
        answer = client.client.get(url)
        assert answer.status_code == 200, url
        assert leaks_in(str(answer.headers)) == []
        page = client.get(url)
        addresses = [str(tag.get("href") or tag.get("action") or "") for tag in page.find_all(True)]
        addresses += [
            str(v) for tag in page.find_all(True) for k, v in tag.attrs.items() if "hx-" in k
        ]
        assert leaks_in(" ".join(addresses)) == [], url
        assert page.title is not None
        assert leaks_in(page.title.get_text()) == [], url
    assert "Quartermaine" in client.get(campus).get_text()
    assert log_lines
    assert leaks_in("\n".join(log_lines)) == []


def test_a_search_for_a_canary_leaves_no_trace_in_addresses_headers_or_logs(
    canary: Student, client_for: Callable[..., PageClient], log_lines: list[str]
) -> None:
    client = client_for(Role.DISTRICT_DIRECTOR)
    one = client.post("/students/find", {"q": "Quartermaine"}, status=303)
    nobody = client.post("/students/find", {"q": "Quartermaine Quartermaine X"}, status=200)
    assert "Zebulon" in client.get(one.headers["Location"]).get_text()
    assert leaks_in(str(one.headers) + str(nobody.headers)) == []
    assert leaks_in("\n".join(log_lines)) == []


def test_work_that_fails_on_a_canary_says_where_and_not_on_what(
    canary: Student,
    desk: Desk,
    app: Flask,
    settings: Settings,
    factory: sessionmaker[Session],
    log_lines: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from careercraft.jobs.run import run  # noqa: PLC0415

    def stumble(*_of_the_call: object) -> None:
        raise ValueError("Zebulon Quartermaine, 7719283746")

    asked = documents.ask_for_plan(desk, canary.id, "en")
    monkeypatch.setattr(students, "judged", stumble)
    run(app.extensions["careercraft"], desk.actor.district_id, asked.task_id)
    with district_session(factory, desk.actor.district_id) as session:
        task = session.get_one(Task, asked.task_id)
    assert (task.state, task.failure) == ("failed", "ValueError")
    assert any("stumble" in line for line in log_lines)
    assert leaks_in("\n".join(log_lines)) == []


def test_a_page_that_fails_on_a_canary_says_where_and_not_on_what(
    canary: Student,
    client_for: Callable[..., PageClient],
    log_lines: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def stumble(*_of_the_call: object) -> None:
        raise ValueError("Zebulon Quartermaine")

    monkeypatch.setattr(students, "looked_at", stumble)
    answer = client_for(Role.DISTRICT_DIRECTOR).client.get(f"/students/{canary.id}")
    assert answer.status_code == 500
    assert leaks_in(answer.data) == []
    assert leaks_in("\n".join(log_lines)) == []


def test_a_failing_statement_does_not_quote_its_values(
    canary: Student, factory: sessionmaker[Session], district: SmallDistrict
) -> None:
    from sqlalchemy import text  # noqa: PLC0415
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

    with district_session(factory, district.id) as session, pytest.raises(DBAPIError) as failed:
        session.execute(text("select cast(:name as integer)"), {"name": "Zebulon"})
    assert leaks_in(str(described(failed.value))) == []
