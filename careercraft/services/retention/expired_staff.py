"""Closed accounts of staff, and what the registers hold of them, past their period.

The row of an account stays, as the audit trail and much else names its number; the name behind the
number goes.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, func, or_, select

from careercraft.models import (
    AccessReviewLine,
    ApiToken,
    Assignment,
    StaffProof,
    TermsAcknowledgement,
    User,
)
from careercraft.privacy.identity import EMPTIED
from careercraft.services.context import Desk
from careercraft.services.retention.expiring import Expiry, ids, midnight, row_of

LOOKUP_BYTES = 32
NO_PASSWORD = ""
IN_REGISTERS: tuple[Any, ...] = (StaffProof, AccessReviewLine, TermsAcknowledgement)


def accounts(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Accounts that were closed by then and still have a name."""
    query = select(User.id).where(
        User.disabled_at < midnight(until), User.identity_sealed != EMPTIED
    )
    return ids(desk, query.order_by(User.id))


def _destroy_account(desk: Desk, user_id: UUID) -> None:
    """Name, address, password and roles go; nothing can be signed in with any more."""
    user = desk.session.get_one(User, user_id)
    user.identity_sealed, user.password_hash = EMPTIED, NO_PASSWORD
    user.email_lookup = secrets.token_bytes(LOOKUP_BYTES)
    desk.session.flush()
    desk.session.execute(delete(Assignment).where(Assignment.user_id == user_id))
    desk.session.execute(select(func.forget_sign_in(user_id)))


def in_registers(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Closed accounts of which a register still tells."""
    told = or_(*(exists().where(one.user_id == User.id) for one in IN_REGISTERS))
    query = select(User.id).where(User.disabled_at < midnight(until), told)
    return ids(desk, query.order_by(User.id))


def _destroy_in_registers(desk: Desk, user_id: UUID) -> None:
    for register in IN_REGISTERS:
        desk.session.execute(delete(register).where(register.user_id == user_id))


def tokens(desk: Desk, until: date, _held: Collection[UUID]) -> list[UUID]:
    """Tokens of programs that have ended."""
    ended = or_(ApiToken.revoked_at < midnight(until), ApiToken.expires_at < midnight(until))
    return ids(desk, select(ApiToken.id).where(ended).order_by(ApiToken.id))


ACCOUNTS = Expiry(accounts, _destroy_account, ("users", "assignments", "sign_in_index"))
REGISTERS = Expiry(
    in_registers,
    _destroy_in_registers,
    ("staff_proofs", "access_review_lines", "terms_acknowledgements"),
)
TOKENS = Expiry(tokens, row_of(ApiToken), ("api_tokens",))
