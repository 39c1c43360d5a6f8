"""Which column of a state list means what, kept under a name so that it is said once only."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Mapped
from typing import NamedTuple
from uuid import uuid4

from sqlalchemy import select, update

from careercraft.models import BonusMapping
from careercraft.services.context import Desk

LONGEST_NAME = 60


class Mapping(NamedTuple):
    """A kept mapping: field to column head."""

    name: str
    columns: Mapped[str, str]


def kept(desk: Desk) -> list[Mapping]:
    """The district's mappings, latest first."""
    query = select(BonusMapping).order_by(BonusMapping.kept_at.desc(), BonusMapping.name)
    return [Mapping(row.name, row.columns) for row in desk.session.scalars(query)]


def fitting(desk: Desk, heads: Iterable[str]) -> Mapping | None:
    """The latest mapping all of whose columns a file has."""
    there = set(heads)
    return next((one for one in kept(desk) if set(one.columns.values()) <= there), None)


def keep(desk: Desk, name: str, columns: Mapped[str, str]) -> None:
    """Keep a mapping under a name; one of the same name is replaced. The caller commits."""
    wanted = " ".join(name.split())[:LONGEST_NAME]
    query = select(BonusMapping).where(BonusMapping.name == wanted)
    row = desk.session.scalars(query).first()
    values = {
        "columns": dict(columns),
        "kept_by": desk.actor.user_id,
        "kept_at": desk.now,
    }
    if row is None:
        ids = {"id": uuid4(), "district_id": desk.actor.district_id, "name": wanted}
        desk.session.add(BonusMapping(**ids, **values))
    else:
        desk.session.execute(update(BonusMapping).where(BonusMapping.id == row.id).values(values))
    desk.session.flush()
