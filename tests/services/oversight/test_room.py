"""The audit room: made from what is there, without a student, gone when its time is over."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest

from careercraft.filestore import FileMissing
from careercraft.privacy.access import Actor, NotAllowed, NotFound
from careercraft.privacy.permissions import PERMISSIONS_OF_ROLE, ROLE_TITLES, Permission, Role
from careercraft.services import students
from careercraft.services.context import Desk
from careercraft.services.oversight import room
from careercraft.services.oversight.room_parts import PARTS
from tests.documents.reading import words_of
from tests.seed import SmallDistrict, add_student


@pytest.fixture
def auditor(district: SmallDistrict, desk_of: Callable[[Actor], Desk]) -> Desk:
    return desk_of(district.auditor)


def made(desk: Desk) -> zipfile.ZipFile:
    room_id, _ = room.ask(desk)
    room.build(desk, room_id, lambda _done, _total: None)
    return zipfile.ZipFile(io.BytesIO(room.download(desk, room_id)))


def table(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    text = archive.read(f"tables/{name}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_an_audit_room_says_what_the_running_application_does_and_names_no_student(
    auditor: Desk, desk: Desk, district: SmallDistrict
) -> None:
    student = add_student(desk.session, desk.keys, district.north)
    desk.session.commit()
    students.page(desk, student.id)
    archive = made(auditor)
    assert len([one for one in archive.namelist() if one.startswith("tables/")]) == len(PARTS)
    told = {row["Permission"]: row for row in table(archive, "roles")}
    assert told.keys() == {one.value for one in Permission}
    for role in Role:
        held = {one for one, row in told.items() if row[ROLE_TITLES[role]] == "yes"}
        assert held == {one.value for one in PERMISSIONS_OF_ROLE[role]}
    assert {row["Who"] for row in table(archive, "access")} >= {"Auditor", "District Director"}
    assert "The trail is whole." in table(archive, "verification")[0]["Found"]
    kept = {row["Kind"]: row for row in table(archive, "retention")}
    assert kept["Incidents"]["From when"] == "The incident was closed"
    assert kept["Audit trail"]["Kept for"] == "7 years"
    everything = b"".join(archive.read(name) for name in archive.namelist())
    index = words_of(archive.read("index.pdf"))
    assert "Audit room" in index
    for name in ("Ibarra", "Rosa"):
        assert name.encode() not in everything
        assert name not in index
    assert str(student.id) in archive.read("audit-trail.csv").decode()


@pytest.mark.parametrize(("after", "there"), [(-1, True), (0, False), (1, False)])
def test_an_audit_room_is_there_until_it_expires(auditor: Desk, after: int, there: bool) -> None:
    room_id, _ = room.ask(auditor)
    room.build(auditor, room_id, lambda _done, _total: None)
    expires = room.view(auditor, room_id).row.expires_at
    assert expires is not None
    then = auditor._replace(now=expires + timedelta(seconds=after))
    if there:
        assert room.download(then, room_id)
        return
    with pytest.raises(NotFound):
        room.download(then, room_id)
    assert room.remove_expired(then) == 1
    with pytest.raises(FileMissing):
        auditor.files.get(auditor.keys, room.STORE, room_id)


def test_only_whoever_reads_the_trail_opens_the_room(
    district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    with pytest.raises(NotAllowed):
        room.ask(desk_of(district.counselor))
