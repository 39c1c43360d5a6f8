"""A district takes away everything it has, and nothing of anybody else."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from careercraft.db import Base, district_session
from careercraft.models import AuditEvent, Campus, DistrictExport, Task
from careercraft.privacy import audit_check
from careercraft.privacy.access import Actor, NotAllowed, NotFound
from careercraft.privacy.events import Event
from careercraft.privacy.keys import MasterKey
from careercraft.privacy.retention import schedule
from careercraft.services import outcomes, tasks
from careercraft.services.context import Desk
from careercraft.services.districts import open_keys
from careercraft.services.takeout import files, making, scope, writing
from careercraft.services.takeout.making import Refused
from tests.security.things import Place, make_everything
from tests.seed import PASSWORD, SmallDistrict, add_student
from tests.services.uploads import SITTING, applied, roster, sat, silent

FORMULA = "=cmd|' /C calc'!A0"


def test_every_table_is_exported_or_says_why_not() -> None:
    tables = set(Base.metadata.tables)
    assert len(tables) > 45, "the walk saw too few tables to mean anything"
    exported = {table.name for table in scope.exported_tables()}
    assert exported | scope.LEFT_OUT.keys() == tables
    assert exported.isdisjoint(scope.LEFT_OUT)
    assert all(len(why) > 10 for why in scope.LEFT_OUT.values())


def test_every_area_of_the_file_store_is_exported_or_says_why_not() -> None:
    areas = {area for kind in schedule() for area in kind.files}
    assert len(areas) >= 7
    assert files.AREAS | scope.FILES_LEFT_OUT.keys() == areas


def test_no_secret_and_no_keyed_hash_is_exported() -> None:
    names = {
        f"{table.name}.{column.name}"
        for table in scope.exported_tables()
        for column in scope.exported_columns(table)
    }
    assert len(names) > 300
    assert not {name for name in names if name.endswith(("_lookup", "_hash", "wrapped", "secret"))}
    assert all(
        f"{table}.{column}" not in names and column in Base.metadata.tables[table].columns
        for table, column in scope.SECRETS
    )


@pytest.fixture
def full(
    factory: sessionmaker[Session],
    master: MasterKey,
    desk: Desk,
    district: SmallDistrict,
    rosa: dict[str, object],
) -> Desk:
    """A district with one of each thing, a student with a name that spreadsheets dread, a score."""
    with district_session(factory, district.id) as session:
        keys = open_keys(session, master, district.id)
        student = add_student(session, keys, district.south, first_name="Beto", last_name=FORMULA)
        campus = session.get_one(Campus, district.south.id)
        make_everything(Place(session, keys, district, campus, student))
        session.commit()
    applied(desk, roster([rosa]))
    applied(desk, sat([SITTING]))
    outcomes.recompute_campus(desk, district.north.id, silent)
    return desk


def exported(desk: Desk) -> UUID:
    asked = making.ask(desk, PASSWORD, "Yearly copy")
    making.make(desk, asked.export_id, silent)
    desk.session.get_one(Task, asked.task_id).state = "done"
    desk.session.commit()
    return asked.export_id


def opened(desk: Desk, export_id: UUID) -> zipfile.ZipFile:
    fetched = making.fetch(desk, export_id, PASSWORD)
    content = b"".join(fetched.pieces)
    assert len(content) == fetched.size
    return zipfile.ZipFile(io.BytesIO(content))


def rows(archive: zipfile.ZipFile, table: str) -> list[dict[str, str]]:
    text = archive.read(f"records/{table}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def nested(archive: zipfile.ZipFile, table: str) -> list[dict[str, Any]]:
    lines = archive.read(f"records/{table}.jsonl").decode().splitlines()
    return [json.loads(line) for line in lines]


def test_the_zip_holds_every_record_opened_and_checked(full: Desk) -> None:
    archive = opened(full, exported(full))
    assert archive.testzip() is None
    names = {one["identity"]["first_name"] for one in nested(archive, "students")}
    assert {"Rosa", "Beto"} <= names
    assert nested(archive, "evidence")[0]["fact"]
    flat = rows(archive, "students")
    assert {one["identity.first_name"] for one in flat} >= {"Rosa", "Beto"}
    assert {one["identity.last_name"] for one in flat} >= {f"'{FORMULA}"}
    for table in ("outcomes", "audit_events", "feeds", "api_tokens", "privacy_requests"):
        assert rows(archive, table), table
    assert "[deleted" not in str([nested(archive, one) for one in ("students", "evidence")])
    manifest = json.loads(archive.read("manifest.json"))
    for one in manifest["files"]:
        assert sha256(archive.read(one["name"])).hexdigest() == one["sha256"], one["name"]
    listed = {one["name"] for one in manifest["files"]} | {"manifest.json"}
    assert listed == set(archive.namelist())
    assert any(name.startswith("files/uploads/") for name in listed)
    assert any(name.startswith("rules/") for name in listed)
    dictionary = archive.read("dictionary.csv").decode("utf-8-sig")
    assert len(dictionary.splitlines()) > 400


def test_nothing_of_another_district_is_in_it(
    full: Desk, other_district: SmallDistrict, factory: sessionmaker[Session], master: MasterKey
) -> None:
    with district_session(factory, other_district.id) as session:
        keys = open_keys(session, master, other_district.id)
        theirs = add_student(session, keys, other_district.north, first_name="Zenobia")
        session.commit()
    archive = opened(full, exported(full))
    assert len(archive.namelist()) > 50
    for name in archive.namelist():
        content = archive.read(name)
        assert b"Zenobia" not in content, name
        assert str(theirs.id).encode() not in content, name
        assert str(other_district.id).encode() not in content, name


def test_it_is_asked_for_and_fetched_with_the_password_alone(full: Desk) -> None:
    with pytest.raises(Refused, match="not your password"):
        making.ask(full, "something else entirely", "Yearly copy")
    export_id = exported(full)
    with pytest.raises(Refused, match="not your password"):
        making.fetch(full, export_id, "something else entirely")
    making.fetch(full, export_id, PASSWORD)
    events = select(AuditEvent.action).where(AuditEvent.object_id == export_id)
    assert list(full.session.scalars(events.order_by(AuditEvent.number))) == [
        "export:asked",
        "export:made",
        "export:downloaded",
    ]


def test_others_work_on_while_it_is_made_and_are_not_in_it(
    full: Desk, district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    officer, asked = desk_of(district.records_officer), making.ask(full, PASSWORD, "Yearly copy")

    def meanwhile(done: int, total: int) -> None:
        if done == total:
            officer.record(Event.REQUESTS_LISTED, "privacy_request", details={"shown": 0})
            officer.session.commit()

    making.make(full, asked.export_id, meanwhile)
    actions = [one["action"] for one in rows(opened(full, asked.export_id), "audit_events")]
    assert "export:asked" in actions
    assert "requests:listed" not in actions
    assert audit_check.check(full.session, full.keys).broken is None


def test_only_the_director_takes_everything(
    district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    for actor in (district.records_officer, district.auditor, district.counselor):
        with pytest.raises(NotAllowed):
            making.ask(desk_of(actor), PASSWORD, "Yearly copy")


def test_after_a_week_the_clock_removes_it_from_the_store(full: Desk) -> None:
    export_id = exported(full)
    pieces = full.session.get_one(DistrictExport, export_id).pieces
    assert pieces >= 1
    later = full._replace(now=full.now + timedelta(days=7))
    with pytest.raises(NotFound):
        making.fetch(later, export_id, PASSWORD)
    assert making.remove_expired(full) == 0
    assert making.remove_expired(later) == 1
    assert not making._is_there(full, making._piece(export_id, 0))


def test_a_stop_leaves_nothing_and_it_can_be_made_again(
    full: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "PIECE_BYTES", 2_000)
    asked = making.ask(full, PASSWORD, "Yearly copy")

    def stop(done: int, total: int) -> None:
        if done > total / 2:
            raise tasks.Cancelled

    with pytest.raises(tasks.Cancelled):
        making.make(full, asked.export_id, stop)
    full.session.rollback()
    assert making._is_there(full, making._piece(asked.export_id, 0))
    making.note_failure(full, asked.export_id)
    full.session.commit()
    assert not making._is_there(full, making._piece(asked.export_id, 0))
    making.make(full, asked.export_id, silent)
    assert full.session.get_one(DistrictExport, asked.export_id).pieces > 5
    assert opened(full, asked.export_id).testzip() is None


def test_memory_holds_a_piece_and_not_the_whole() -> None:
    kept: list[int] = []
    with writing.archive(lambda _number, content: kept.append(len(content))) as (made, pieces):
        made.stream("big.bin", (os.urandom(1_000_000) for _ in range(20)))
    assert sum(kept) == pieces.size
    assert len(kept) == 3
    assert max(kept) <= writing.PIECE_BYTES
