"""Who of the demonstration's staff is there already, found by their e-mail address."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from careercraft.privacy.keys import MasterKey
from careercraft.privacy.lookup import email_lookup


def user_id(session: Session, master: MasterKey, email: str) -> UUID:
    """The id of whoever signs in with an address; raises `NoResultFound`."""
    found: UUID = session.execute(_entry_of(master, email)).scalar_one()
    return found


def is_hired(session: Session, master: MasterKey, email: str) -> bool:
    """Whether anybody signs in with an address."""
    return session.execute(_entry_of(master, email)).first() is not None


def _entry_of(master: MasterKey, email: str) -> Select[*tuple[Any, ...]]:
    entry = func.find_sign_in(email_lookup(master, email)).table_valued("district_id", "user_id")
    return select(entry.c.user_id)
