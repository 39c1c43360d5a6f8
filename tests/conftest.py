"""The servers and the two small districts that most tests work in."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, sessionmaker

os.environ.setdefault("CAREERCRAFT_COMPILED", "no")  # rules are tested as read, unless asked for

from careercraft.config import Settings
from careercraft.db import make_engine, session_factory
from careercraft.filestore import FileStore
from careercraft.migrate import upgrade
from careercraft.privacy.access import Actor
from careercraft.privacy.keys import MasterKey
from careercraft.privacy.permissions import Role
from careercraft.services import people
from careercraft.services.context import Desk
from careercraft.services.districts import open_keys
from tests import seed
from tests.parallel import one_at_a_time, own_database, own_queue

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.page import PageClient

MOMENT = datetime(2026, 11, 16, 15, 0, tzinfo=UTC)
MASTER_KEY = bytes(range(32))


LONGEST = (
    "tests/browser/test_every_page.py",
    "tests/security/test_matrix.py",
    "tests/calc/test_mutation.py",
    "tests/blueprints/test_ratings.py",
    "tests/blueprints/rosters/test_page.py",
    "tests/services/retention/test_forgetting.py",
    "tests/calc/test_properties.py",
    "tests/blueprints/test_print_runs.py",
)
"""The files that take longest, so that at the end of a run no process is left alone with one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files; the others follow in their order."""
    rank = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.nodeid.partition("::")[0], len(LONGEST)))


def pytest_collection_finish() -> None:
    """Search for garbage seldom, and never through what the tests consist of: pages make much."""
    gc.set_threshold(50_000, 20, 50)
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """An empty database, by the owner's address and the application's: given, or embedded."""
    given = os.environ.get("DATABASE_OWNER_URL"), os.environ.get("DATABASE_URL")
    if given[0] and given[1]:
        with own_database(given[0], given[1]) as addresses:
            yield addresses
        return
    from devtools.database import provision  # noqa: PLC0415 - only where none is given
    from devtools.servers import EmbeddedPostgres  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("postgres")
    with EmbeddedPostgres(folder, durable=False) as server:
        yield provision(server.url, "careercraft_test", "not-a-secret-in-tests")


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Valkey or Redis for this run: given, or embedded."""
    given = os.environ.get("REDIS_URL")
    if given:
        yield own_queue(given)
        return
    from devtools.servers import EmbeddedValkey  # noqa: PLC0415 - only where none is given

    with EmbeddedValkey(tmp_path_factory.mktemp("valkey")) as server:
        yield server.url


@pytest.fixture(scope="session")
def database_urls(
    empty_database: tuple[str, str], tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, str]:
    """The migrated database of this run: the owner's address and the application's."""
    with one_at_a_time(tmp_path_factory.getbasetemp().parent):
        upgrade(empty_database[0])
    return empty_database


@pytest.fixture(scope="session")
def engine(database_urls: tuple[str, str]) -> Iterator[Engine]:
    """The application's connection: a role that row-level security binds."""
    engine = make_engine(with_driver(database_urls[1]))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def factory(engine: Engine) -> sessionmaker[Session]:
    """Sessions of the application's role."""
    return session_factory(engine)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash passwords as weakly as can be: most tests sign in people whom nobody wants to be."""
    usual, people.hasher = people.hasher, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    people.hasher = usual


@pytest.fixture(scope="session")
def master() -> MasterKey:
    """The master key of the tests."""
    return MasterKey(MASTER_KEY)


@pytest.fixture
def file_store(tmp_path: Path) -> FileStore:
    """An empty file store."""
    return FileStore(tmp_path / "files")


@pytest.fixture
def district(
    factory: sessionmaker[Session], master: MasterKey, file_store: FileStore
) -> seed.SmallDistrict:
    """A fresh district with two campuses and one person per role."""
    return seed.small_district(factory, master, file_store, MOMENT)


@pytest.fixture
def rosa(district: seed.SmallDistrict) -> dict[str, object]:
    """A senior at the north campus, as a row of our roster template."""
    return {
        "state_unique_id": "0123456789",
        "local_id": "004411",
        "last_name": "Ibarra",
        "first_name": "Rosa",
        "birth_date": "2008-09-14",
        "grade": "12",
        "campus_id": district.north.number,
    }


@pytest.fixture
def other_district(
    factory: sessionmaker[Session], master: MasterKey, file_store: FileStore
) -> seed.SmallDistrict:
    """Another fresh district, of which the first must never see anything."""
    return seed.small_district(factory, master, file_store, MOMENT)


@pytest.fixture
def desk_of(
    factory: sessionmaker[Session], master: MasterKey, file_store: FileStore
) -> Iterator[Callable[[Actor], Desk]]:
    """Open a desk for an actor; its session is closed after the test."""
    opened: list[Session] = []

    def open_desk(actor: Actor) -> Desk:
        session = factory()
        session.info["district_id"] = actor.district_id
        opened.append(session)
        keys = open_keys(session, master, actor.district_id)
        session.commit()
        return Desk(session, actor, keys, file_store, MOMENT)

    yield open_desk
    for session in opened:
        session.close()


@pytest.fixture
def desk(district: seed.SmallDistrict, desk_of: Callable[[Actor], Desk]) -> Desk:
    """The desk of the district's director."""
    return desk_of(district.director)


class QueryCount:
    """How many statements reached the database, in how many transactions."""

    def __init__(self) -> None:
        self.count = 0
        self.transactions = 0

    def note(self, *_of_the_statement: object) -> None:
        """One more."""
        self.count += 1

    def note_begin(self, _connection: object) -> None:
        """One more transaction."""
        self.transactions += 1


@pytest.fixture
def count_queries() -> Callable[[], AbstractContextManager[QueryCount]]:
    """Count the statements of a block, whichever engine sends them."""

    @contextmanager
    def counting() -> Iterator[QueryCount]:
        counted = QueryCount()
        event.listen(Engine, "before_cursor_execute", counted.note)
        event.listen(Engine, "begin", counted.note_begin)
        try:
            yield counted
        finally:
            event.remove(Engine, "before_cursor_execute", counted.note)
            event.remove(Engine, "begin", counted.note_begin)

    return counting


@pytest.fixture(scope="session")
def settings(
    database_urls: tuple[str, str], redis_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """The settings of the application under test."""
    return Settings(
        database_url=with_driver(database_urls[1]),
        database_owner_url=None,
        redis_url=redis_url,
        master_key=MASTER_KEY,
        secret_key="not a secret, but long enough for tests",
        file_store=tmp_path_factory.mktemp("files"),
        environment="test",
        trusted_hosts=(),
        secure_cookies=False,
    )


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    """The web application."""
    from careercraft.web.app import create_app  # noqa: PLC0415 - only for tests of pages

    app = create_app(settings)
    yield app
    runtime = app.extensions["careercraft"]
    runtime.engine.dispose()
    runtime.redis.close()


@pytest.fixture
def client_for(app: Flask, district: seed.SmallDistrict) -> Callable[..., PageClient]:
    """A client signed in as the holder of a role in `district`, or in another given district."""
    from tests.page import PageClient  # noqa: PLC0415

    def client(role: Role, of: seed.SmallDistrict = district) -> PageClient:
        return PageClient(app).sign_in_as(of.emails[role], seed.PASSWORD)

    return client


@pytest.fixture
def nobody(app: Flask) -> PageClient:
    """A client that is not signed in."""
    from tests.page import PageClient  # noqa: PLC0415

    return PageClient(app)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of this process; its driver stands no second one beside it."""
    from tests.browser.driver import started_chromium  # noqa: PLC0415 - only where it is used

    with started_chromium() as browser:
        yield browser


@pytest.fixture
def run_tasks(app: Flask) -> Callable[[], None]:
    """Do the work that waits on the queue, here and now, through the worker's own job."""
    from careercraft.jobs.run import run  # noqa: PLC0415

    def work() -> None:
        runtime = app.extensions["careercraft"]
        queue = app.extensions["careercraft.queue"]
        while queue.count:
            job = queue.get_jobs(0, 1)[0]
            queue.remove(job)
            run(runtime, *(UUID(text) for text in job.args))

    return work


def with_driver(url: str) -> str:
    """The same address for SQLAlchemy with psycopg 3."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)
