"""Files come by themselves: from a folder and from a real SFTP server, and never twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncssh
import pytest
from sqlalchemy import select

from careercraft.models import AuditEvent, Feed, FeedFile, FeedRun, ImportBatch, Mail, Task, User
from careercraft.outside import Outside
from careercraft.privacy.access import Actor, NotAllowed
from careercraft.privacy.sealing import Place, unseal_json
from careercraft.services import imports
from careercraft.services.context import Desk
from careercraft.services.feeds import running, settings, sftp
from careercraft.services.feeds.settings import BadSetting, FeedSettings, Secret
from careercraft.services.feeds.source import SourceProblem
from tests.seed import SmallDistrict
from tests.services.feeds.server import PASSWORD, USER, Running, sftp_server
from tests.services.uploads import SITTING, applied, roster, sat, silent, snapshot

FROM_FOLDER = FeedSettings(
    "folder", "SAT, nightly", "sat", "*.csv", "", "college_board_sat", (), 2, 7, applies=True
)


@pytest.fixture
def there(
    desk: Desk, district: SmallDistrict, rosa: dict[str, object], tmp_path: Path
) -> tuple[Desk, Path]:
    """A desk whose feeds watch a folder, with Rosa on file; and the folder of the SAT feed."""
    applied(desk, roster([rosa]))
    outside = Outside(feed_folder=tmp_path / "feeds", quiet_seconds=0, local_servers=True)
    folder = tmp_path / "feeds" / district.number / "sat"
    folder.mkdir(parents=True)
    return desk._replace(outside=outside), folder


@pytest.fixture(scope="module")
def client_key() -> asyncssh.SSHKey:
    return asyncssh.generate_private_key("ssh-ed25519")


@pytest.fixture
def server(tmp_path: Path, client_key: asyncssh.SSHKey) -> Iterator[Running]:
    (tmp_path / "served" / "outgoing").mkdir(parents=True)
    with sftp_server(tmp_path / "served", client_key) as running_server:
        yield running_server


def looked(desk: Desk, feed_id: UUID) -> FeedRun:
    """Ask for a look and do it, as the worker would."""
    running.ask(desk, feed_id)
    running.run(desk, feed_id, silent)
    _end_tasks(desk)
    return running._current(desk, feed_id)


def _end_tasks(desk: Desk) -> None:
    for task in desk.session.scalars(select(Task)):
        task.state = "done"
    desk.session.commit()


def outcomes(desk: Desk) -> list[tuple[str, str | None]]:
    query = select(FeedFile.outcome, FeedFile.reason).order_by(FeedFile.taken_at, FeedFile.id)
    return [tuple(row) for row in desk.session.execute(query)]  # type: ignore[misc]


def mails(desk: Desk) -> list[dict[str, str]]:
    return [
        unseal_json(desk.keys, Place("mails", "letter_sealed", one.id), one.letter_sealed)
        for one in desk.session.scalars(select(Mail).order_by(Mail.created_at))
    ]


def test_a_file_in_the_folder_is_loaded_and_put_away(there: tuple[Desk, Path]) -> None:
    desk, folder = there
    feed_id = settings.add(desk, FROM_FOLDER)
    (folder / "SAT_1.csv").write_bytes(sat([SITTING]).content)
    look = looked(desk, feed_id)
    assert (look.state, look.reason) == ("done", None)
    assert outcomes(desk) == [("applied", None)]
    assert len(snapshot(desk).facts) == 1
    assert [one.name for one in folder.iterdir() if one.is_file()] == []
    assert (folder / "done" / "SAT_1.csv").exists()
    assert mails(desk) == []
    feed = desk.session.get_one(Feed, feed_id)
    assert feed.last_taken_at == desk.now


def test_the_same_content_is_never_taken_twice_whatever_it_is_called(
    there: tuple[Desk, Path],
) -> None:
    desk, folder = there
    feed_id = settings.add(desk, FROM_FOLDER)
    for name in ("SAT_1.csv", "SAT_again.csv"):
        (folder / name).write_bytes(sat([SITTING]).content)
        looked(desk, feed_id)
    assert sorted(outcomes(desk)) == [("applied", None), ("same", None)]
    batches = desk.session.scalars(select(ImportBatch).where(ImportBatch.format_id.like("coll%")))
    assert len(batches.all()) == 1


def test_what_somebody_uploaded_by_hand_is_not_taken_again(there: tuple[Desk, Path]) -> None:
    desk, folder = there
    applied(desk, sat([SITTING]))
    feed_id = settings.add(desk, FROM_FOLDER)
    (folder / "SAT_1.csv").write_bytes(sat([SITTING]).content)
    looked(desk, feed_id)
    assert outcomes(desk) == [("same", None)]


def test_a_feed_that_applies_nothing_stages_and_tells_its_people_without_naming_the_file(
    there: tuple[Desk, Path],
) -> None:
    desk, folder = there
    feed_id = settings.add(desk, FROM_FOLDER._replace(applies=False))
    (folder / "Ibarra_Rosa.csv").write_bytes(sat([SITTING]).content)
    looked(desk, feed_id)
    assert outcomes(desk) == [("waits", "by_hand")]
    assert len(snapshot(desk).facts) == 0
    letter = mails(desk)[0]
    assert "needs you" in letter["subject"]
    said = letter["subject"] + letter["text"]
    assert not any(word in said for word in ("Ibarra", "Rosa", ".csv", "SAT, nightly"))
    assert letter["to"].startswith("district_director@")


@pytest.mark.parametrize(
    ("expects", "second", "reason"),
    [
        ("act_scores", SITTING, "other_format"),
        ("college_board_sat", SITTING | {"date": "2019-10-05"}, "alarm"),
    ],
)
def test_what_is_unusual_always_waits_for_a_person(
    there: tuple[Desk, Path], expects: str, second: dict[str, object], reason: str
) -> None:
    desk, folder = there
    feed_id = settings.add(desk, FROM_FOLDER._replace(expects=expects))
    (folder / "SAT_1.csv").write_bytes(sat([second]).content)
    looked(desk, feed_id)
    assert outcomes(desk) == [("waits", reason)]
    assert len(snapshot(desk).facts) == 0


def test_a_file_about_another_campus_waits_for_a_person(
    there: tuple[Desk, Path], district: SmallDistrict
) -> None:
    desk, folder = there
    only_south = FROM_FOLDER._replace(campuses=(district.south.id,))
    feed_id = settings.add(desk, only_south)
    (folder / "SAT_1.csv").write_bytes(sat([SITTING]).content)
    looked(desk, feed_id)
    assert outcomes(desk) == [("waits", "other_campus")]


def test_a_roster_that_enrolls_at_another_campus_waits_for_a_person(
    there: tuple[Desk, Path], district: SmallDistrict, rosa: dict[str, object]
) -> None:
    desk, folder = there
    feed_id = settings.add(
        desk, FROM_FOLDER._replace(expects="careercraft_students", campuses=(district.north.id,))
    )
    new = rosa | {
        "state_unique_id": "1111111111",
        "local_id": "9",
        "first_name": "Ana",
        "campus_id": district.south.number,
    }
    (folder / "roster.csv").write_bytes(roster([rosa, new]).content)
    looked(desk, feed_id)
    assert outcomes(desk) == [("waits", "other_campus")]


def test_a_file_that_cannot_be_used_is_put_aside_as_refused(there: tuple[Desk, Path]) -> None:
    desk, folder = there
    feed_id = settings.add(desk, FROM_FOLDER)
    (folder / "SAT_1.csv").write_bytes(b"MZ\x90\x00\x03 not a list \x00\x00")
    (folder / "SAT_2.csv").write_bytes(b"")
    look = looked(desk, feed_id)
    assert set(outcomes(desk)) == {("refused", "refused"), ("refused", "empty")}
    assert sorted(one.name for one in (folder / "refused").iterdir()) == ["SAT_1.csv", "SAT_2.csv"]
    assert look.counts["refused"] == 2
    assert "2 files need you" in mails(desk)[0]["subject"]


def test_a_file_that_still_grows_is_left_for_later(
    there: tuple[Desk, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, folder = there
    feed_id = settings.add(desk, FROM_FOLDER)
    file = folder / "SAT_1.csv"
    file.write_bytes(sat([SITTING]).content[:-20])
    monkeypatch.setattr(running.time, "sleep", lambda _s: file.write_bytes(sat([SITTING]).content))
    looked(desk, feed_id)
    assert outcomes(desk) == []
    assert file.exists()
    feed = desk.session.get_one(Feed, feed_id)
    assert feed.next_run_at == desk.now + running.SOONER
    monkeypatch.setattr(running.time, "sleep", lambda _s: None)
    looked(desk, feed_id)
    assert outcomes(desk) == [("applied", None)]


def test_with_a_marker_a_file_is_taken_once_its_marker_stands_beside_it(
    there: tuple[Desk, Path],
) -> None:
    desk, folder = there
    feed_id = settings.add(desk, FROM_FOLDER._replace(marker=".done"))
    (folder / "SAT_1.csv").write_bytes(sat([SITTING]).content)
    looked(desk, feed_id)
    assert outcomes(desk) == []
    (folder / "SAT_1.csv.done").touch()
    looked(desk, feed_id)
    assert outcomes(desk) == [("applied", None)]
    assert [one.name for one in folder.iterdir() if one.is_file()] == []


def test_a_link_out_of_the_folder_is_not_followed(there: tuple[Desk, Path], tmp_path: Path) -> None:
    desk, folder = there
    feed_id = settings.add(desk, FROM_FOLDER)
    (tmp_path / "elsewhere.csv").write_bytes(sat([SITTING]).content)
    (folder / "SAT_1.csv").symlink_to(tmp_path / "elsewhere.csv")
    looked(desk, feed_id)
    assert outcomes(desk) == []


def test_work_that_breaks_off_loses_no_file(
    there: tuple[Desk, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, folder = there
    feed_id = settings.add(desk, FROM_FOLDER)
    (folder / "SAT_1.csv").write_bytes(sat([SITTING]).content)
    whole = imports.read_and_stage

    def broken(*_arguments: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(imports, "read_and_stage", broken)
    running.ask(desk, feed_id)
    with pytest.raises(RuntimeError):
        running.run(desk, feed_id, silent)
    desk.session.rollback()
    running.note_failure(desk, feed_id)
    _end_tasks(desk)
    look = running._current(desk, feed_id)
    assert (look.state, look.reason) == ("failed", "unexpected")
    assert len(mails(desk)) == 1
    monkeypatch.setattr(imports, "read_and_stage", whole)
    looked(desk, feed_id)
    assert outcomes(desk) == [("applied", None)]


def test_a_look_whose_worker_died_keeps_no_feed_from_looking(there: tuple[Desk, Path]) -> None:
    desk, folder = there
    feed_id = settings.add(desk, FROM_FOLDER)
    (folder / "SAT_1.csv").write_bytes(sat([SITTING]).content)
    running.ask(desk, feed_id)
    with pytest.raises(running.AtWork):
        running.ask(desk, feed_id)
    desk.session.rollback()
    asked = desk.session.scalars(select(Task).where(Task.kind == "run_feed")).one()
    asked.created_at = desk.now - timedelta(hours=2)
    desk.session.commit()
    later = desk._replace(now=desk.now + timedelta(minutes=1))
    assert looked(later, feed_id).state == "done"
    states = desk.session.scalars(select(FeedRun.state).order_by(FeedRun.asked_at))
    assert list(states) == ["failed", "done"]
    assert outcomes(desk) == [("applied", None)]


def test_a_feed_stops_when_the_person_in_whose_name_it_loads_has_left(
    there: tuple[Desk, Path], district: SmallDistrict
) -> None:
    desk, folder = there
    feed_id = settings.add(desk, FROM_FOLDER)
    (folder / "SAT_1.csv").write_bytes(sat([SITTING]).content)
    desk.session.get_one(User, district.director.user_id).disabled_at = desk.now
    look = looked(desk, feed_id)
    assert (look.state, look.reason) == ("failed", "person_gone")
    assert (folder / "SAT_1.csv").exists()


def from_server(server: Running, **changes: object) -> FeedSettings:
    found = FROM_FOLDER._replace(
        kind="sftp",
        folder="/outgoing",
        host="127.0.0.1",
        port=server.port,
        user=USER,
        host_key=server.host_key,
    )
    return found._replace(**changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("with_key", [False, True], ids=["password", "key"])
def test_a_file_is_fetched_from_a_server_and_nothing_is_changed_there(
    there: tuple[Desk, Path], server: Running, client_key: asyncssh.SSHKey, with_key: bool
) -> None:
    desk, _ = there
    exported = client_key.export_private_key().decode()
    secret = Secret(private_key=exported) if with_key else Secret(PASSWORD)
    (server.folder / "outgoing" / "SAT_1.csv").write_bytes(sat([SITTING]).content)
    feed_id = settings.add(desk, from_server(server), secret)
    assert looked(desk, feed_id).state == "done"
    looked(desk, feed_id)
    assert outcomes(desk) == [("applied", None)], "the second look passes it over by its place"
    assert (server.folder / "outgoing" / "SAT_1.csv").exists()
    assert server.written == []


def test_a_server_that_shows_another_key_is_sent_no_password(
    there: tuple[Desk, Path], server: Running
) -> None:
    desk, _ = there
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    feed_id = settings.add(desk, from_server(server, host_key=other), Secret(PASSWORD))
    look = looked(desk, feed_id)
    assert (look.state, look.reason) == ("failed", "wrong_host_key")
    assert "another key" in mails(desk)[0]["text"]
    looked(desk._replace(now=desk.now + timedelta(minutes=15)), feed_id)
    assert len(mails(desk)) == 1, "the same failure is told once"


@pytest.mark.parametrize(
    ("changes", "secret", "reason"),
    [
        ({}, Secret("wrong"), "sign_in_refused"),
        ({"folder": "/elsewhere"}, Secret(PASSWORD), "no_such_place"),
        ({"port": 1}, Secret(PASSWORD), "unreachable"),
    ],
)
def test_what_stands_in_the_way_is_told_as_what_it_is(
    there: tuple[Desk, Path],
    server: Running,
    changes: dict[str, object],
    secret: Secret,
    reason: str,
) -> None:
    desk, _ = there
    feed_id = settings.add(desk, from_server(server, **changes), secret)
    assert looked(desk, feed_id).reason == reason


def test_an_installation_in_production_fetches_nothing_from_itself(server: Running) -> None:
    place = sftp.Server("127.0.0.1", server.port, USER, server.host_key, "/", PASSWORD)
    with pytest.raises(SourceProblem, match="server_not_allowed"):
        sftp.opened(place, local_servers=False).__enter__()


def test_another_server_needs_the_password_anew(there: tuple[Desk, Path], server: Running) -> None:
    desk, _ = there
    feed_id = settings.add(desk, from_server(server), Secret(PASSWORD))
    with pytest.raises(BadSetting, match="anew"):
        settings.change(desk, feed_id, from_server(server, host="sftp.example.org"))
    settings.change(desk, feed_id, from_server(server, name="Renamed"))
    assert settings.server_of(desk, settings.find(desk, feed_id)).password == PASSWORD


def test_only_who_manages_feeds_sets_one_up(
    district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    with pytest.raises(NotAllowed):
        settings.add(desk_of(district.records_officer), FROM_FOLDER)


def test_runs_and_settings_are_in_the_audit_trail_without_names(there: tuple[Desk, Path]) -> None:
    desk, folder = there
    feed_id = settings.add(desk, FROM_FOLDER)
    (folder / "Ibarra.csv").write_bytes(sat([SITTING]).content)
    looked(desk, feed_id)
    told = select(AuditEvent).where(AuditEvent.object_id == feed_id).order_by(AuditEvent.number)
    events = list(desk.session.scalars(told))
    assert [one.action for one in events] == ["feed:added", "feed:run_asked", "feed:run_ended"]
    assert "Ibarra" not in str([one.details for one in events])
