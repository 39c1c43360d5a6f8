"""What an address of a what-if page asks: of whom, what is supposed, and which form stands open."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol
from uuid import UUID

from flask import url_for

from careercraft.blueprints.rosters.addresses import arguments
from careercraft.blueprints.rosters.forms import read_query
from careercraft.blueprints.what_if.forms import SupposeForm, form_for
from careercraft.clock import today
from careercraft.services.rosters import RosterQuery
from careercraft.services.supposing.codes import MOST_SUPPOSED, Supposed, read_all
from careercraft.services.supposing.kinds import kinds


class Whom(Protocol):
    """Of whom something is supposed: makes the address of the page."""

    def address(self, codes: tuple[str, ...], **more: Any) -> str:
        """The page with these suppositions."""
        ...


class StudentAsked(NamedTuple):
    """One student."""

    student_id: UUID

    def address(self, codes: tuple[str, ...], **more: Any) -> str:
        """The page with these suppositions."""
        return url_for("what_if.student", student_id=self.student_id, s=list(codes), **more)


class SetAsked(NamedTuple):
    """The students of a roster, or those of a kept choice; an address names no student."""

    class_of: int
    query: RosterQuery
    choice_id: UUID | None = None

    @classmethod
    def read(cls, class_of: int, values: Any) -> SetAsked:
        """The set of an address."""
        query, _ = read_query(class_of, values)
        return cls(class_of, query._replace(search="", page=1), _id_or_none(values.get("set", "")))

    def arguments(self) -> dict[str, Any]:
        """The set as it stands in an address."""
        return arguments(self.query) | ({"set": str(self.choice_id)} if self.choice_id else {})

    def address(self, codes: tuple[str, ...], **more: Any) -> str:
        """The page with these suppositions."""
        wanted = self.arguments() | {"s": list(codes)} | more
        return url_for("what_if.chosen", class_of=self.class_of, **wanted)


class Asked(NamedTuple):
    """What is asked: the suppositions, the open form, and whether one was just added."""

    whom: Whom
    supposed: tuple[Supposed, ...]
    left_out: int
    kind: str
    form: SupposeForm
    added: bool
    opened: bool
    """Whether the form stands open: nothing is supposed yet, or its kind was asked for."""

    @property
    def codes(self) -> tuple[str, ...]:
        """The suppositions as they stand in the address."""
        return tuple(one.code for one in self.supposed)

    @property
    def full(self) -> bool:
        """Whether no more can be supposed at once."""
        return len(self.supposed) >= MOST_SUPPOSED

    def address(self) -> str:
        """The page as it is asked."""
        return self.whom.address(self.codes)

    def without(self, code: str) -> str:
        """The page without one of the suppositions."""
        return self.whom.address(tuple(one for one in self.codes if one != code))

    def also(self, code: str) -> str:
        """The page with one supposition more."""
        return self.whom.address((*self.codes, code))

    def with_form(self, kind: str) -> str:
        """The page with the form of another kind."""
        return self.whom.address(self.codes, kind=kind, _anchor="suppose")


def asked_of(values: Any, whom: Whom, *, first: str) -> Asked:
    """What the values of an address ask; `first`: the kind whose form stands open at first."""
    supposed, left_out = read_all(values.getlist("s"))
    wanted = values.get("kind", "")
    kind = kinds().get(wanted) or kinds()[first]
    sent = "add" in values
    form = form_for(kind, values if sent else None, today())
    new = form.supposed() if sent and len(supposed) < MOST_SUPPOSED else None
    if new is not None:
        supposed, _ = read_all([*(one.code for one in supposed), new.code])
    opened = not supposed or "kind" in values
    return Asked(whom, supposed, left_out, kind.id, form, new is not None, opened)


def _id_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
