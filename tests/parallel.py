"""A database and a queue for each process of a parallel run, on the servers of the run."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from devtools.database import database_of, drop, owner_address


def process_number() -> int | None:
    """Which process of a parallel run this is, from 0; None where the run has only one."""
    name = os.environ.get("PYTEST_XDIST_WORKER", "")
    return int(name.removeprefix("gw")) if name else None


@contextmanager
def own_database(owner_url: str, app_url: str) -> Iterator[tuple[str, str]]:
    """The addresses of a database of this process, made beside the one that is given."""
    number = process_number()
    if number is None:
        yield owner_url, app_url
        return
    name = f"{database_of(owner_url)}_{number}"
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))
    try:
        yield owner_address(owner_url, name), owner_address(app_url, name)
    finally:
        drop(owner_url, name)


def own_queue(redis_url: str) -> str:
    """The address of a queue of this process on the server that is given."""
    number = process_number()
    if number is None:
        return redis_url
    return urlunsplit(urlsplit(redis_url)._replace(path=f"/{number + 1}"))


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Let no two processes of a run migrate at once: roles belong to the whole server."""
    with (folder / "migrating").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
