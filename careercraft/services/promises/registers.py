"""The register of training and background checks of everybody with access."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.models import StaffProof, User
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk
from careercraft.services.people import names_of
from careercraft.services.promises.staff import Member, members
from careercraft.services.records.cases import today
from careercraft.services.retention import periods

KINDS = {"training": "Privacy training", "background_check": "Background check"}
SOON = timedelta(days=30)
LONGEST_DOCUMENT = 300
STATE_WORDS = {"good": "In order", "soon": "Ends soon", "late": "Run out", "missing": "Missing"}


class Proof(NamedTuple):
    """A proof as the register shows it. `state`: good, soon, late or missing."""

    id: UUID | None
    kind: str
    title: str
    state: str
    words: str
    done_on: date | None
    good_until: date | None
    document: str
    entered_by: str


class Entry(NamedTuple):
    """A person with access, with the newest proof of each kind."""

    member: Member
    proofs: tuple[Proof, ...]

    @property
    def in_order(self) -> bool:
        """Whether nothing is missing or run out."""
        return all(one.state in {"good", "soon"} for one in self.proofs)


class Register(NamedTuple):
    """Everybody with access; how many are in order, of how many."""

    entries: tuple[Entry, ...]
    in_order: int
    as_of: date


def register(desk: Desk) -> Register:
    """The register as it stands today."""
    require(desk.actor, Permission.DISTRICT_ACCESS_REVIEW)
    on = today(desk)
    newest = _newest(desk)
    names = names_of(desk, {row.entered_by for row in newest.values()})
    entries = tuple(
        Entry(
            member,
            tuple(_proof(desk, newest.get((member.id, kind)), kind, names, on) for kind in KINDS),
        )
        for member in members(desk)
    )
    return Register(entries, sum(one.in_order for one in entries), on)


class Shown(NamedTuple):
    """A proof as somebody enters it; without an end, training holds for the district's period."""

    kind: str
    done_on: date
    document: str
    good_until: date | None = None


def enter(desk: Desk, user_id: UUID, shown: Shown) -> None:
    """Enter a proof; raises `NotFound` or `Refused`."""
    require(desk.actor, Permission.DISTRICT_ACCESS_REVIEW)
    kind, done_on, document, good_until = shown
    if desk.session.get(User, user_id) is None or kind not in KINDS:
        raise NotFound("person or kind of proof")
    if done_on > today(desk):
        raise Refused("The day is in the future.")
    if good_until is not None and good_until < done_on:
        raise Refused("The proof ends before it begins.")
    if not document.strip():
        raise Refused("Say what proves it, for example the number of a certificate.")
    proof_id = uuid4()
    place = Place("staff_proofs", "document_sealed", proof_id)
    desk.session.add(
        StaffProof(
            id=proof_id,
            district_id=desk.actor.district_id,
            user_id=user_id,
            kind=kind,
            done_on=done_on,
            good_until=good_until or _end_of(desk, kind, done_on),
            document_sealed=seal_json(desk.keys, place, document.strip()[:LONGEST_DOCUMENT]),
            entered_by=desk.actor.user_id,
            entered_at=desk.now,
        )
    )
    desk.session.flush()
    details = {"user_id": str(user_id), "kind": kind}
    desk.record(Event.STAFF_PROOF_ENTERED, "staff_proof", proof_id, details=details)
    desk.session.commit()


def withdraw(desk: Desk, proof_id: UUID) -> None:
    """Take back a proof that was entered by mistake; the one before it holds again."""
    require(desk.actor, Permission.DISTRICT_ACCESS_REVIEW)
    row = desk.session.get(StaffProof, proof_id)
    if row is None or row.withdrawn_at is not None:
        raise NotFound("proof")
    row.withdrawn_at, row.withdrawn_by = desk.now, desk.actor.user_id
    desk.record(Event.STAFF_PROOF_WITHDRAWN, "staff_proof", row.id)
    desk.session.commit()


def _end_of(desk: Desk, kind: str, done_on: date) -> date | None:
    """Training is repeated; a background check holds until the district says otherwise."""
    if kind != "training":
        return None
    return done_on + timedelta(days=periods.in_force(desk, "training_days").value)


def _newest(desk: Desk) -> dict[tuple[UUID, str], StaffProof]:
    query = select(StaffProof).where(StaffProof.withdrawn_at.is_(None))
    rows = desk.session.scalars(query.order_by(StaffProof.done_on, StaffProof.entered_at))
    return {(row.user_id, row.kind): row for row in rows}


def _proof(
    desk: Desk, row: StaffProof | None, kind: str, names: dict[UUID, str], on: date
) -> Proof:
    if row is None:
        words = STATE_WORDS["missing"]
        return Proof(None, kind, KINDS[kind], "missing", words, None, None, "", "")
    state = _state(row.good_until, on)
    place = Place("staff_proofs", "document_sealed", row.id)
    return Proof(
        row.id,
        kind,
        KINDS[kind],
        state,
        STATE_WORDS[state],
        row.done_on,
        row.good_until,
        unseal_json(desk.keys, place, row.document_sealed),
        names.get(row.entered_by, ""),
    )


def _state(good_until: date | None, on: date) -> str:
    if good_until is None:
        return "good"
    if good_until < on:
        return "late"
    return "soon" if good_until <= on + SOON else "good"
