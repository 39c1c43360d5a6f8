"""Corrected fields and facts: files that say otherwise do not change them."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from careercraft.models import Correction
from careercraft.privacy.keys import DistrictKeys
from careercraft.privacy.sealing import Place, unseal_json

EVIDENCE = "evidence"
Field = tuple[str, str]
"""A part of a student's row, `identity` or `profile`, or the row itself, and its field."""


class Pin(NamedTuple):
    """One correction that holds. `value` is plain JSON; of a fact, its payload or None (gone)."""

    correction_id: UUID
    student_id: UUID
    subject: str
    field: str
    natural_key: bytes | None
    value: Any


class Held(NamedTuple):
    """What a row of a file meets: a pin, and whether the row now says the same."""

    correction_id: UUID
    agrees: bool


class Pins:
    """Every correction of the district that holds; there are few, so all are read at once, when
    the first is asked for: a file of new students meets none.
    """

    def __init__(self, session: Session, keys: DistrictKeys) -> None:
        self._session = session
        self._keys = keys
        self._is_read = False
        self._fields: defaultdict[UUID, dict[Field, Pin]] = defaultdict(dict)
        self._facts: dict[tuple[UUID, bytes], Pin] = {}
        self._texts: dict[tuple[UUID, str], Pin] = {}

    def _read(self) -> None:
        if self._is_read:
            return
        self._is_read = True
        standing = select(Correction).where(Correction.agreed_batch_id.is_(None))
        for row in self._session.scalars(standing.order_by(Correction.corrected_at, Correction.id)):
            self._add(_opened(self._keys, row))

    def _add(self, pin: Pin) -> None:
        if pin.natural_key is None:
            self._fields[pin.student_id][pin.subject, pin.field] = pin
            return
        self._facts[pin.student_id, pin.natural_key] = pin
        if pin.value is not None:
            self._texts[pin.student_id, as_text(pin.value)] = pin

    def fact(self, student_id: UUID, natural_key: bytes, text: str) -> Held | None:
        """Whether a fact of a file meets a corrected one, by its place or by what it says."""
        self._read()
        if not self._facts:
            return None
        pin = self._facts.get((student_id, natural_key))
        if pin is not None:
            return Held(pin.correction_id, pin.value is not None and as_text(pin.value) == text)
        same = self._texts.get((student_id, text))
        return Held(same.correction_id, True) if same else None

    def fields(self, student_id: UUID) -> dict[Field, Pin]:
        """The corrected fields of a student's row."""
        self._read()
        return self._fields.get(student_id, {})


def as_text(value: Any) -> str:
    """A value as text; two values are the same when their texts are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _opened(keys: DistrictKeys, row: Correction) -> Pin:
    place = Place("corrections", "after_sealed", row.id)
    value = unseal_json(keys, place, row.after_sealed)["value"]
    return Pin(row.id, row.student_id, row.subject, row.field, row.natural_key, value)
