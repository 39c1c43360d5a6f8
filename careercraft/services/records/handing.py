"""What is taken away and goes to somebody outside is entered in the record of disclosures.

For the school's own work nothing is entered and nothing is asked: a school official with a
legitimate educational interest is exempt (34 CFR 99.31(a)(1), 99.32(d)(2)). A letter to the family
says by itself to whom it goes; the family is exempt too (99.32(d)(1)), and it is entered all the
same, so that the family finds in the record what it was sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from careercraft.models import Document
from careercraft.services.context import Desk, Handed
from careercraft.services.records import disclosures
from careercraft.services.records.disclosures import Recipient

TITLES = {"student_plan": "Printed plan", "family_letter": "Letter to the family"}
TO_THE_FAMILY = Handed(
    "parent_or_student", "The student's family", "To know where the student stands"
)
FOR_FAMILIES = frozenset({"family_letter"})


def note(
    desk: Desk,
    student_ids: Iterable[UUID],
    what: str,
    *,
    about: tuple[str, UUID] | None = None,
    handed: Handed | None = None,
) -> int:
    """Enter what goes outside in the record of each student; the caller commits.

    Returns how many records were written. Raises `Refused` where it is not said to whom, for what
    or on what ground.
    """
    going = handed or desk.handed
    if going is None:
        return 0
    basis = next((one for one in disclosures.grounds(desk) if one.id == going.basis), None)
    more = dict.fromkeys(basis.asks, going.more) if basis else {}
    recipient = Recipient(going.party, going.interest, what, more)
    return disclosures.record(desk, student_ids, going.basis, recipient, about=about, keep=True)


def note_print(desk: Desk, documents: Sequence[Document]) -> int:
    """The same of printed documents, each in the record of its own student.

    Without a word on whom they go to, letters to families are entered once, and plans not at all.
    """
    written = 0
    for one in documents:
        by_itself = TO_THE_FAMILY if one.kind in FOR_FAMILIES else None
        about = ("document", one.id)
        if desk.handed is None and (by_itself is None or disclosures.has_entry(desk, *about)):
            continue
        title = TITLES.get(one.kind, one.kind.replace("_", " "))
        handed = desk.handed or by_itself
        written += note(desk, [one.student_id], title, about=about, handed=handed)
    return written
