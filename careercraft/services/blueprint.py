"""What the blueprint asks of a program in a year, and the year's dates, from `blueprint.yaml`."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any, NamedTuple

import yaml


class Asked(NamedTuple):
    """One design element or artifact, with where it was read and how sure that is."""

    id: str
    benchmark: str
    title: str
    note: str | None
    standing: str
    source: str
    href: str | None


class YearDate(NamedTuple):
    """Something that comes in one month of the school year; `year` is 0 for its first calendar
    year and 1 for its second.
    """

    id: str
    month: int
    year: int
    title: str
    standing: str
    source: str
    href: str | None


def requirements(model: str) -> tuple[Asked, ...]:
    """What is asked of a model, benchmark by benchmark."""
    return tuple(_asked(one) for one in _book()["requirements"] if model in one["models"])


def benchmarks() -> dict[str, str]:
    """The benchmarks of the blueprint, in order."""
    return dict(_book()["benchmarks"])


def calendar() -> tuple[YearDate, ...]:
    """The dates of a school year in their order."""
    return tuple(_date(one) for one in _book()["calendar"])


def _asked(one: dict[str, Any]) -> Asked:
    title = _book()["benchmarks"][one["benchmark"]]
    return Asked(
        one["id"], title, one["title"], one.get("note"), one["standing"], *_source(one["cite"])
    )


def _date(one: dict[str, Any]) -> YearDate:
    return YearDate(
        one["id"], one["month"], one["year"], one["title"], one["standing"], *_source(one["cite"])
    )


def _source(cite: dict[str, str]) -> tuple[str, str | None]:
    source = _book()["sources"][cite["source"]]
    return f"{source['title']}: {cite['at']}", source["url"]


@lru_cache(maxsize=1)
def _book() -> dict[str, Any]:
    text = (resources.files("careercraft.services") / "blueprint.yaml").read_text(encoding="utf-8")
    book: dict[str, Any] = yaml.safe_load(text)
    return book
