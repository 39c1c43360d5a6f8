"""What the web server and the worker share: settings, engine, keys, queue, file store."""

from __future__ import annotations

import gc
from typing import NamedTuple

from redis import Redis
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session, sessionmaker

from careercraft.config import Settings
from careercraft.db import make_engine, refuse_unsafe_role, session_factory
from careercraft.filestore import FileStore, Folder, Shelf
from careercraft.privacy.keys import MasterKey

YOUNG, MIDDLE, OLD = 50_000, 20, 50
"""How many things are made before those still there are searched for garbage, and how many such
searches come before the next older ones are searched too."""


class Runtime(NamedTuple):
    """The long-lived parts of one process."""

    settings: Settings
    engine: Engine
    sessions: sessionmaker[Session]
    master: MasterKey
    files: FileStore
    redis: Redis

    def ping(self) -> None:
        """Ask the database and the queue for an answer; whatever they raise goes through."""
        with self.engine.connect() as connection:
            connection.execute(text("select 1"))
        self.redis.ping()


def open_runtime(settings: Settings) -> Runtime:
    """Open the database (refusing a role that no fence binds), the queue and the file store."""
    engine = make_engine(settings.database_url)
    try:
        refuse_unsafe_role(engine)
    except BaseException:
        engine.dispose()
        raise
    return Runtime(
        settings,
        engine,
        session_factory(engine),
        MasterKey(settings.master_key),
        FileStore(_shelf(settings)),
        Redis.from_url(settings.redis_url),
    )


def _shelf(settings: Settings) -> Shelf:
    if settings.bucket is None:
        return Folder(settings.file_store)
    from careercraft.bucket import Bucket  # noqa: PLC0415 - slow to load, and seldom set

    return Bucket(settings.bucket)


def settle_memory() -> None:
    """Search for garbage seldom, and never through what is loaded by now, which stays.

    A page makes tens of thousands of things and lets go of nearly all of them without a search.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
