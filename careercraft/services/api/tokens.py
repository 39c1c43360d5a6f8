"""Tokens: made by the director, shown once, told apart, ended."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID, uuid4, uuid5

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from careercraft.db import enter_district
from careercraft.models import ApiToken, District, User
from careercraft.privacy.access import Actor, NotFound, permissions, require
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk
from careercraft.services.districts import district_id_of
from careercraft.services.people import actor_of, names_of

PREFIX = "careercraft"
SECRET_BYTES = 32
HINT_LETTERS = 6
LONGEST_NAME = 60
LIFETIMES = {30: "30 days", 90: "90 days", 180: "180 days", 365: "one year"}
SEEN_AGAIN_AFTER = timedelta(minutes=1)


class Scope(StrEnum):
    """What a token can open, sorted."""

    BONUS = "bonus"
    CAMPUS_RESULTS = "campus_results"
    EVIDENCE = "evidence"
    OUTCOMES = "outcomes"
    PROGRAMS = "programs"
    RULES = "rules"
    STUDENTS = "students"


SCOPE_WORDS = {
    Scope.STUDENTS: "Students: names, IDs, campus, class and groups",
    Scope.OUTCOMES: "Outcomes: what the rules say of each student",
    Scope.EVIDENCE: "Evidence: scores, courses and credentials with their sources",
    Scope.CAMPUS_RESULTS: "Campus results: counts and rates",
    Scope.BONUS: "Outcomes bonus: counts and dollars",
    Scope.PROGRAMS: "ECHS and P-TECH programs: figures of the measures",
    Scope.RULES: "Rules: values, years and where they were read",
}


class BadToken(Exception):  # noqa: N818 - an answer to the person
    """What was asked for a token does not fit; `field` is which."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class AlreadyMade(Exception):  # noqa: N818 - an answer to the person
    """The form that asks for this token was sent before, and its token shown."""


class Made(NamedTuple):
    """A token that was just made; `text` is shown once and kept nowhere."""

    id: UUID
    text: str


class Listed(NamedTuple):
    """A token as the page lists it. `state`: working, expired, revoked or maker_gone."""

    id: UUID
    name: str
    hint: str
    scopes: tuple[str, ...]
    made_by: str
    made_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    state: str


class Caller(NamedTuple):
    """A program that showed a token: in whose name it reads, and what its token opens."""

    actor: Actor
    token_id: UUID
    scopes: frozenset[Scope]


def new_form() -> str:
    """What tells one form for a token apart from the next; it is no secret."""
    return uuid4().hex


def make(desk: Desk, name: str, scopes: Collection[str], days: int, form: str) -> Made:
    """Make a token; raises `BadToken`, and `AlreadyMade` for a form that made one before.

    `form` comes from `new_form`. The token's id follows from it and from who sends it, so that a
    page which is loaded again makes no second token, and the secret need not be kept anywhere in
    order to be shown.
    """
    require(desk.actor, Permission.DISTRICT_API_MANAGE)
    if not name.strip():
        raise BadToken("name", "Name the program that will use it.")
    if not scopes or not set(scopes) <= set(Scope):
        raise BadToken("scopes", "Choose what the program may read.")
    if days not in LIFETIMES:
        raise BadToken("days", "Choose how long the token is to work.")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    token_id = uuid5(desk.actor.district_id, f"{desk.actor.user_id} {form}")
    if desk.session.get(ApiToken, token_id) is not None:
        raise AlreadyMade
    desk.session.add(
        ApiToken(
            id=token_id,
            district_id=desk.actor.district_id,
            name_sealed=seal_json(desk.keys, _place(token_id), name.strip()[:LONGEST_NAME]),
            secret_hash=_hash(secret),
            hint=secret[:HINT_LETTERS],
            scopes={"allowed": sorted(scopes)},
            made_by=desk.actor.user_id,
            made_at=desk.now,
            expires_at=desk.now + timedelta(days=days),
        )
    )
    try:
        desk.session.flush()
    except IntegrityError as sent_twice_at_once:
        desk.session.rollback()
        raise AlreadyMade from sent_twice_at_once
    details: dict[str, Detail] = {"days": days, "scopes": ",".join(sorted(scopes))}
    desk.record(Event.API_ACCESS_GRANTED, "api_token", token_id, details=details)
    number = desk.session.get_one(District, desk.actor.district_id).number
    desk.session.commit()
    return Made(token_id, f"{PREFIX}_{number}_{secret}")


def revoke(desk: Desk, token_id: UUID) -> None:
    """End a token at once; one that was ended before stays so. Raises `NotFound`."""
    require(desk.actor, Permission.DISTRICT_API_MANAGE)
    token = desk.session.get(ApiToken, token_id)
    if token is None:
        raise NotFound("token")
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by = desk.now, desk.actor.user_id
        desk.record(Event.API_ACCESS_REVOKED, "api_token", token_id)
        desk.session.commit()


def listed(desk: Desk) -> tuple[Listed, ...]:
    """Every token of the district, latest first."""
    require(desk.actor, Permission.DISTRICT_API_MANAGE)
    found = list(desk.session.scalars(select(ApiToken).order_by(ApiToken.made_at.desc())))
    makers = {one.made_by for one in found}
    names = names_of(desk, makers)
    gone = {one for one in makers if not _may_make(desk.session, one)}
    return tuple(
        Listed(
            one.id,
            unseal_json(desk.keys, _place(one.id), one.name_sealed),
            one.hint,
            tuple(SCOPE_WORDS[Scope(scope)] for scope in one.scopes["allowed"]),
            names.get(one.made_by, "somebody who left"),
            one.made_at,
            one.expires_at,
            one.last_used_at,
            _state(one, desk.now, one.made_by in gone),
        )
        for one in found
    )


def recognise(session: Session, text: str, at: datetime) -> Caller | None:
    """Who shows this token; None where it opens nothing. The session stands in its district then.

    A token names its district, as a cookie does, so that no query looks over all of them.
    """
    prefix, _, rest = text.partition("_")
    number, _, secret = rest.partition("_")
    if prefix != PREFIX or not number.isdigit() or not secret:
        return None
    enter_district(session, district_id_of(number))
    token = session.scalars(select(ApiToken).where(ApiToken.secret_hash == _hash(secret))).first()
    if token is None or _state(token, at, not _may_make(session, token.made_by)) != "working":
        return None
    if token.last_used_at is None or at - token.last_used_at > SEEN_AGAIN_AFTER:
        token.last_used_at = at
        session.commit()
    scopes = frozenset(Scope(one) for one in token.scopes["allowed"])
    return Caller(actor_of(session, token.made_by), token.id, scopes)


def _state(token: ApiToken, at: datetime, maker_gone: bool) -> str:
    if token.revoked_at is not None:
        return "revoked"
    if token.expires_at <= at:
        return "expired"
    return "maker_gone" if maker_gone else "working"


def _may_make(session: Session, user_id: UUID) -> bool:
    """Whether somebody still works here and may make tokens: nobody reads for who has left."""
    user = session.get_one(User, user_id)
    held = permissions(actor_of(session, user_id))
    return user.disabled_at is None and Permission.DISTRICT_API_MANAGE in held


def _hash(secret: str) -> bytes:
    return sha256(secret.encode()).digest()


def _place(token_id: UUID) -> Place:
    return Place("api_tokens", "name_sealed", token_id)
