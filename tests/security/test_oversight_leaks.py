"""A canary in a case, an incident and an export: no store, log, address or message holds it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import select

from careercraft.models import Disclosure, Student
from careercraft.privacy.cases.facts import Kind
from careercraft.privacy.cases.rights import Relation
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.permissions import Role
from careercraft.services.context import Desk, Handed
from careercraft.services.incidents import affected, letters, opening, steps
from careercraft.services.oversight import room
from careercraft.services.records import lodging
from careercraft.services.records.lodging import Lodged
from careercraft.services.rosters import RosterQuery
from careercraft.services.rosters import export as roster_export
from tests.page import PageClient
from tests.security.test_leaks import canary, leaks_in, log_lines
from tests.seed import SmallDistrict
from tests.services.incidents.office import ANSWERS, TOLD

NAME = "Zebulon Quartermaine"
fixtures = (canary, log_lines)
"""The same canary as everywhere."""


@pytest.fixture
def handled(
    canary: Student, desk: Desk, desk_of: Callable[..., Desk], district: SmallDistrict
) -> Student:
    """The canary has a case, an incident with letters, and a list that went outside."""
    officer = desk_of(district.records_officer)
    lodging.lodge(
        officer,
        canary.id,
        Lodged(
            kind=Kind.ACCESS,
            requester=NAME,
            relation=Relation.PARENT,
            contact=f"{NAME}, 837465912 Lane",
            language="en",
            channel="letter",
            received_on=officer.now.date(),
            asks=f"Everything on {NAME}",
        ),
    )
    outside = Handed("transfer", NAME, f"Enrollment of {NAME}")
    roster_export.export(desk._replace(handed=outside), RosterQuery(canary.class_of), "csv")
    noticed = opening.Noticed(f"List of {NAME}", f"{NAME} 7719283746 was sent.", desk.now)
    incident_id = opening.report(desk, noticed)
    told = {name: f"{text} {NAME}" for name, text in (ANSWERS | TOLD).items()} | {"readable": "yes"}
    steps.take(officer, incident_id, "confirm", told)
    affected.add_one(officer, incident_id, canary.id, f"{NAME} was on it.")
    steps.take(officer, incident_id, "settle", told)
    items = ("nature", "data", "occurred", "mitigation", "advice", "prevention", "contact")
    said = dict.fromkeys(items, f"About {NAME}, 837465912.")
    steps.write_report(officer, incident_id, {"en": said, "es": said})
    letters.ask(officer, incident_id)
    letters.prepare(officer, incident_id, lambda _done, _total: None)
    return canary


def test_no_store_holds_the_canary_of_a_case_an_incident_or_an_export(
    handled: Student,
    desk: Desk,
    database_urls: tuple[str, str],
    tmp_path: Path,
    app: Flask,
    redis_url: str,
    log_lines: list[str],
) -> None:
    assert desk.session.scalars(select(Disclosure)).first() is not None
    with psycopg.connect(database_urls[0]) as owner:
        query = "select tablename from pg_tables where schemaname = 'public'"
        tables = [row[0] for row in owner.execute(query)]
        assert {"incidents", "incident_entries", "incident_students", "audit_events"} <= {*tables}
        for table in tables:
            content = owner.execute(f"select string_agg(t::text, ' ') from {table} t").fetchone()
            assert leaks_in((content and content[0]) or "") == [], table
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any("incident_letter" in str(path) for path in files)
    assert [str(path) for path in files if leaks_in(path.read_bytes()) or leaks_in(str(path))] == []
    connection = Redis.from_url(redis_url)
    for key in connection.scan_iter():
        assert leaks_in(key) == []
        assert leaks_in(connection.dump(key) or b"") == []
    connection.close()
    assert leaks_in("\n".join(log_lines)) == []


def test_pages_about_them_put_no_canary_into_addresses_headers_or_logs(
    handled: Student,
    district: SmallDistrict,
    client_for: Callable[..., PageClient],
    log_lines: list[str],
) -> None:
    client = client_for(Role.RECORDS_OFFICER)
    here = str(client.get("/incidents").select_one("tbody th a")["href"])
    for url in (here, "/incidents", "/records", "/records/disclosures", "/audit", "/audit/rooms"):
        page = client.get(url)
        addresses = [str(tag.get("href") or tag.get("action") or "") for tag in page.find_all(True)]
        assert leaks_in(" ".join(addresses)) == [], url
        assert page.title is not None
        assert leaks_in(page.title.get_text()) == [], url
        assert leaks_in(str(client.client.get(url).headers)) == []
    assert NAME in client.get(here).get_text()
    assert leaks_in(client.get("/audit").get_text()) == []
    assert leaks_in("\n".join(log_lines)) == []


def test_the_audit_room_and_a_refusal_tell_nothing_of_the_canary(
    handled: Student, desk: Desk, desk_of: Callable[..., Desk], district: SmallDistrict
) -> None:
    auditor = desk_of(district.auditor)
    room_id, _ = room.ask(auditor)
    room.build(auditor, room_id, lambda _done, _total: None)
    archive = zipfile.ZipFile(io.BytesIO(room.download(auditor, room_id)))
    for name in archive.namelist():
        assert leaks_in(archive.read(name)) == [], name
    nowhere = Handed("because", NAME, NAME)
    with pytest.raises(Refused) as refused:
        roster_export.export(desk._replace(handed=nowhere), RosterQuery(handled.class_of), "csv")
    assert leaks_in(f"{refused.value} {refused.value.sentences}") == []
