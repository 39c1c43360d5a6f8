"""Addresses that stay the same for as long as the application runs, put together once.

Flask builds an address anew each time it is asked for one, which takes longer than drawing the
link. Nothing personal is kept: only addresses without ids, the frames of those with one, and what
the addresses of lists ask, in which no name ever stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Flask, current_app, request, url_for

KEPT = "careercraft.links"
QUESTIONS_KEPT = 2048
PLACE = UUID(int=0)
PLACE_OF_NUMBER = 9_876_543_210
"""Stand in a frame where an id or a number comes; no address of ours holds them otherwise."""
NOT_ESCAPED = "!$'()*,/:;?@"
"""As Flask leaves them: they mean nothing within the question of an address."""


def install(app: Flask) -> None:
    """Give templates `static_href`."""
    app.extensions[KEPT] = {}
    app.jinja_env.globals["static_href"] = static_href


def fixed_href(endpoint: str) -> str:
    """The address of a page whose address holds nothing that changes."""
    return _kept((endpoint,), lambda: url_for(endpoint))


def asking_href(endpoint: str, name: str, number: int, asked: Mapping[str, Any]) -> str:
    """The address of a page about a number, called `name`, with what is asked of it behind."""
    place: dict[str, Any] = {name: PLACE_OF_NUMBER}
    frame = _kept((endpoint, name), lambda: url_for(endpoint, **place))
    before, _, after = frame.partition(str(PLACE_OF_NUMBER))
    query = _question(tuple((key, _hashable(value)) for key, value in asked.items()))
    return f"{before}{number}{after}" + (f"?{query}" if query else "")


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@lru_cache(QUESTIONS_KEPT)
def _question(asked: tuple[tuple[str, Any], ...]) -> str:
    """What is asked, as an address says it; a page says much the same in twenty addresses."""
    return urlencode(asked, doseq=True, safe=NOT_ESCAPED)


def static_href(filename: str) -> str:
    """The address of one of our own files."""
    return _kept(("static", filename), lambda: url_for("static", filename=filename))


def hrefs_by_id(endpoint: str, name: str) -> Callable[[UUID], str]:
    """The addresses of a page about one thing, by the id of that thing, called `name`."""
    place: dict[str, Any] = {name: PLACE}
    frame = _kept((endpoint, name), lambda: url_for(endpoint, **place))
    before, _, after = frame.partition(str(PLACE))
    return lambda id_: f"{before}{id_}{after}"


def _kept(asked: tuple[str, ...], build: Callable[[], str]) -> str:
    """What is kept for this place of the application on its host, or built now."""
    kept: dict[Any, str] = current_app.extensions[KEPT]
    key = (request.script_root, *asked)
    if key not in kept:
        kept[key] = build()
    return kept[key]
