"""The words of the screens, from `entries.yaml`; heads of tables lead to them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

FILE = Path(__file__).with_name("entries.yaml")


class Entry(NamedTuple):
    """One term: what it means, what else it is called, its Spanish, and where its rule is read.

    `rule` is a section of the rules page or the name of an area of rules; `columns` are the heads
    of tables that it explains.
    """

    id: str
    term: str
    meaning: str
    also: tuple[str, ...]
    spanish: str | None
    rule: str | None
    columns: tuple[str, ...]


class Chapter(NamedTuple):
    """Terms that belong together."""

    id: str
    title: str
    entries: tuple[Entry, ...]


@cache
def chapters() -> tuple[Chapter, ...]:
    """The whole glossary in its own order."""
    book: dict[str, Any] = yaml.safe_load(FILE.read_text("utf-8"))
    return tuple(
        Chapter(id_, one["title"], tuple(_entry(*named) for named in one["entries"].items()))
        for id_, one in book.items()
    )


def chosen(ids: Iterable[str]) -> tuple[Entry, ...]:
    """The entries of some ids, in the order of the glossary; unknown ids are left out."""
    wanted = set(ids)
    return tuple(one for chapter in chapters() for one in chapter.entries if one.id in wanted)


@cache
def of_column(head: str) -> Entry | None:
    """The entry that explains the head of a table's column; nothing where the head says it all."""
    every = (entry for chapter in chapters() for entry in chapter.entries)
    return next((entry for entry in every if head in entry.columns), None)


def matching(asked: str) -> tuple[Chapter, ...]:
    """The chapters with only the entries that name a word in any of their texts."""
    wanted = asked.strip().casefold()
    kept = (
        chapter._replace(entries=tuple(one for one in chapter.entries if wanted in _text(one)))
        for chapter in chapters()
    )
    return tuple(chapter for chapter in kept if chapter.entries)


def _text(entry: Entry) -> str:
    return " ".join((entry.term, *entry.also, entry.spanish or "", entry.meaning)).casefold()


def _entry(id_: str, told: dict[str, Any]) -> Entry:
    return Entry(
        id_,
        told["term"],
        told["meaning"],
        tuple(told.get("also", ())),
        told.get("es"),
        told.get("rule"),
        tuple(told.get("columns", ())),
    )
