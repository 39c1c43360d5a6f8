"""Which terms a person has still to read, and that they have read them."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select

from careercraft.models import TermsAcknowledgement
from careercraft.privacy.events import Event
from careercraft.privacy.promises import Terms, announced, holding
from careercraft.services.context import Desk
from careercraft.services.records.cases import today


def unread(desk: Desk) -> tuple[Terms, ...]:
    """The version that holds, and one that is announced, where the person has not read them."""
    on = today(desk)
    wanted = [one for one in (holding(on), announced(on)) if one is not None]
    query = select(TermsAcknowledgement.version).where(
        TermsAcknowledgement.user_id == desk.actor.user_id
    )
    known = set(desk.session.scalars(query))
    return tuple(one for one in wanted if one.id not in known)


def acknowledge(desk: Desk) -> None:
    """Note that the person has read what was still to be read."""
    for one in unread(desk):
        desk.session.add(
            TermsAcknowledgement(
                id=uuid4(),
                district_id=desk.actor.district_id,
                user_id=desk.actor.user_id,
                version=one.id,
                acknowledged_at=desk.now,
            )
        )
        desk.session.flush()
        details = {"version": one.id}
        desk.record(Event.TERMS_ACKNOWLEDGED, "terms", details=details)
    desk.session.commit()
