"""The audit chain: whole when left alone, and broken exactly where somebody touched it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from careercraft.db import APP_ROLE, enter_district, make_engine
from careercraft.models import AuditEvent, AuditHead
from careercraft.privacy import audit_check
from careercraft.privacy.access import Actor
from careercraft.privacy.audit import link_hash
from careercraft.privacy.audit_check import Head, Kind, check, head_seal
from careercraft.privacy.events import Event
from careercraft.services.context import Desk
from careercraft.services.oversight import heads
from tests.conftest import with_driver
from tests.seed import SmallDistrict

LINKS = 8
FORGED = {
    "at": "2020-01-01T00:00:00+00:00",
    "actor_id": str(uuid4()),
    "sign_in_id": str(uuid4()),
    "action": "student:viewed",
    "object_type": "x",
    "object_id": str(uuid4()),
    "reason": "x",
    "details": '{"shown": 99}',
    "previous_hash": b"x" * 32,
    "hash": b"y" * 32,
}
"""Another value for each thing that a link says."""
TYPES = {
    "at": "timestamptz",
    "details": "jsonb",
    "hash": "bytea",
    "previous_hash": "bytea",
    **dict.fromkeys(("actor_id", "sign_in_id", "object_id"), "uuid"),
}


@pytest.fixture
def chain(desk: Desk) -> Desk:
    """A district with exactly eight more links, and the number of the first in `first_of`."""
    for count in range(LINKS):
        desk.record(Event.ROSTER_VIEWED, "class", details={"class_of": 2027, "shown": count})
    desk.session.commit()
    return desk


@pytest.fixture
def tamper(database_urls: tuple[str, str]) -> Iterator[Callable[..., audit_check.Checked]]:
    """Do what an intruder with every right on the database would do, look, and take it back."""
    owner = make_engine(with_driver(database_urls[0]))

    def work(desk: Desk, *statements: tuple[str, Any]) -> audit_check.Checked:
        with owner.connect() as connection:
            for table in ("audit_events", "audit_heads"):
                connection.execute(text(f"alter table {table} disable trigger user"))
            for statement, values in statements:
                connection.execute(text(statement), {**values, "d": desk.actor.district_id})
            connection.execute(text(f"set local role {APP_ROLE}"))
            with Session(connection) as session:
                enter_district(session, desk.actor.district_id)
                found = check(session, desk.keys, heads.elsewhere(desk))
            connection.rollback()
            return found

    yield work
    owner.dispose()


def last_number(desk: Desk) -> int:
    found = check(desk.session, desk.keys)
    assert found.broken is None
    assert found.last is not None
    return found.last.number


REMOVE = "delete from audit_events where district_id = :d and number = :n"
CLOSE_UP = "update audit_events set number = number + :by where district_id = :d and number > :n"
AWAY = 1_000_000


def shifted(after: int, by: int) -> tuple[tuple[str, Any], ...]:
    """Move every later number, in two steps because numbers are unique."""
    return (
        (CLOSE_UP, {"n": after, "by": AWAY}),
        (CLOSE_UP, {"n": AWAY, "by": by - AWAY}),
    )


def test_a_chain_left_alone_verifies(chain: Desk) -> None:
    found = check(chain.session, chain.keys)
    assert found.broken is None
    assert found.links == found.whole == last_number(chain) >= LINKS


def test_whoever_waits_for_another_link_goes_on_after_it(
    chain: Desk, district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    first = last_number(chain)
    chain.record(Event.ROSTER_VIEWED, "class")
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(record_and_commit, desk_of(district.counselor))
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.3)
        chain.session.commit()
        waiting.result(timeout=30)
    assert last_number(chain) == first + 2


def record_and_commit(desk: Desk) -> None:
    desk.record(Event.ROSTER_VIEWED, "class")
    desk.session.commit()


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.integers(0, 100), field=st.sampled_from(sorted(FORGED)))
def test_any_change_of_any_link_is_found_where_it_is(
    chain: Desk, tamper: Callable[..., audit_check.Checked], place: int, field: str
) -> None:
    number = 1 + place % last_number(chain)
    other = f"{field} = cast(:v as {TYPES.get(field, 'text')})"
    change = f"update audit_events set {other} where district_id = :d and number = :n"
    found = tamper(chain, (change, {"n": number, "v": FORGED[field]}))
    assert found.broken is not None
    assert (found.broken.number, found.broken.kind) == (number, Kind.CHANGED)
    assert found.whole == number - 1


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.integers(0, 100), close_up=st.booleans())
def test_any_link_that_is_taken_out_is_missed_even_if_the_others_close_up(
    chain: Desk, tamper: Callable[..., audit_check.Checked], place: int, close_up: bool
) -> None:
    number = 1 + place % (last_number(chain) - 1)
    more = shifted(number, -1) if close_up else ()
    found = tamper(chain, (REMOVE, {"n": number}), *more)
    assert found.broken is not None
    assert (found.broken.number, found.broken.kind) == (number, Kind.REMOVED)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.integers(0, 100), copied=st.booleans())
def test_any_link_that_is_put_in_is_found(
    chain: Desk, tamper: Callable[..., audit_check.Checked], place: int, copied: bool
) -> None:
    number = 1 + place % last_number(chain)
    fields = (
        "district_id, at, actor_id, sign_in_id, action, object_type, object_id, reason, details, "
        "previous_hash"
    )
    hash_ = "hash" if copied else "sha256(hash)"
    put_in = (
        f"insert into audit_events (id, number, {fields}, hash) select gen_random_uuid(), :n, "
        f"{fields}, {hash_} from audit_events where district_id = :d and number = :from"
    )
    source = number + 1 if not copied else 1 if number > 1 else 3
    found = tamper(chain, *shifted(number - 1, 1), (put_in, {"n": number, "from": source}))
    assert found.broken is not None
    assert (found.broken.number, found.broken.kind) == (number, Kind.INSERTED)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=st.integers(0, 100), second=st.integers(0, 100))
def test_links_that_change_places_are_found(
    chain: Desk, tamper: Callable[..., audit_check.Checked], first: int, second: int
) -> None:
    length = last_number(chain)
    one = 1 + first % (length - 1)
    other = one + 1 + second % (length - one)
    move = "update audit_events set number = :to where district_id = :d and number = :n"
    swap = (
        (move, {"n": one, "to": AWAY}),
        (move, {"n": other, "to": one}),
        (move, {"n": AWAY, "to": other}),
    )
    found = tamper(chain, *swap)
    assert found.broken is not None
    assert (found.broken.number, found.broken.kind) == (one, Kind.REORDERED)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kept=st.integers(0, 100), heads_too=st.booleans())
def test_a_cut_tail_is_noticed_by_the_head_kept_elsewhere(
    chain: Desk, tamper: Callable[..., audit_check.Checked], kept: int, heads_too: bool
) -> None:
    heads.note(chain)
    length = last_number(chain)
    left = kept % length
    cut = "delete from audit_events where district_id = :d and number > :n"
    forget = (("delete from audit_heads where district_id = :d", {}),) if heads_too else ()
    found = tamper(chain, (cut, {"n": left}), *forget)
    assert found.broken is not None
    assert (found.broken.number, found.broken.kind) == (left + 1, Kind.TRUNCATED)


def test_a_printed_head_notices_what_was_cut_where_nothing_else_remembers(
    chain: Desk, tamper: Callable[..., audit_check.Checked]
) -> None:
    found = check(chain.session, chain.keys)
    assert found.last is not None
    printed = heads.parsed(heads.printed(found.last))
    longer = Head(printed.number + 1, printed.hash)
    assert check(chain.session, chain.keys, [printed]).broken is None
    cut = check(chain.session, chain.keys, [longer]).broken
    assert cut is not None
    assert (cut.number, cut.kind) == (longer.number, Kind.TRUNCATED)


def test_a_chain_written_anew_with_the_key_does_not_fit_its_printed_head(chain: Desk) -> None:
    found = check(chain.session, chain.keys)
    assert found.last is not None
    other = found.last._replace(hash=b"z" * 32)
    broken = check(chain.session, chain.keys, [other]).broken
    assert broken is not None
    assert (broken.number, broken.kind) == (other.number, Kind.REPLACED)


def test_a_forged_head_counts_for_nothing_and_is_told(chain: Desk) -> None:
    forged = Head(5_000, b"h" * 32, chain.now)
    assert head_seal(chain.keys, forged) != b"s" * 32
    row = AuditHead(district_id=chain.actor.district_id, **forged._asdict() | {"seal": b"s" * 32})
    chain.session.add(row)
    chain.session.commit()
    found = check(chain.session, chain.keys)
    assert (found.forged_heads, found.broken) == (1, None)


def test_what_is_written_while_a_head_is_noted_is_no_break(chain: Desk) -> None:
    noted = heads.note(chain)
    chain.record(Event.ROSTER_VIEWED, "class", details={"shown": 1})
    chain.session.commit()
    found = check(chain.session, chain.keys, heads.elsewhere(chain))
    assert found.broken is None
    assert found.whole > noted.number


def test_a_link_from_before_sign_ins_were_kept_verifies_as_it_was_written(
    chain: Desk, desk: Desk
) -> None:
    link = AuditEvent(
        number=1, at=desk.now, action="x", object_type="y", details={}, previous_hash=b""
    )
    before = link_hash(desk.keys, link)
    link.sign_in_id = uuid4()
    assert link_hash(desk.keys, link) != before
