"""What is done every night in each district: each piece on its own, so that one failure stops none.

A piece of work is a function of a desk that answers with a line; it commits what it changes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import NamedTuple

from careercraft.logs import described
from careercraft.services.context import Desk
from careercraft.services.oversight import room, verifying
from careercraft.services.records import due_notices, of_age
from careercraft.services.retention import runs
from careercraft.services.supposing import choices
from careercraft.services.supposing import runs as what_ifs

log = logging.getLogger("careercraft.nightly")


class Line(NamedTuple):
    """What came of a piece of work, in words with counts only; whether somebody has to look."""

    said: str
    well: bool = True


def _verify_and_note(desk: Desk) -> Line:
    """Verify the whole trail, then note its head, so that a cut tail is noticed from then on."""
    found, head = verifying.nightly(desk)
    said = " ".join(verifying.sentences(found))
    return Line(f"{said} Head noted: {head}." if head else said, found.broken is None)


def _of_age(desk: Desk) -> Line:
    return Line(f"{of_age.find(desk)} students turned 18 since the last night.")


def _requests(desk: Desk) -> Line:
    number, first = due_notices.near(desk)
    when = f", first {first}" if first else ""
    return Line(f"{number} requests to see a record near their deadline{when}.")


def _expired_rooms(desk: Desk) -> Line:
    return Line(f"{room.remove_expired(desk)} audit rooms removed whose time was over.")


def _old_what_ifs(desk: Desk) -> Line:
    gone = choices.remove_old(desk) + what_ifs.remove_old(desk)
    desk.session.commit()
    return Line(f"{gone} what-ifs of many students removed that nobody works with any more.")


def _propose_what_is_over(desk: Desk) -> Line:
    """Propose what has reached its period; people decide."""
    if runs.propose(desk) is None:
        return Line("Nothing has reached its retention period.")
    return Line("Records have reached their retention period; a proposal waits for a decision.")


PIECES: dict[str, Callable[[Desk], Line]] = {
    "audit trail": _verify_and_note,
    "students of age": _of_age,
    "requests": _requests,
    "audit rooms": _expired_rooms,
    "what ifs": _old_what_ifs,
    "retention": _propose_what_is_over,
}
"""Every piece of nightly work, by its name, in the order in which they are done."""


def run(desk: Desk) -> Iterator[Line]:
    """Do each piece; one that fails is told and logged, and the others go on."""
    for name, work in PIECES.items():
        try:
            yield work(desk)
        except Exception as failure:  # whatever it is, the next piece is still due
            desk.session.rollback()
            told = described(failure)
            log.error("nightly work failed", extra={"task_kind": name, **told})
            yield Line(f"{name}: failed ({told['failure']}); see the log.", well=False)
