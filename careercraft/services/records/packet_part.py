"""One part of an access packet."""

from __future__ import annotations

from typing import NamedTuple

Row = tuple[str, ...]


class Part(NamedTuple):
    """A table with a sentence on what it is; its `id` names its file."""

    id: str
    title: str
    about: str
    columns: Row
    rows: tuple[Row, ...]
