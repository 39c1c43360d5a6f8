"""A large file is read in a process of its own, while this one plans and keeps the rows before.

The process is started afresh: it has no connection and no key, and gets nothing but the file. It is
never more than a portion ahead, as a pipe holds no more; it ends with the work that asked for it.
"""

from __future__ import annotations

import gc
import multiprocessing
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any

from careercraft.imports.reader import unpack
from careercraft.imports.rows import FileRefused, LineResult, RowProblem, SourceFile

ROWS_AT_A_TIME = 500
WORTH_IT_BYTES = 2_000_000
"""Below this size, starting the process takes longer than reading the file."""
ROWS, REFUSED, FAILED, ENDED = "rows", "refused", "failed", "ended"

STARTED_WITH = """
import sys
from multiprocessing.connection import Connection
with Connection(int(sys.argv[1])) as asking:
    sys.path = asking.recv()
    from careercraft.imports.ahead import answer
    answer(asking)
"""
"""All that the process runs. Python's own way of starting one would first import the whole program
that asks, which takes seconds, and leave it the settings with their secrets."""

Read = Callable[..., Iterator[LineResult]]
Said = tuple[str, Any]


class ReadingFailed(RuntimeError):  # noqa: N818 - it reads as the sentence it is
    """The process that reads the file ended before the file did; names the fault, no cell."""


def reading(read: Read, files: Sequence[SourceFile], *given: object) -> Iterator[LineResult]:
    """The rows of some files, as ``read(files, *given)`` gives them; read ahead where it pays.

    ``read`` is a function of a module. Raises what it raises: of a large file, with the first row.
    """
    if sum(len(file.content) for file in files) < WORTH_IT_BYTES:
        return read(files, *given)
    return _received(read, files, given)


def expected_rows(files: Sequence[SourceFile]) -> int:
    """About how many rows there are, for the progress bar: lines, less a header each."""
    unpacked = unpack(files)
    return max(1, sum(file.content.count(b"\n") for file in unpacked) - len(unpacked))


@contextmanager
def ended(rows: Iterator[LineResult]) -> Iterator[None]:
    """Whatever stops the work with these rows, a process that still reads the file ends with it."""
    try:
        yield
    finally:
        if isinstance(rows, Generator):
            rows.close()


def _received(
    read: Read, files: Sequence[SourceFile], given: tuple[object, ...]
) -> Iterator[LineResult]:
    ours, theirs = multiprocessing.Pipe()
    process = subprocess.Popen(  # noqa: S603 - a program of our own
        [sys.executable, "-I", "-c", STARTED_WITH, str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        env={},
    )
    theirs.close()
    try:
        _ask(ours, read, files, given)
        while rows := _next_rows(ours):
            yield from rows
    finally:
        ours.close()
        process.kill()
        process.wait()


def _ask(ours: Connection, *asked: object) -> None:
    try:
        ours.send(sys.path)
        ours.send(asked)
    except OSError:
        raise ReadingFailed("The process was stopped.") from None


def _next_rows(ours: Connection) -> list[LineResult]:
    """The next portion; empty at the end of the files."""
    try:
        kind, said = ours.recv()
    except (EOFError, OSError):
        raise ReadingFailed("The process was stopped.") from None
    if kind == REFUSED:
        raise FileRefused(RowProblem(*problem) for problem in said)
    if kind == FAILED:
        raise ReadingFailed(said)
    return list(said)


def answer(asking: Connection) -> None:
    """Read the files that come over a connection, and send their rows back."""
    read, files, given = asking.recv()
    gc.disable()  # nothing that is read points at itself, and the process ends with the file
    for said in _portions(read, files, given):
        try:
            asking.send(said)
        except OSError:
            return


def _portions(read: Read, files: Sequence[SourceFile], given: tuple[object, ...]) -> Iterator[Said]:
    """What the process says: the rows, so many at a time, and an empty portion at the end."""
    try:
        rows = iter(read(files, *given))
        while portion := list(islice(rows, ROWS_AT_A_TIME)):
            yield ROWS, portion
        yield ENDED, ()
    except FileRefused as refusal:
        yield REFUSED, [tuple(problem) for problem in refusal.problems]
    except Exception as fault:
        yield FAILED, type(fault).__name__
