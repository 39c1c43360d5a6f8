"""Processor time of everybody who takes part: this process, its children, PostgreSQL."""

from __future__ import annotations

import os
from typing import NamedTuple

import psutil
from sqlalchemy import text
from sqlalchemy.orm import Session


class Busy(NamedTuple):
    """Seconds of processor time so far, or between two moments."""

    here: float
    children: float
    """Of processes that this one has started and seen end, such as the one that reads ahead."""
    database: float
    """Of the whole server: the backend of the session, autovacuum, writers, checkpoints."""

    def since(self, before: Busy) -> Busy:
        """What was used between two moments."""
        return Busy(*(now - then for now, then in zip(self, before, strict=True)))

    def __str__(self) -> str:
        return (
            f"{self.here:,.1f} s of this process, {self.children:,.1f} s of its children, "
            f"{self.database:,.1f} s of PostgreSQL"
        )


class Processors:
    """Reads the clocks of the processes, PostgreSQL's where it runs on this machine."""

    def __init__(self, session: Session | None = None) -> None:
        self._server: psutil.Process | None = None
        if session is not None:
            backend = session.execute(text("select pg_backend_pid()")).scalar_one()
            session.rollback()
            self._server = psutil.Process(backend).parent()

    def now(self) -> Busy:
        """The processor time used so far."""
        own = os.times()
        children = own.children_user + own.children_system
        return Busy(own.user + own.system, children, self._database())

    def _database(self) -> float:
        """Of the server and its processes; those that ended stand in the server's own account."""
        if self._server is None:
            return 0.0
        times = self._server.cpu_times()
        used = times.user + times.system + times.children_user + times.children_system
        for child in self._server.children():
            try:
                of_child = child.cpu_times()
            except psutil.NoSuchProcess:
                continue
            used += of_child.user + of_child.system
        return float(used)
