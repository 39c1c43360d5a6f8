"""The keys of single students and files, as they are kept: sealed by the district's key.

Their table is backed up apart from the data, for days only: a key that is destroyed here is soon
gone everywhere, and with it every copy of what it sealed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, delete, event, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from careercraft.db import among
from careercraft.models import RecordKey, Student
from careercraft.privacy.keys import DistrictKeys, KeyDestroyed, new_data_key
from careercraft.privacy.sealing import Place, seal, unseal

KEYS = cast(Table, RecordKey.__table__)


class RecordKeys:
    """The keys that one session has asked for, in memory as long as the session."""

    def __init__(self, session: Session, keys: DistrictKeys) -> None:
        self._session = session
        self._keys = keys
        self._fetched: dict[int, bytes] = {}
        self._held: dict[int, bytes] = {}
        """By the number of the id, which is looked up in half the time: each sealed value asks."""
        self._asked_singly = False
        event.listen(session, "after_soft_rollback", self._let_go)

    def to_open(self, owner: UUID) -> bytes:
        """The key of an owner; raises `KeyDestroyed`."""
        found = self._found(owner)
        if found is None:
            raise KeyDestroyed("The key that sealed this was destroyed.")
        return found

    def to_seal(self, owner: UUID) -> bytes:
        """The key of an owner, made now where there is none yet."""
        found = self._found(owner)
        if found is not None:
            return found
        self.make([owner])
        return self.to_open(owner)

    def hold(self, owners: Collection[UUID]) -> None:
        """Fetch the keys of some owners at once, for later."""
        missing = [owner for owner in owners if owner.int not in self._held]
        if missing:
            self._fetch(select(KEYS.c.id, KEYS.c.key_sealed).where(among(KEYS.c.id, missing)))

    def take(self, sealed: Iterable[tuple[UUID, bytes | None]]) -> None:
        """Keys that were read along with what they open; nothing for an owner without one."""
        self._fetched |= {owner.int: key for owner, key in sealed if key is not None}

    def make(self, owners: Collection[UUID]) -> None:
        """Make keys for owners that have none, in one statement; the caller commits."""
        missing = [owner for owner in dict.fromkeys(owners) if owner.int not in self._held]
        if not missing:
            return
        made = {owner: new_data_key() for owner in missing}
        rows = [
            {"id": owner, "district_id": self._keys.district_id, "key_sealed": self._seal(owner, k)}
            for owner, k in made.items()
        ]
        statement = insert(KEYS).values(rows).on_conflict_do_nothing().returning(KEYS.c.id)
        inserted = set(self._session.connection().execute(statement).scalars())
        self._held |= {owner.int: key for owner, key in made.items() if owner in inserted}
        self.hold(made.keys() - inserted)

    def destroy(self, owners: Collection[UUID]) -> int:
        """Destroy the keys of some owners; how many there were. The caller commits."""
        gone = delete(KEYS).where(KEYS.c.id.in_(list(owners))).returning(KEYS.c.id)
        found = self._session.connection().execute(gone).scalars().all()
        for owner in owners:
            self._held.pop(owner.int, None)
            self._fetched.pop(owner.int, None)
        return len(found)

    def _found(self, owner: UUID) -> bytes | None:
        """The key of an owner. Whoever asks for a second one reads a list, and the keys of the
        whole class come with it; a page of one student needs one key."""
        held = self._held.get(owner.int)
        if held is not None:
            return held
        if owner.int not in self._fetched:
            self._fetch(_with_class(owner) if self._asked_singly else _alone(owner))
            self._asked_singly = True
        sealed = self._fetched.get(owner.int)
        if sealed is not None:
            self._held[owner.int] = unseal(self._keys, _place(owner), sealed)
        return self._held.get(owner.int)

    def _fetch(self, query: Any) -> None:
        rows = self._session.connection().execute(query)
        self._fetched |= {row.id.int: row.key_sealed for row in rows}

    def _seal(self, owner: UUID, key: bytes) -> bytes:
        return seal(self._keys, _place(owner), key)

    def _let_go(self, _session: Session, _transaction: Any) -> None:
        """What was made in a transaction that is taken back was never kept."""
        self._held.clear()
        self._fetched.clear()


def open_record_keys(session: Session, keys: DistrictKeys) -> DistrictKeys:
    """The same keys, with those of single students and files at hand."""
    keys.own = RecordKeys(session, keys)
    return keys


def _alone(owner: UUID) -> Any:
    return select(KEYS.c.id, KEYS.c.key_sealed).where(KEYS.c.id == owner)


def _with_class(owner: UUID) -> Any:
    """The keys of an owner and of the class, each looked up by itself: joined freely, PostgreSQL
    compares every key with every student where it has not counted the tables since they grew.
    """
    one, mate = aliased(Student), aliased(Student)
    same_class = (one.campus_id == mate.campus_id) & (one.class_of == mate.class_of)
    mates = select(mate.id).join(one, same_class).where(one.id == owner).subquery()
    key = select(KEYS.c.id, KEYS.c.key_sealed).where(KEYS.c.id == mates.c.id).offset(0).lateral()
    return _alone(owner).union(select(key).select_from(mates.join(key, true())))


def _place(owner: UUID) -> Place:
    return Place("record_keys", "key_sealed", owner)
