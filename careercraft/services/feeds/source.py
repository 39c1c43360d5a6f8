"""What every source of a feed can do, and what can stand in its way."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import NamedTuple, Protocol

UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".upload")
"""Endings under which programs write a file before they give it its name."""


class SourceProblem(Exception):  # noqa: N818 - an answer, told to a person by its code
    """A source cannot be read; `code` is one of `words.FAILURES`. The message names nothing."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class TooLarge(Exception):  # noqa: N818
    """A file is larger than an upload may be; it was not fetched whole."""


class Changing(Exception):  # noqa: N818
    """A file changed while it was read: it is still being written."""


class Found(NamedTuple):
    """A file at a source, as it looked."""

    name: str
    size: int
    changed: int
    """When it was last written, in seconds; tells two looks apart and is shown to nobody."""


class Source(Protocol):
    """A place from which files are taken. It is read only, but for `settle`."""

    def listed(self) -> list[Found]:
        """Every plain file there, complete or not, by name. Raises `SourceProblem`."""

    def read(self, found: Found, largest: int) -> bytes:
        """A whole file; raises `SourceProblem`, `TooLarge` or `Changing`."""

    def settle(self, found: Found, outcome: str) -> None:
        """Put a file that was taken away, where the source is ours; `outcome`: done or refused."""


def candidates(files: list[Found], pattern: str, marker: str) -> list[Found]:
    """The files that a feed asks for: not hidden, not under the name of something unfinished.

    With a `marker` (".done"), only those beside which a file of their name and the marker stands.

    >>> here = [Found(n, 1, 1) for n in ("SAT_1.csv", "SAT_2.csv.part", "SAT_1.csv.done", "x.csv")]
    >>> [one.name for one in candidates(here, "sat*.csv", "")]
    ['SAT_1.csv']
    >>> [one.name for one in candidates(here, "*.csv", ".done")]
    ['SAT_1.csv']
    """
    names = {one.name for one in files}
    return [
        one
        for one in files
        if fnmatchcase(one.name.casefold(), pattern.casefold())
        and _is_finished_name(one.name)
        and not (marker and one.name.endswith(marker))
        and (not marker or one.name + marker in names)
    ]


def _is_finished_name(name: str) -> bool:
    return not name.startswith((".", "~")) and not name.casefold().endswith(UNFINISHED)


def unchanged(first: list[Found], second: list[Found]) -> list[Found]:
    """The files that looked the same at both looks.

    >>> unchanged([Found("a", 1, 5), Found("b", 1, 5)], [Found("a", 1, 5), Found("b", 2, 5)])
    [Found(name='a', size=1, changed=5)]
    """
    before = set(first)
    return [one for one in second if one in before]
