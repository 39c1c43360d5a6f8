"""Keys of single records and files in memory, for tests that need no database."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from careercraft.privacy.keys import KeyDestroyed, new_data_key


class KeysInMemory:
    """What `DistrictKeys.own` asks for."""

    def __init__(self) -> None:
        self.held: dict[UUID, bytes] = {}

    def to_open(self, owner: UUID) -> bytes:
        if owner not in self.held:
            raise KeyDestroyed("Destroyed.")
        return self.held[owner]

    def to_seal(self, owner: UUID) -> bytes:
        return self.held.setdefault(owner, new_data_key())

    def hold(self, owners: Collection[UUID]) -> None:
        pass

    def make(self, owners: Collection[UUID]) -> None:
        for owner in owners:
            self.to_seal(owner)

    def destroy(self, owners: Collection[UUID]) -> int:
        return sum(self.held.pop(owner, None) is not None for owner in owners)
