"""A run gets every setting; servers that the person names are used instead of embedded ones."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from careercraft.config import read_settings
from devtools import surroundings as module
from devtools.console import Stop
from devtools.servers import EmbeddedPostgres
from devtools.surroundings import Place, surroundings


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "run", "careercraft_test_around", "test", durable=False)


@pytest.fixture
def own_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddedPostgres]:
    """A server as a person may have one, and an empty folder for kept secrets."""
    monkeypatch.setattr(module, "STATE", tmp_path / "state")
    with EmbeddedPostgres(tmp_path / "own", durable=False) as server:
        yield server


@pytest.mark.database
def test_without_any_setting_everything_is_embedded(place: Place) -> None:
    with surroundings(place, {}, fresh=False) as around:
        settings = read_settings(around.environment)
        assert settings.environment == "test"
        assert [server.name for server in around.servers] == ["PostgreSQL", "Valkey"]
        with psycopg.connect(around.environment["DATABASE_URL"]) as connection:
            asked = connection.execute("select current_user::text, current_database()::text")
            assert asked.fetchone() == ("careercraft_app", "careercraft_test_around")
        with redis.Redis.from_url(settings.redis_url) as client:
            assert client.ping()
    assert not any(server.alive() for server in around.servers)


@pytest.mark.database
def test_the_folder_of_encrypted_files_is_for_its_owner_alone(place: Place) -> None:
    with surroundings(place, {}, fresh=False) as around:
        folder = read_settings(around.environment).file_store
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.database
def test_the_application_is_not_told_the_owners_address(place: Place) -> None:
    with surroundings(place, {}, fresh=False) as around:
        assert "DATABASE_OWNER_URL" in around.environment
        assert "DATABASE_OWNER_URL" not in around.of_application()
        assert read_settings(around.of_application()).database_owner_url is None


@pytest.mark.database
def test_servers_that_the_person_names_are_used(place: Place, own_server: EmbeddedPostgres) -> None:
    given = {"DATABASE_URL": own_server.url, "REDIS_URL": "redis://queue.example/0"}
    with surroundings(place, given, fresh=False) as around:
        assert around.servers == []
        assert around.environment["REDIS_URL"] == "redis://queue.example/0"
        with psycopg.connect(around.environment["DATABASE_URL"]) as connection:
            assert connection.info.user == "careercraft_app"


@pytest.mark.database
def test_fresh_drops_only_the_demonstrations_database(
    place: Place, own_server: EmbeddedPostgres
) -> None:
    given = {"DATABASE_URL": own_server.url, "REDIS_URL": "redis://queue.example/0"}
    with psycopg.connect(own_server.url) as connection:
        connection.execute("create table of_the_person (a int)")
    with (
        surroundings(place, given, fresh=False) as around,
        psycopg.connect(around.owner_url) as connection,
    ):
        connection.execute("create table of_the_demonstration (a int)")
    with (
        surroundings(place, given, fresh=True) as around,
        psycopg.connect(around.owner_url) as connection,
        psycopg.connect(own_server.url) as own,
    ):
        asked = "select to_regclass('of_the_demonstration'), to_regclass('of_the_person')"
        assert connection.execute(asked).fetchone() == (None, None)
        assert own.execute("select count(*) from of_the_person").fetchone() == (0,)


def test_fresh_never_empties_a_database_that_the_person_prepared(place: Place) -> None:
    given = {
        "DATABASE_URL": "postgresql://careercraft_app@db.example/school",
        "DATABASE_OWNER_URL": "postgresql://owner@db.example/school",
    }
    starting = surroundings(place, given, fresh=True)
    with pytest.raises(Stop, match="does not empty the database school"), starting:
        pass


def test_an_owner_without_an_application_address_is_refused(place: Place) -> None:
    given = {"DATABASE_OWNER_URL": "postgresql://owner@db.example/school"}
    starting = surroundings(place, given, fresh=False)
    with pytest.raises(Stop, match="set both, or neither"), starting:
        pass
