"""The accommodations of a student on a testing day: sealed, for those who arrange the day alone."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk

KINDS = {
    "extended_time": "Extended time",
    "breaks": "Extra breaks",
    "small_group": "Small group",
    "separate_room": "Separate room",
    "reader": "Reader or text to speech",
    "scribe": "Scribe or speech to text",
    "large_print": "Large print or screen enlargement",
    "braille": "Braille",
    "sign_language": "Sign language interpreter",
    "dictionary": "Word-to-word dictionary",
    "other": "Other, see the note",
}
"""What rooms and people are planned by. Ours, not a list of the testing companies."""
LONGEST_NOTE = 200


class Needs(NamedTuple):
    """What a student needs. Nothing of it stands in an export of the door list or a notice."""

    kinds: tuple[str, ...] = ()
    note: str = ""

    def __bool__(self) -> bool:
        """Whether anything is needed."""
        return bool(self.kinds or self.note)

    @property
    def words(self) -> str:
        """The kinds and the note, in a line."""
        return "; ".join([*(KINDS[one] for one in self.kinds), *([self.note] if self.note else [])])


NONE = Needs()


def opened(desk: Desk, seat_id: UUID, sealed: bytes | None) -> Needs:
    """The accommodations of a seat."""
    if sealed is None:
        return NONE
    held = unseal_json(desk.keys, _place(seat_id), sealed)
    return Needs(tuple(held["kinds"]), held["note"])


def sealed(desk: Desk, seat_id: UUID, student_id: UUID, needs: Needs) -> bytes | None:
    """The accommodations on their way into a row; None where there are none."""
    if not needs:
        return None
    held = {"kinds": [one for one in KINDS if one in needs.kinds], "note": needs.note}
    return seal_json(desk.keys, _place(seat_id).of(student_id), held)


def _place(seat_id: UUID) -> Place:
    return Place("testing_seats", "needs_sealed", seat_id)
