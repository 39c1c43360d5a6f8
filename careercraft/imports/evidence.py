"""What a row's facts make of the stored evidence: new, the same, or in place of an older one."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from careercraft.imports.arrays import Wanted, each_of
from careercraft.imports.bulk import ids_in_order
from careercraft.imports.rows import EvidenceItem
from careercraft.models import Evidence
from careercraft.privacy.keys import DistrictKeys
from careercraft.privacy.lookup import id_lookup
from careercraft.privacy.pins import Held, Pins
from careercraft.privacy.sealing import Place, unseal_json

_TEXT_OF = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
FactKey = tuple[UUID, bytes]
"""A student and the keyed hash of a fact's natural key."""


class ItemPlan(NamedTuple):
    """What becomes of one fact. `replaces` is the row of evidence whose place it takes."""

    item: EvidenceItem
    outcome: str
    evidence_id: UUID
    natural_key: bytes
    replaces: UUID | None
    old: dict[str, Any] | None
    repeated: bool
    """Whether an earlier row of the same file brings this fact too."""
    text: str
    """The fact as it is sealed."""
    held: Held | None = None
    """The correction of the record that this fact meets; it changes nothing then."""


class _Fact(NamedTuple):
    id: UUID
    text: str
    from_file: bool


class FactBook:
    """The facts now stored of some students, as the rows of the file so far leave them."""

    def __init__(self, session: Session, keys: DistrictKeys, pins: Pins) -> None:
        self._session = session
        self._keys = keys
        self._pins = pins
        self._ids = ids_in_order()
        self._stored: dict[bytes, _Fact] = {}
        self._brought: dict[bytes, _Fact] = {}

    def key(self, item: EvidenceItem) -> bytes:
        """The keyed hash of what names this fact within its student."""
        return id_lookup(self._keys, "evidence", item.natural_key)

    def load(self, wanted: Iterable[FactKey]) -> None:
        """Fetch the stored facts of one chunk of rows with one question."""
        self._stored.clear()
        asked = [of for of in wanted if _where(*of) not in self._brought]
        if not asked:
            return
        query = select(
            Evidence.id, Evidence.student_id, Evidence.natural_key, Evidence.fact_sealed
        ).where(Evidence.active)
        at: Wanted = {
            Evidence.student_id: [student_id for student_id, _ in asked],
            Evidence.natural_key: [natural_key for _, natural_key in asked],
        }
        for row in self._session.execute(each_of(query, at)):
            place = Place("evidence", "fact_sealed", row.id)
            text = canonical(unseal_json(self._keys, place, row.fact_sealed))
            self._stored[_where(row.student_id, row.natural_key)] = _Fact(row.id, text, False)

    def plan(self, student_id: UUID, natural_key: bytes, item: EvidenceItem) -> ItemPlan:
        """Compare a fact with what is stored, and remember it for the rows that follow."""
        where = _where(student_id, natural_key)
        known = self._brought.get(where) or self._stored.get(where)
        text = canonical(item.payload)
        held = self._pins.fact(student_id, natural_key, text)
        if held is not None:
            kept = known.id if known else next(self._ids)
            return ItemPlan(item, "same", kept, natural_key, None, None, False, text, held)
        if known is not None and known.text == text:
            self._brought[where] = known._replace(from_file=True)
            again = known.from_file
            return ItemPlan(item, "same", known.id, natural_key, None, None, again, text)
        new_id = next(self._ids)
        self._brought[where] = _Fact(new_id, text, True)
        if known is None:
            return ItemPlan(item, "create", new_id, natural_key, None, None, False, text)
        old, again = json.loads(known.text), known.from_file
        return ItemPlan(item, "change", new_id, natural_key, known.id, old, again, text)


def _where(student_id: UUID, natural_key: bytes) -> bytes:
    """The place of a fact, as one key that is quickly looked up."""
    return student_id.bytes + natural_key


def canonical(payload: dict[str, Any]) -> str:
    """A fact as text; two facts are the same when their texts are."""
    return _TEXT_OF(payload)
