"""The named assumptions about numerators and denominators, and what a district has chosen."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from careercraft.calc.citations import Authority
from careercraft.calc.obm.editions import ROOM
from careercraft.calc.params import rulebook
from careercraft.calc.params.description import described

FOLDER = f"{ROOM}/settings/"

Choices = Mapping[str, str]
"""What a district has chosen, by the name of the setting; what is left out has its default."""


class Offered(NamedTuple):
    """The shape of a setting's file."""

    default: str
    allowed: tuple[str, ...]
    measures: tuple[str, ...]


class Setting(NamedTuple):
    """One assumption: the question, the answers allowed, the default, what it touches."""

    name: str
    question: str
    default: str
    allowed: tuple[str, ...]
    measures: tuple[str, ...]
    authority: Authority


class NotAllowed(ValueError):  # noqa: N818 - it reads as the sentence it is
    """A choice is not among those allowed; names the setting and what was expected."""

    def __init__(self, name: str, found: object, expected: str) -> None:
        super().__init__(f"{name}: found {found}, expected {expected}")
        self.name = name
        self.found = found
        self.expected = expected


@lru_cache(maxsize=1)
def settings() -> Mapping[str, Setting]:
    """Return every setting by its name."""
    book = rulebook()
    names = [name for name in book.histories if name.startswith(FOLDER)]
    return {name.removeprefix(FOLDER): _setting(name) for name in names}


def checked(choices: Choices) -> Choices:
    """Return the choices if each is allowed. Raises ``NotAllowed``."""
    for name, value in choices.items():
        if name not in settings():
            raise NotAllowed(name, value, "only the settings " + ", ".join(settings()))
        if value not in settings()[name].allowed:
            raise NotAllowed(name, value, "one of " + ", ".join(settings()[name].allowed))
    return choices


def chosen(choices: Choices, name: str) -> str:
    """Return what holds for a setting: the district's choice, or the default."""
    return choices.get(name, settings()[name].default)


def touching(measure: str) -> tuple[Setting, ...]:
    """Return the settings that a measure rests on."""
    return tuple(one for one in settings().values() if measure in one.measures)


def _setting(name: str) -> Setting:
    dated = next(e.dated for e in rulebook().history(name, Offered).entries if e.dated is not None)
    said = described(rulebook().folder, name)
    return Setting(name.removeprefix(FOLDER), said.title, *dated.value, dated.authority)
