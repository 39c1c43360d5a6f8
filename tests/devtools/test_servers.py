"""The embedded servers start, keep their data, and leave nothing behind."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from devtools.servers import EmbeddedPostgres, EmbeddedValkey


def processes_with(folder: Path) -> list[str]:
    """The command lines of living processes that work in a folder."""
    found = []
    for process in psutil.process_iter(["cmdline", "cwd", "status"]):
        words = " ".join(process.info["cmdline"] or [])
        at_work = process.info["status"] != psutil.STATUS_ZOMBIE
        if at_work and (str(folder) in words or str(folder) == process.info["cwd"]):
            found.append(words)
    return found


@pytest.mark.database
def test_postgres_keeps_its_data_and_leaves_no_process(tmp_path: Path) -> None:
    data = tmp_path / "postgres"
    with EmbeddedPostgres(data) as server, psycopg.connect(server.url) as connection:
        assert server.alive()
        assert processes_with(data)
        connection.execute("create table kept (answer int)")
    assert processes_with(data) == []
    with EmbeddedPostgres(data) as server, psycopg.connect(server.url) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (0,)
    assert not server.alive()


@pytest.mark.database
def test_postgres_stops_after_a_run_that_was_killed(tmp_path: Path) -> None:
    data = tmp_path / "postgres"
    with EmbeddedPostgres(data, durable=False):
        (data / ".handle_pids.json").write_text("[999999]")
    with EmbeddedPostgres(data, durable=False) as server:
        assert server.alive()
    assert processes_with(data) == []


@pytest.mark.database
def test_postgres_for_tests_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    with (
        EmbeddedPostgres(tmp_path / "p", durable=False) as server,
        psycopg.connect(server.url) as connection,
    ):
        assert connection.execute("show fsync").fetchone() == ("off",)


def test_valkey_keeps_its_data_and_leaves_no_process(tmp_path: Path) -> None:
    data = tmp_path / "valkey"
    with EmbeddedValkey(data) as server, redis.Redis.from_url(server.url) as client:
        assert server.alive()
        client.set("kept", "yes")
    assert processes_with(data) == []
    with EmbeddedValkey(data) as server, redis.Redis.from_url(server.url) as client:
        assert client.get("kept") == b"yes"
    assert not server.alive()


def test_valkey_answers_nobody_without_the_password(tmp_path: Path) -> None:
    with EmbeddedValkey(tmp_path / "valkey") as server:
        address = server.url.rpartition("@")[2]
        with (
            redis.Redis.from_url(f"redis://{address}") as stranger,
            pytest.raises(redis.AuthenticationError),
        ):
            stranger.ping()


def test_the_password_of_valkey_is_in_no_file_and_no_command_line(tmp_path: Path) -> None:
    with EmbeddedValkey(tmp_path) as server:
        password = server.url.split("@")[0].rpartition(":")[2]
        assert len(password) > 20
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert files
        assert not any(password.encode() in path.read_bytes() for path in files)
        assert not any(password in line for line in processes_with(tmp_path))


def test_valkey_left_behind_by_a_killed_run_is_ended(tmp_path: Path) -> None:
    left = EmbeddedValkey(tmp_path)
    left.__enter__()
    with EmbeddedValkey(tmp_path) as server:
        assert not left.alive()
        assert server.alive()
    assert processes_with(tmp_path) == []


def test_a_valkey_that_dies_is_seen(tmp_path: Path) -> None:
    with EmbeddedValkey(tmp_path) as server:
        os.kill(int((tmp_path / "valkey.pid").read_text()), signal.SIGKILL)
        assert server._process is not None
        server._process.wait(5)
        assert not server.alive()
