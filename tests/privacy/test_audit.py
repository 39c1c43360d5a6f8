"""The audit chain: unbroken when left alone, and broken exactly where somebody touched it."""

from __future__ import annotations

import psycopg

from careercraft.privacy.audit import first_broken_link
from careercraft.privacy.events import Event
from careercraft.services.context import Desk


def three_links(desk: Desk) -> int:
    """Add three links; the number of the first of them."""
    before = len(_numbers(desk))
    for count in range(3):
        desk.record(Event.ROSTER_VIEWED, "class", details={"class_of": 2027, "shown": count})
    desk.session.commit()
    return before + 1


def test_a_chain_left_alone_verifies(desk: Desk) -> None:
    three_links(desk)
    assert first_broken_link(desk.session, desk.keys) is None


def test_an_altered_link_is_located(desk: Desk, database_urls: tuple[str, str]) -> None:
    first = three_links(desk)
    _as_owner(
        desk, database_urls, "update audit_events set reason = 'x' where number = %s", first + 1
    )
    desk.session.expire_all()
    assert first_broken_link(desk.session, desk.keys) == first + 1


def test_a_removed_link_is_located(desk: Desk, database_urls: tuple[str, str]) -> None:
    first = three_links(desk)
    _as_owner(desk, database_urls, "delete from audit_events where number = %s", first + 1)
    desk.session.expire_all()
    assert first_broken_link(desk.session, desk.keys) == first + 1


def _numbers(desk: Desk) -> list[int]:
    from sqlalchemy import select  # noqa: PLC0415

    from careercraft.models import AuditEvent  # noqa: PLC0415

    return list(desk.session.scalars(select(AuditEvent.number)))


def _as_owner(desk: Desk, urls: tuple[str, str], change: str, number: int) -> None:
    """What an intruder with every right on the database would do."""
    with psycopg.connect(urls[0]) as owner:
        owner.execute("alter table audit_events disable trigger user")
        owner.execute((change + " and district_id = %s").encode(), (number, desk.actor.district_id))
        owner.execute("alter table audit_events enable trigger user")
