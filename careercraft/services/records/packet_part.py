"""One part of an access packet."""

from __future__ import annotations

from typing import NamedTuple

Row = tuple[str, ...]


class Part(NamedTuple):
    """A table with a sentence on what it is; its `id` names its file.

    `told`: what the sentence says by name, for a frame in another language; days as ISO text.
    """

    id: str
    title: str
    about: str
    columns: Row
    rows: tuple[Row, ...]
    told: tuple[tuple[str, str], ...] = ()
