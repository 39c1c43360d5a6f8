"""Where in a long list a page stands."""

from __future__ import annotations

from typing import NamedTuple


class Pager(NamedTuple):
    """What `components/tables.html: pager` reads."""

    number: int
    pages: int
    first: int
    last: int
    total: int
    previous_href: str | None
    next_href: str | None
