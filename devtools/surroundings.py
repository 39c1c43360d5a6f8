"""The servers and settings that a demonstration or a test run works in."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from devtools import database
from devtools.console import Stop, step
from devtools.processes import ROOT, Watched
from devtools.secrets_file import kept_secrets, new_secrets
from devtools.servers import EmbeddedPostgres, EmbeddedValkey

STATE = ROOT / ".careercraft"


class Place(NamedTuple):
    """Where a run keeps its data, and what it calls its database."""

    folder: Path
    database: str
    environment: str
    durable: bool


class Surroundings(NamedTuple):
    """The environment variables of every program of a run, and the servers that ./dev started."""

    environment: dict[str, str]
    servers: list[Watched]

    @property
    def owner_url(self) -> str:
        """The address that migrations connect with."""
        return self.environment["DATABASE_OWNER_URL"]

    def of_application(self) -> dict[str, str]:
        """The environment without the database owner's address: the application needs no such."""
        return {k: v for k, v in self.environment.items() if k != "DATABASE_OWNER_URL"}


@contextmanager
def surroundings(place: Place, given: Mapping[str, str], *, fresh: bool) -> Iterator[Surroundings]:
    """Start what `given` (the person's environment) does not name, and stop it at the end."""
    with ExitStack() as stack:
        servers: list[Watched] = []
        addresses = _databases(place, given, stack, servers, fresh=fresh)
        queue = given.get("REDIS_URL") or _valkey(place, stack, servers)
        defaults = _own_settings(place, external=bool(given.get("DATABASE_URL")))
        settings = defaults | dict(given) | addresses | {"REDIS_URL": queue}
        settings["CAREERCRAFT_ENV"] = place.environment
        yield Surroundings(settings, servers)


def _databases(
    place: Place,
    given: Mapping[str, str],
    stack: ExitStack,
    servers: list[Watched],
    *,
    fresh: bool,
) -> dict[str, str]:
    admin = given.get("DATABASE_OWNER_URL") or given.get("DATABASE_URL")
    if given.get("DATABASE_OWNER_URL") and not given.get("DATABASE_URL"):
        raise Stop("DATABASE_OWNER_URL is set but DATABASE_URL is not: set both, or neither.")
    if given.get("DATABASE_OWNER_URL"):
        _refuse_to_wipe(given["DATABASE_OWNER_URL"], fresh=fresh)
        return {name: given[name] for name in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    if admin is None:
        with step("Starting PostgreSQL"):
            server = stack.enter_context(
                EmbeddedPostgres(place.folder / "postgres", durable=place.durable)
            )
        servers.append(server)
        admin = server.url
    elif fresh:
        with step(f"Dropping the database {place.database}"):
            database.drop(admin, place.database)
    password = _secrets(place, external=bool(given.get("DATABASE_URL")))["database_password"]
    owner_url, app_url = database.provision(admin, place.database, password)
    return {"DATABASE_OWNER_URL": owner_url, "DATABASE_URL": app_url}


def _refuse_to_wipe(owner_url: str, *, fresh: bool) -> None:
    if fresh:
        raise Stop(
            f"--fresh does not empty the database {database.database_of(owner_url)}, which "
            "DATABASE_OWNER_URL names: empty it yourself, or set only DATABASE_URL."
        )


def _valkey(place: Place, stack: ExitStack, servers: list[Watched]) -> str:
    with step("Starting Valkey"):
        server = stack.enter_context(EmbeddedValkey(place.folder / "valkey"))
    servers.append(server)
    return server.url


def _own_settings(place: Place, *, external: bool) -> dict[str, str]:
    files = place.folder / "files"
    files.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = {k: v for k, v in _secrets(place, external=external).items() if k.isupper()}
    return kept | {
        "CAREERCRAFT_FILE_STORE": str(files),
        "CAREERCRAFT_FEED_FOLDER": str(place.folder / "feeds"),
    }


def _secrets(place: Place, *, external: bool) -> dict[str, str]:
    """Kept ones where data outlive the run or the server is shared between runs."""
    if place.durable or external:
        return kept_secrets(STATE / "secrets.json")
    return _secrets_of_this_run


_secrets_of_this_run = new_secrets()


def environment_given() -> dict[str, str]:
    """The person's environment, with this checkout first among Python's paths."""
    given = dict(os.environ)
    given["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), given.get("PYTHONPATH")]))
    return given
