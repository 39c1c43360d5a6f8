"""A case as the procedure sees it: ids and dates, never what the papers say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class Kind(StrEnum):
    """What a family asks for."""

    ACCESS = "access"
    AMENDMENT = "amendment"
    DELETION = "deletion"
    DISCLOSURE_LOG = "disclosure_log"
    RESTRICTION = "restriction"


class State(StrEnum):
    """Where a case stands. What begins with `closed` never changes again."""

    RECEIVED = "received"
    IDENTITY_PENDING = "identity_pending"
    STANDING_CHECK = "standing_check"
    TRIAGE = "triage"
    UNDER_REVIEW = "under_review"
    AWAITING_INFO = "awaiting_info"
    ROUTED_TO_SOURCE = "routed_to_source"
    REFERRED = "referred"
    DECIDED_GRANT = "decided_grant"
    DECIDED_DENY = "decided_deny"
    AMENDED = "amended"
    DENIAL_SENT = "denial_sent"
    HEARING_REQUESTED = "hearing_requested"
    HEARING_SCHEDULED = "hearing_scheduled"
    HEARING_HELD = "hearing_held"
    HEARING_DECIDED = "hearing_decided"
    STATEMENT_RIGHT = "statement_right"
    STATEMENT_ATTACHED = "statement_attached"
    READY = "ready"
    RESTRICTED = "restricted"
    DELETION_INSTRUCTED = "deletion_instructed"
    DELETED = "deleted"
    REFUSED = "refused"
    CLOSED_AMENDED = "closed_amended"
    CLOSED_DENIED = "closed_denied"
    CLOSED_FULFILLED = "closed_fulfilled"
    CLOSED_NO_STANDING = "closed_no_standing"
    CLOSED_NO_STATEMENT = "closed_no_statement"
    CLOSED_REFERRED = "closed_referred"
    CLOSED_REFUSED = "closed_refused"
    CLOSED_UNVERIFIED = "closed_unverified"
    CLOSED_WITH_STATEMENT = "closed_with_statement"
    CLOSED_WITHDRAWN = "closed_withdrawn"

    @property
    def closed(self) -> bool:
        """Whether nothing can happen to the case any more."""
        return self.value.startswith("closed_")


OPEN = frozenset(state for state in State if not state.closed)


class Letter(StrEnum):
    """What is written to the family."""

    RECEIVED = "received"
    IDENTITY_NEEDED = "identity_needed"
    IDENTITY_FAILED = "identity_failed"
    NO_STANDING = "no_standing"
    REFERRED = "referred"
    AMENDED = "amended"
    DENIED = "denied"
    HEARING_NOTICE = "hearing_notice"
    HEARING_DECISION = "hearing_decision"
    STATEMENT_RIGHT = "statement_right"
    STATEMENT_ACCEPTED = "statement_accepted"
    WITHDRAWN = "withdrawn"
    ACCESS_READY = "access_ready"
    DONE = "done"
    DELETION = "deletion"
    DEIDENTIFICATION = "deidentification"
    REFUSED = "refused"


class Ground(StrEnum):
    """On what ground a part of the record is contested (34 CFR 99.20(a))."""

    INACCURATE = "inaccurate"
    MISLEADING = "misleading"
    PRIVACY = "privacy"


class Item(NamedTuple):
    """One contested part of the record; each is decided by itself."""

    id: UUID
    proposal: str | None = None
    proposed_by: UUID | None = None
    decision: str | None = None
    decided_by: UUID | None = None
    hearing_outcome: str | None = None
    """`upheld` where the family was right, `lost` where the record stands."""
    amended: bool = False
    has_statement: bool = False

    @property
    def granted(self) -> bool:
        """Whether the record is to be changed, by decision or after the hearing."""
        return self.decision == "grant" or self.hearing_outcome == "upheld"

    @property
    def denied(self) -> bool:
        """Whether the record stands as it is, so far."""
        return self.decision == "deny" and self.hearing_outcome != "upheld"


class Case(NamedTuple):
    """One request. `steps`: what was done, each with the day it was last done."""

    kind: Kind
    state: State
    received_on: date
    requester_id: UUID | None = None
    """Where the person who asks is a member of the staff."""
    items: tuple[Item, ...] = ()
    letters: Mapping[Letter, date | None] = {}
    """Each letter that was prepared, with the day it was sent."""
    steps: Mapping[str, date] = {}
    identity_failures: int = 0
    hearing_officer_id: UUID | None = None
    hearing_on: date | None = None
    packet_ready: bool = False
    other_open: bool = False
    """Whether another request about the same record is open."""
    destroyed: bool = False
    """Whether the record is destroyed."""
    extensions: Mapping[str, date] = {}

    @property
    def deciders(self) -> frozenset[UUID]:
        """Everybody who proposed or decided a part of it."""
        both = [one for item in self.items for one in (item.proposed_by, item.decided_by)]
        return frozenset(one for one in both if one)


class Act(NamedTuple):
    """What somebody is about to do: who, on which day, with what in hand."""

    actor_id: UUID | None
    on: date
    given: Mapping[str, str] = {}
    officer_id: UUID | None = None
    hearing_on: date | None = None
    may_act: bool = False
    """Whether the person who asks holds the rights in this record; see `rights`."""
