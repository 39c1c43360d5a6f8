"""The end of an agreement: export offered, two people confirm, a waiting period, destruction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, text, update

from careercraft.db import Base
from careercraft.models import AgreementEnd, AuditEvent, DataKey, Destruction, Student
from careercraft.privacy import audit_check
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.deidentifying import Determination, Remains
from careercraft.privacy.events import Event
from careercraft.privacy.parameters import Parameter, in_force
from careercraft.privacy.permissions import Permission
from careercraft.privacy.retention import kind_of_table
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk
from careercraft.services.people import names_of
from careercraft.services.records.cases import students_on_hold, today
from careercraft.services.retention import deidentifying, destructions, periods
from careercraft.services.retention.export_taken import OPEN, open_end

STAY = frozenset(
    {
        *("districts", "audit_events", "audit_heads", "destructions"),
        *("data_keys", "sign_in_index"),
    }
)
"""What outlasts the agreement, emptied of names: who the district was, what was done, and that."""
WITHOUT_A_NAME = frozenset({"deidentified_records"})
"""What outlasts it besides where the end was confirmed so."""
LONGEST_REASON = 1000


class End(NamedTuple):
    """The end of the agreement as its page shows it."""

    id: UUID
    state: str
    asked_by: str
    asked_at: datetime
    asked_by_me: bool
    export_taken_at: datetime | None
    export_declined: str
    confirmed_by: str
    confirmed_at: datetime | None
    destroy_on: date | None
    stays: str
    """On which ground rows without a name stay; nothing where everything is destroyed."""
    open_requests: int
    """Records about which a request is open."""

    @property
    def export_settled(self) -> bool:
        """Whether the export was taken, or is not wanted."""
        return self.export_taken_at is not None or bool(self.export_declined)


class NotReady(Exception):  # noqa: N818 - an answer to the operator, not a fault
    """The agreement cannot be ended now; the text says what is missing."""


def current(desk: Desk) -> End | None:
    """The end that was asked for, if any."""
    require(desk.actor, Permission.DISTRICT_AGREEMENT_END)
    row = open_end(desk)
    if row is None:
        return None
    names = names_of(desk, {one for one in (row.asked_by, row.confirmed_by) if one})
    return End(
        row.id,
        row.state,
        names.get(row.asked_by, ""),
        row.asked_at,
        row.asked_by == desk.actor.user_id,
        row.export_taken_at,
        _declined(desk, row),
        names.get(row.confirmed_by, "") if row.confirmed_by else "",
        row.confirmed_at,
        row.destroy_on,
        deidentifying.determination_of(row.stays).words(today(desk)) if row.stays else "",
        len(students_on_hold(desk)),
    )


def time_of_the_law(desk: Desk) -> Parameter:
    """In how many days what the district asks to be deleted is deleted."""
    return in_force("requests", "deletion_days", today(desk))


def ask(desk: Desk, determination: Determination | None = None) -> None:
    """Ask for the end of the agreement; the first of two people.

    `determination`: on what ground rows without a name stay; else nothing does.
    """
    require(desk.actor, Permission.DISTRICT_AGREEMENT_END)
    if open_end(desk) is not None:
        raise Refused("The end of the agreement was asked for already.")
    row = AgreementEnd(
        id=uuid4(),
        district_id=desk.actor.district_id,
        state="asked",
        asked_by=desk.actor.user_id,
        asked_at=desk.now,
        stays=deidentifying.kept_as(determination),
    )
    desk.session.add(row)
    desk.session.flush()
    desk.record(Event.AGREEMENT_END_ASKED, "agreement_end", row.id)
    desk.session.commit()


def decline_export(desk: Desk, reason: str) -> None:
    """Note that the district does not want the export, with the reason."""
    require(desk.actor, Permission.DISTRICT_AGREEMENT_END)
    row = _there(desk)
    if not reason.strip():
        desk.session.rollback()
        raise Refused("Say why the district does not take its data, for example where they are.")
    place = Place("agreement_ends", "export_declined_reason_sealed", row.id)
    sealed = seal_json(desk.keys, place, reason.strip()[:LONGEST_REASON])
    row.export_declined_reason_sealed = sealed
    desk.session.commit()


def confirm(desk: Desk, typed_number: str) -> date:
    """Confirm as the second person; from now the waiting period runs. Returns its last day.

    `typed_number`: the county-district number, typed. Raises `Refused`.
    """
    require(desk.actor, Permission.DISTRICT_AGREEMENT_END)
    row = _there(desk)
    missing = _missing(desk, row)
    if typed_number.strip() != _number(desk):
        missing.append("Type the county-district number to confirm.")
    if missing:
        desk.session.rollback()
        raise Refused(*missing)
    days = periods.in_force(desk, "end_waiting_days").value
    row.state, row.confirmed_by, row.confirmed_at = "confirmed", desk.actor.user_id, desk.now
    row.destroy_on = today(desk) + timedelta(days=days)
    desk.record(Event.AGREEMENT_END_CONFIRMED, "agreement_end", row.id)
    desk.session.commit()
    return row.destroy_on


def withdraw(desk: Desk) -> None:
    """Take the end back; nothing was destroyed yet. One person is enough."""
    require(desk.actor, Permission.DISTRICT_AGREEMENT_END)
    row = _there(desk)
    row.state, row.withdrawn_by, row.withdrawn_at = "withdrawn", desk.actor.user_id, desk.now
    desk.record(Event.AGREEMENT_END_WITHDRAWN, "agreement_end", row.id)
    desk.session.commit()


def carry_out(desk: Desk) -> Destruction:
    """Operator: destroy every row and the keys of the district; the caller commits, then removes
    the files and what waits on the queue. Raises `NotReady`.

    The audit trail and the certificate stay, outside the district's keys.
    """
    row = _due(desk)
    certificate = destructions.new_destruction(desk, "agreement", subject_id=desk.actor.district_id)
    certificate.instructed_by, certificate.instructed_at = row.asked_by, row.asked_at
    certificate.confirmed_by = row.confirmed_by
    certificate.people, certificate.stays = {}, row.stays
    remains: list[Remains] = []
    if row.stays is not None:
        everybody = desk.session.scalars(select(Student.id)).all()
        remains = [*deidentifying.remains_of(desk, everybody).values()]
    counts = _rows(desk, STAY if row.stays is None else STAY | WITHOUT_A_NAME)
    destructions.finish(desk, certificate, counts, remains)
    certificate.kept = dict(certificate.kept) | {"Audit trail": _sealed_trail(desk)}
    desk.session.flush()
    return certificate


def destroy_keys(desk: Desk) -> None:
    """The last act: after it nothing of the district can be opened. The caller commits."""
    desk.session.execute(update(DataKey).values(wrapped=None, destroyed_at=desk.now))


def _due(desk: Desk) -> AgreementEnd:
    row = open_end(desk)
    if row is None or row.state != "confirmed" or row.destroy_on is None:
        raise NotReady("The end of the agreement is not confirmed by two people.")
    if today(desk) < row.destroy_on:
        raise NotReady(f"The waiting period runs until {row.destroy_on.isoformat()}.")
    if row.export_taken_at is None and students_on_hold(desk):
        raise NotReady(
            "A family's request about a record is open, and the district has not taken its export: "
            "close the request or take the export first (34 CFR 99.10(e))."
        )
    return row


def _rows(desk: Desk, stay: Collection[str]) -> Counter[str]:
    """Delete everything that names anybody, children first."""
    counts: Counter[str] = Counter()
    desk.session.execute(select(func.forget_sign_ins()))
    for table in reversed(Base.metadata.sorted_tables):
        if table.name in stay:
            continue
        gone = desk.session.execute(delete(table).returning(table.c.id)).all()
        counts[kind_of_table(table.name).id] += len(gone)
    desk.session.expire_all()
    return +counts


def _sealed_trail(desk: Desk) -> str:
    """What the trail was when it could last be verified: its key goes with the district's."""
    last = desk.session.scalars(
        select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)
    ).one()
    broken = audit_check.first_broken_link(desk.session, desk.keys)
    whole = "whole" if broken is None else f"broken at entry {broken}"
    return (
        f"Numbers only. Verified {whole} before the keys were destroyed: {last.number} entries, "
        f"the last with the hash {last.hash.hex()[:16]}."
    )


def _missing(desk: Desk, row: AgreementEnd) -> list[str]:
    said = []
    if row.state != "asked":
        said.append("The end is confirmed already.")
    if row.asked_by == desk.actor.user_id:
        said.append("Another person must confirm: you asked for it.")
    if row.export_taken_at is None and row.export_declined_reason_sealed is None:
        said.append("Take the complete export first, or say why the district does not want it.")
    return said


def _number(desk: Desk) -> str:
    found = desk.session.execute(text("select number from districts")).scalar_one()
    return str(found)


def _there(desk: Desk) -> AgreementEnd:
    query = select(AgreementEnd).where(AgreementEnd.state.in_(OPEN)).with_for_update()
    row = desk.session.scalars(query).first()
    if row is None:
        raise NotFound("end of the agreement")
    return row


def _declined(desk: Desk, row: AgreementEnd) -> str:
    if row.export_declined_reason_sealed is None:
        return ""
    place = Place("agreement_ends", "export_declined_reason_sealed", row.id)
    return str(unseal_json(desk.keys, place, row.export_declined_reason_sealed))
