"""Signing in: who gets in, for how long, and what a stranger learns (nothing)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from careercraft.db import district_session
from careercraft.models import Assignment, SignIn, User
from careercraft.privacy.access import Actor, Held
from careercraft.privacy.identity import StaffIdentity
from careercraft.privacy.keys import MasterKey
from careercraft.privacy.permissions import Role
from careercraft.services import people
from careercraft.services.context import Desk
from tests.conftest import MOMENT
from tests.seed import PASSWORD, SmallDistrict


@pytest.fixture
def email(district: SmallDistrict) -> str:
    return district.emails[Role.CAMPUS_COUNSELOR]


@pytest.fixture
def open_sign_in(
    factory: sessionmaker[Session], master: MasterKey
) -> Callable[..., people.SignedIn | None]:
    def attempt(email: str, password: str = PASSWORD, at: datetime = MOMENT) -> object:
        with factory() as session:
            signed_in = people.sign_in(session, master, email, password, at)
            session.commit()
            return signed_in

    return attempt  # type: ignore[return-value]


def recognised(
    factory: sessionmaker[Session], signed_in: people.SignedIn, at: datetime
) -> people.Person | None:
    with district_session(factory, signed_in.district_id) as session:
        return people.recognise(session, signed_in.token, at)


def test_the_right_password_opens_a_sign_in_for_the_right_person(
    factory: sessionmaker[Session], open_sign_in: Callable, district: SmallDistrict, email: str
) -> None:
    signed_in = open_sign_in(email.upper())
    person = recognised(factory, signed_in, MOMENT)
    assert person is not None
    assert person.actor == district.counselor._replace(sign_in_id=person.sign_in_id)


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD + "x", PASSWORD.upper()])
def test_a_wrong_password_opens_nothing(open_sign_in: Callable, email: str, password: str) -> None:
    assert open_sign_in(email, password) is None


def test_an_unknown_person_gets_the_same_answer(open_sign_in: Callable) -> None:
    assert open_sign_in("nobody@nowhere.example") is None


def test_a_disabled_person_does_not_get_in_and_an_open_sign_in_ends(
    factory: sessionmaker[Session], open_sign_in: Callable, district: SmallDistrict, email: str
) -> None:
    signed_in = open_sign_in(email)
    with district_session(factory, district.id) as session:
        session.get_one(User, district.counselor.user_id).disabled_at = MOMENT
        session.commit()
    assert recognised(factory, signed_in, MOMENT) is None
    assert open_sign_in(email) is None


@pytest.mark.parametrize(
    ("idle", "gets_in"),
    [
        (people.IDLE_LIMIT - timedelta(seconds=1), True),
        (people.IDLE_LIMIT, True),
        (people.IDLE_LIMIT + timedelta(seconds=1), False),
    ],
    ids=["just below", "at", "just above"],
)
def test_a_sign_in_ends_when_nobody_uses_it(
    factory: sessionmaker[Session],
    open_sign_in: Callable,
    email: str,
    idle: timedelta,
    gets_in: bool,
) -> None:
    signed_in = open_sign_in(email)
    assert (recognised(factory, signed_in, MOMENT + idle) is not None) is gets_in


def test_a_sign_in_that_is_used_all_day_still_ends(
    factory: sessionmaker[Session], open_sign_in: Callable, email: str
) -> None:
    signed_in, at = open_sign_in(email), MOMENT
    while at - MOMENT <= people.LONGEST_SIGN_IN:
        assert recognised(factory, signed_in, at) is not None
        at += people.IDLE_LIMIT
    assert recognised(factory, signed_in, at) is None


def test_a_token_that_was_never_given_opens_nothing(
    factory: sessionmaker[Session], district: SmallDistrict
) -> None:
    guess = people.SignedIn(district.id, district.counselor.user_id, "guess")
    assert recognised(factory, guess, MOMENT) is None


def test_a_token_opens_nothing_in_another_district(
    factory: sessionmaker[Session],
    open_sign_in: Callable,
    other_district: SmallDistrict,
    email: str,
) -> None:
    elsewhere = open_sign_in(email)._replace(district_id=other_district.id)
    assert recognised(factory, elsewhere, MOMENT) is None


def test_a_sign_in_that_was_ended_stays_ended(
    factory: sessionmaker[Session],
    open_sign_in: Callable,
    desk_of: Callable[[Actor], Desk],
    district: SmallDistrict,
    email: str,
) -> None:
    signed_in = open_sign_in(email)
    person = recognised(factory, signed_in, MOMENT)
    people.end_sign_in(desk_of(district.counselor), person.sign_in_id)
    assert recognised(factory, signed_in, MOMENT) is None


def test_only_a_hash_of_the_token_is_kept(
    factory: sessionmaker[Session], open_sign_in: Callable, email: str
) -> None:
    signed_in = open_sign_in(email)
    with district_session(factory, signed_in.district_id) as session:
        kept = session.scalars(select(SignIn.token_hash)).all()
    assert kept
    assert signed_in.token.encode() not in kept


@pytest.mark.parametrize(
    ("length", "accepted"), [(11, False), (12, True), (13, True), (128, True), (129, False)]
)
def test_a_password_has_a_sensible_length(
    desk: Desk, master: MasterKey, length: int, accepted: bool
) -> None:
    identity = StaffIdentity("Pat Example", f"pat{length}@example.test")
    held = [Held(Role.RECORDS_OFFICER, None)]
    if accepted:
        assert people.add_user(desk, master, identity, "p" * length, held).id
    else:
        with pytest.raises(people.PasswordTooShort):
            people.add_user(desk, master, identity, "p" * length, held)


def test_whoever_is_given_work_of_several_campuses_reaches_each_of_them(
    desk: Desk, district: SmallDistrict
) -> None:
    north, south = district.north.id, district.south.id
    counselor, director = district.counselor.user_id, district.director.user_id
    assert {counselor, director} <= given_work(desk, north)
    assert counselor not in given_work(desk, south) | given_work(desk, north, south)
    assert director in given_work(desk, north, south)
    also_south = Assignment(
        district_id=district.id,
        user_id=counselor,
        role=Role.CAMPUS_COUNSELOR.value,
        campus_id=south,
    )
    desk.session.add(also_south)
    desk.session.flush()
    assert counselor in given_work(desk, north, south)
    desk.session.get_one(User, counselor).disabled_at = MOMENT
    assert counselor not in given_work(desk, north, south)


def given_work(desk: Desk, *campuses: UUID) -> set[UUID]:
    return {id_ for id_, _ in people.staff_for_campuses(desk, campuses)}
