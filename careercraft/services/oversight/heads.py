"""Heads of the audit trail: noted daily, in the database, in the file store, in the log, on paper.

Whoever cuts the end off the trail has to find and change each of these places too.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from careercraft.filestore import FileMissing
from careercraft.models import AuditHead
from careercraft.privacy.audit import last_link
from careercraft.privacy.audit_check import Head, head_seal
from careercraft.privacy.sealing import SealBroken
from careercraft.services.context import Desk

log = logging.getLogger("careercraft.audit")

STORE = "audit_head"
PRINTED = re.compile(r"(\d{1,18}):([0-9a-fA-F]{64})")


class NotAHead(ValueError):  # noqa: N818 - an answer to the person, not a fault
    """What was given is not a head as it is printed."""


def note(desk: Desk) -> Head:
    """Note how long the trail is now, in each place; the caller prints what is returned."""
    link = last_link(desk.session)
    head = Head(link.number if link else 0, link.hash if link else bytes(32), desk.now)
    if link is None:
        return head
    desk.session.add(
        AuditHead(
            id=uuid4(),
            district_id=desk.actor.district_id,
            number=head.number,
            hash=head.hash,
            noted_at=desk.now,
            seal=head_seal(desk.keys, head),
        )
    )
    desk.session.commit()
    kept = {"number": head.number, "hash": head.hash.hex(), "noted_at": desk.now.isoformat()}
    desk.files.put(desk.keys, STORE, _file_id(desk), json.dumps(kept).encode())
    district = str(desk.actor.district_id)
    log.info("audit head noted", extra={"district_id": district, "head": printed(head)})
    return head


def elsewhere(desk: Desk) -> list[Head]:
    """The heads that are kept outside the database."""
    return list(_kept(desk))


def printed(head: Head) -> str:
    """A head as it is printed, to be typed in again."""
    return f"{head.number}:{head.hash.hex()}"


def parsed(text: str) -> Head:
    """A printed head; raises `NotAHead`."""
    found = PRINTED.fullmatch(text.strip())
    if found is None:
        raise NotAHead(
            "A head is written as the number of the last entry, a colon and 64 digits 0 to f."
        )
    return Head(int(found[1]), bytes.fromhex(found[2]))


def _kept(desk: Desk) -> Iterator[Head]:
    try:
        content = desk.files.get(desk.keys, STORE, _file_id(desk))
    except (FileMissing, SealBroken):
        return
    said = json.loads(content)
    noted_at = datetime.fromisoformat(said["noted_at"])
    yield Head(said["number"], bytes.fromhex(said["hash"]), noted_at)


def _file_id(desk: Desk) -> UUID:
    return uuid5(desk.actor.district_id, STORE)
