"""Rows are written while the next ones are planned: PostgreSQL works on one processor, this program
on another, on one connection and in one transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from threading import Event, get_ident
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Table, event
from sqlalchemy.orm import Session

from careercraft.imports.bulk import Insertion, insertion

WORTH_IT_ROWS = 100
"""Fewer are written before a thread would have started."""
ASKED = "before_cursor_execute"


class WritingBehind:
    """Carries out one insertion at a time beside the program.

    Whatever is asked of the same connection next waits until it is done, and then meets its error,
    if it had one. Left with an error of the program's own, it only waits.
    """

    def __init__(self, session: Session) -> None:
        self._connection = session.connection()
        self._thread = ThreadPoolExecutor(1, "writing-behind")
        self._under_way: Future[None] | None = None
        self._writer: int | None = None
        self._asking = Event()

    def __enter__(self) -> Self:
        event.listen(self._connection, ASKED, self._before_next)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if problem is None:
                self._wait()
            else:
                with suppress(Exception):
                    self._wait()
        finally:
            event.remove(self._connection, ASKED, self._before_next)
            self._thread.shutdown()

    def insert_rows(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        """Insert rows as `bulk.insert_rows` does, and return before it is done."""
        if not rows:
            return
        statement = insertion(table, rows)
        self._wait()
        if len(rows) < WORTH_IT_ROWS:
            self._connection.execute(*statement)
        else:
            self._asking.clear()
            self._under_way = self._thread.submit(self._write, statement)
            self._under_way.add_done_callback(lambda _: self._asking.set())
            self._asking.wait()  # or else it would not be its turn before some milliseconds

    def _write(self, statement: Insertion) -> None:
        self._writer = get_ident()
        self._connection.execute(*statement)

    def _before_next(self, _connection: Connection, *_asked: object) -> None:
        if get_ident() == self._writer:
            self._asking.set()
        else:
            self._wait()

    def _wait(self) -> None:
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            under_way.result()
