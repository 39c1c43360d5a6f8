"""The keys of single students and files, as they are kept: sealed by the district's key.

Their table is backed up apart from the data, for days only: a key that is destroyed here is soon
gone everywhere, and with it every copy of what it sealed.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, delete, event, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from careercraft.models import RecordKey, Student
from careercraft.privacy.keys import DistrictKeys, KeyDestroyed, new_data_key
from careercraft.privacy.sealing import Place, seal, unseal

KEYS = cast(Table, RecordKey.__table__)


class RecordKeys:
    """The keys that one session has asked for, in memory as long as the session."""

    def __init__(self, session: Session, keys: DistrictKeys) -> None:
        self._session = session
        self._keys = keys
        self._held: dict[UUID, bytes] = {}
        event.listen(session, "after_soft_rollback", self._let_go)

    def to_open(self, owner: UUID) -> bytes:
        """The key of an owner; raises `KeyDestroyed`."""
        held = self._held.get(owner)
        if held is None:
            self._fetch(owner)
            held = self._held.get(owner)
        if held is None:
            raise KeyDestroyed("The key that sealed this was destroyed.")
        return held

    def to_seal(self, owner: UUID) -> bytes:
        """The key of an owner, made now where there is none yet."""
        if owner not in self._held:
            self._fetch(owner)
        if owner not in self._held:
            self.make([owner])
        return self._held[owner]

    def hold(self, owners: Collection[UUID]) -> None:
        """Fetch the keys of some owners at once, for later."""
        missing = [owner for owner in owners if owner not in self._held]
        self._keep(self._rows(select(KEYS.c.id, KEYS.c.key_sealed).where(KEYS.c.id.in_(missing))))

    def make(self, owners: Collection[UUID]) -> None:
        """Make keys for owners that have none, in one statement; the caller commits."""
        missing = [owner for owner in dict.fromkeys(owners) if owner not in self._held]
        if not missing:
            return
        made = {owner: new_data_key() for owner in missing}
        rows = [
            {"id": owner, "district_id": self._keys.district_id, "key_sealed": self._seal(owner, k)}
            for owner, k in made.items()
        ]
        statement = insert(KEYS).values(rows).on_conflict_do_nothing().returning(KEYS.c.id)
        inserted = set(self._session.connection().execute(statement).scalars())
        self._held |= {owner: key for owner, key in made.items() if owner in inserted}
        for owner in made.keys() - inserted:
            self._fetch(owner)

    def destroy(self, owners: Collection[UUID]) -> int:
        """Destroy the keys of some owners; how many there were. The caller commits."""
        gone = delete(KEYS).where(KEYS.c.id.in_(list(owners))).returning(KEYS.c.id)
        found = self._session.connection().execute(gone).scalars().all()
        for owner in owners:
            self._held.pop(owner, None)
        return len(found)

    def _fetch(self, owner: UUID) -> None:
        """One key at first; from the second on those of the whole class, as a list needs them."""
        rows = self._rows(_of_class(owner)) if self._held else []
        if not any(row.id == owner for row in rows):
            one = select(KEYS.c.id, KEYS.c.key_sealed).where(KEYS.c.id == owner)
            rows = [*rows, *self._rows(one)]
        self._keep(rows)

    def _keep(self, rows: list[Any]) -> None:
        for row in rows:
            if row.id not in self._held:
                self._held[row.id] = unseal(self._keys, _place(row.id), row.key_sealed)

    def _rows(self, query: Any) -> list[Any]:
        return list(self._session.connection().execute(query).all())

    def _seal(self, owner: UUID, key: bytes) -> bytes:
        return seal(self._keys, _place(owner), key)

    def _let_go(self, _session: Session, _transaction: Any) -> None:
        """What was made in a transaction that is taken back was never kept."""
        self._held.clear()


def open_record_keys(session: Session, keys: DistrictKeys) -> DistrictKeys:
    """The same keys, with those of single students and files at hand."""
    keys.own = RecordKeys(session, keys)
    return keys


def _of_class(owner: UUID) -> Any:
    one, mate = aliased(Student), aliased(Student)
    return (
        select(KEYS.c.id, KEYS.c.key_sealed)
        .join(mate, mate.id == KEYS.c.id)
        .join(one, (one.campus_id == mate.campus_id) & (one.class_of == mate.class_of))
        .where(one.id == owner)
    )


def _place(owner: UUID) -> Place:
    return Place("record_keys", "key_sealed", owner)
