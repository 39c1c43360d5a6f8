"""What is promised to families and districts: statements, vendors, versions of the terms."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from careercraft.privacy.parameters import in_force

HERE = Path(__file__).parent
Words = Mapping[str, str]


class Statement(NamedTuple):
    """One promise, with what it rests on."""

    id: str
    promise: Words
    cite: str
    standing: str


class Vendor(NamedTuple):
    """Somebody outside the district's staff, and what they see."""

    id: str
    name: Words
    purpose: Words
    sees: Words
    when: Words


class Section(NamedTuple):
    """A part of the terms."""

    title: Words
    text: Words


class Terms(NamedTuple):
    """A version of the terms: from when it holds, since when that is known, what is new."""

    id: str
    announced_on: date
    holds_from: date
    material: bool
    changed: Words
    sections: tuple[Section, ...]


class TermsFault(Exception):  # noqa: N818 - shown to whoever edits the file
    """The terms say something that cannot be used; the text names the version."""


@lru_cache(maxsize=1)
def statements() -> tuple[Statement, ...]:
    """Every promise."""
    return tuple(Statement(**entry) for entry in _file("statements"))


@lru_cache(maxsize=1)
def vendors() -> tuple[Vendor, ...]:
    """Everybody outside the district's staff, and what they see."""
    return tuple(Vendor(**entry) for entry in _file("vendors"))


@lru_cache(maxsize=1)
def page_words() -> Mapping[str, Mapping[str, Any]]:
    """The words of the public pages, by language."""
    found: Mapping[str, Mapping[str, Any]] = yaml.safe_load((HERE / "page.yaml").read_text("utf-8"))
    return found


@lru_cache(maxsize=1)
def versions() -> tuple[Terms, ...]:
    """Every version of the terms, oldest first; raises `TermsFault`."""
    return read_versions(_file("terms"))


def read_versions(entries: Any) -> tuple[Terms, ...]:
    """The versions of a file; a material change needs its notice. Raises `TermsFault`."""
    found = tuple(_version(entry) for entry in entries)
    for one in found:
        days = in_force("retention", "terms_notice_days", one.announced_on).value
        if one.material and (one.holds_from - one.announced_on).days < days:
            raise TermsFault(
                f"Version {one.id}: a material change is announced {days} days before it holds."
            )
    return found


def holding(on: date, among: tuple[Terms, ...] | None = None) -> Terms:
    """The version that holds on a day."""
    known = versions() if among is None else among
    return [one for one in known if one.holds_from <= on][-1]


def announced(on: date, among: tuple[Terms, ...] | None = None) -> Terms | None:
    """The version that is announced on a day and does not hold yet."""
    known = versions() if among is None else among
    coming = [one for one in known if one.announced_on <= on < one.holds_from]
    return coming[-1] if coming else None


def _version(entry: Mapping[str, Any]) -> Terms:
    sections = tuple(Section(**one) for one in entry["sections"])
    return Terms(**{**entry, "sections": sections})


def _file(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))
    return found
