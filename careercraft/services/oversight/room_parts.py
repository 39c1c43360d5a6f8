"""What stands in an audit room, part by part, each read from the running application."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from careercraft.clock import TEXAS
from careercraft.db import Base
from careercraft.exports import export
from careercraft.filters import long_date
from careercraft.models import (
    AccessReview,
    AccessReviewLine,
    Assignment,
    AuditEvent,
    Campus,
    Disclosure,
    PrivacyRequest,
    SignIn,
    StaffProof,
    User,
)
from careercraft.privacy import promises
from careercraft.privacy.audit_check import Kind
from careercraft.privacy.cases import facts as case_facts
from careercraft.privacy.events import Event
from careercraft.privacy.identity import open_staff
from careercraft.privacy.parameters import in_force
from careercraft.privacy.permissions import PERMISSIONS_OF_ROLE, ROLE_TITLES, Permission, Role
from careercraft.services import lists, people
from careercraft.services.context import Desk
from careercraft.services.incidents import page as incidents
from careercraft.services.oversight import trail, verifying
from careercraft.services.records.disclosures import bases
from careercraft.services.records.packet_part import Part, Row
from careercraft.services.records.words import KINDS, STATES
from careercraft.services.retention import periods
from careercraft.services.retention.words import CLOCKS, ENDINGS, kept_for

MOST_OF_THE_TRAIL = 200_000


def controls(desk: Desk) -> Part:
    """What is encrypted and how, and by which rules people are let in: read from the code."""
    sealed = _sealed_columns()
    rows: list[Row] = [
        ("Personal data in the database", "AES-256-GCM, bound to district, table, column and row"),
        ("Files, uploads, prints and packets", "AES-256-GCM with the district's own key"),
        ("Keys of the district", "wrapped by the installation's master key (AES Key Wrap)"),
        ("Version of the district's key", str(desk.keys.current_version)),
        ("Sealed columns", ", ".join(f"{table} ({n})" for table, n in sorted(sealed.items()))),
        ("Fence between districts", "row-level security of the database, forced on every table"),
        ("A sign-in ends after idling", _minutes(people.IDLE_LIMIT)),
        ("A sign-in ends at the latest", _minutes(people.LONGEST_SIGN_IN)),
        ("Shortest password", f"{people.SHORTEST_PASSWORD} characters"),
        ("Passwords are kept as", "argon2id hashes, never as they are"),
        ("The audit trail", "a chain of keyed hashes (HMAC-SHA256) that can only be added to"),
        ("The queue of background work", "carries two ids per job, no name and no value"),
    ]
    return Part("controls", "Controls", "How data are kept.", ("Control", "How"), tuple(rows))


def _sealed_columns() -> Counter[str]:
    return Counter(
        name
        for name, table in Base.metadata.tables.items()
        for column in table.columns
        if column.name.endswith("_sealed")
    )


def _minutes(span: timedelta) -> str:
    return f"{span // timedelta(minutes=1)} minutes"


def roles(_desk: Desk) -> Part:
    """Each permission with the roles that bring it, as the running code has them."""
    rows = tuple(
        (
            permission.value,
            *("yes" if permission in PERMISSIONS_OF_ROLE[role] else "" for role in Role),
        )
        for permission in sorted(Permission)
    )
    columns = ("Permission", *(ROLE_TITLES[role] for role in Role))
    about = "Who may do what: scope, subject and act of each permission."
    return Part("roles", "Roles and permissions", about, columns, rows)


def access(desk: Desk) -> Part:
    """Who has access: each member of staff with roles, schools and the last time they were here."""
    campuses = {one.id: one.name for one in desk.session.scalars(select(Campus))}
    held: dict[object, list[str]] = {}
    for one in desk.session.scalars(select(Assignment)):
        place = f" at {campuses[one.campus_id]}" if one.campus_id else ""
        held.setdefault(one.user_id, []).append(f"{ROLE_TITLES[Role(one.role)]}{place}")
    query = select(SignIn.user_id, func.max(SignIn.last_seen_at)).group_by(SignIn.user_id)
    seen = {row[0]: row[1] for row in desk.session.execute(query)}
    rows = [
        (
            open_staff(desk.keys, user).name,
            "; ".join(sorted(held.get(user.id, []))) or "none",
            _day(user.created_at),
            _day(seen[user.id]) if user.id in seen else "never",
            _day(user.disabled_at) if user.disabled_at else "",
        )
        for user in desk.session.scalars(select(User))
    ]
    columns = ("Who", "Roles", "Since", "Last here", "Closed on")
    return Part("access", "Access list", "Who can sign in.", columns, tuple(sorted(rows)))


def verification(desk: Desk) -> Part:
    """The trail verified now, and the last verifications."""
    found = verifying.verify(desk)
    now = " ".join(verifying.sentences(found))
    rows: list[Row] = [(_day(desk.now), now)]
    rows += [(_day(one.at), one.sentence) for one in verifying.latest(desk, 30)]
    about = f"Kinds of break that are looked for: {', '.join(one.value for one in Kind)}."
    return Part("verification", "Audit trail verified", about, ("On", "Found"), tuple(rows))


def usage(desk: Desk) -> Part:
    """What was done in the year, by kind: counts from the trail."""
    query = (
        select(AuditEvent.action, func.count(), func.count(AuditEvent.actor_id.distinct()))
        .where(AuditEvent.at >= _since(desk))
        .group_by(AuditEvent.action)
    )
    rows = [
        (
            trail.KINDS[trail.kind_of(Event(action))],
            trail.action_words(action),
            str(times),
            str(persons),
        )
        for action, times, persons in desk.session.execute(query)
    ]
    about = f"From {_day(_since(desk))} on. Each entry stands in audit-trail.csv."
    columns = ("Kind", "What", "Times", "People")
    return Part("usage", "What was done", about, columns, tuple(sorted(rows)))


def incident_list(desk: Desk) -> Part:
    """Every incident with how its clocks were kept."""
    rows = tuple(
        (
            str(one.number),
            _day(one.discovered_at),
            one.state,
            "not settled" if one.affected is None else str(one.affected),
            f"{one.done} of {one.duties}",
            str(one.late),
        )
        for one in incidents.listing(desk)
    )
    columns = ("Incident", "Discovered", "Where it stands", "Affected", "Duties done", "Late")
    return Part("incidents", "Incidents", "By number, without contents.", columns, rows)


def requests(desk: Desk) -> Part:
    """Families' requests by kind and state: counts."""
    query = select(PrivacyRequest.kind, PrivacyRequest.state, func.count()).group_by(
        PrivacyRequest.kind, PrivacyRequest.state
    )
    rows = [
        (KINDS[case_facts.Kind(kind)], STATES[case_facts.State(state)], str(number))
        for kind, state, number in desk.session.execute(query)
    ]
    columns = ("Asked for", "State", "Cases")
    return Part("requests", "Families' requests", "Counts.", columns, tuple(sorted(rows)))


def disclosed(desk: Desk) -> Part:
    """Disclosures by ground: counts."""
    words = bases(desk.now.astimezone(TEXAS).date())
    query = select(Disclosure.basis, func.count()).group_by(Disclosure.basis)
    rows = [
        (words[basis].words, words[basis].section, str(number))
        for basis, number in desk.session.execute(query)
    ]
    about = "What went outside the school, by its ground."
    columns = ("Ground", "34 CFR", "Entries")
    return Part("disclosures", "Disclosures", about, columns, tuple(sorted(rows)))


def retention(desk: Desk) -> Part:
    """How long each kind of record is kept in this district, and why."""
    rows = tuple(
        (
            one.kind.title["en"],
            one.kind.what["en"],
            kept_for(one),
            CLOCKS[one.kind.clock],
            ENDINGS[one.kind.then],
            one.kind.basis,
        )
        for one in periods.listed(desk)
    )
    columns = ("Kind", "What", "Kept for", "From when", "Then", "Basis")
    return Part("retention", "Retention schedule", "Every table belongs to one.", columns, rows)


def vendors(_desk: Desk) -> Part:
    """Every vendor with what it sees, as the privacy page says it."""
    rows = tuple(
        (one.name["en"], one.purpose["en"], one.sees["en"], one.when["en"])
        for one in promises.vendors()
    )
    columns = ("Vendor", "For what", "What it sees", "When")
    return Part("vendors", "Vendors", "Who else sees data, and which.", columns, rows)


def proofs(desk: Desk) -> Part:
    """Training and background checks of people with access, as the register holds them."""
    query = select(StaffProof, User).join(User, User.id == StaffProof.user_id)
    found = desk.session.execute(query.where(StaffProof.withdrawn_at.is_(None)))
    rows = [
        (
            open_staff(desk.keys, user).name,
            proof.kind.replace("_", " "),
            long_date(proof.done_on),
            long_date(proof.good_until) if proof.good_until else "does not run out",
        )
        for proof, user in found
    ]
    columns = ("Who", "What", "Done on", "Good until")
    about = "Training and background checks that are on the register."
    return Part("training", "Training and checks", about, columns, tuple(sorted(rows)))


def reviews(desk: Desk) -> Part:
    """The yearly reviews of access, with how many roles were kept and removed."""
    line = AccessReviewLine
    query = (
        select(
            AccessReview.begun_at,
            AccessReview.closed_at,
            func.count(line.id),
            func.count(line.id).filter(line.decision == "removed"),
        )
        .outerjoin(line, line.review_id == AccessReview.id)
        .group_by(AccessReview.id)
        .order_by(AccessReview.begun_at.desc())
    )
    rows = tuple(
        (_day(begun), _day(closed) if closed else "open", str(roles_), str(removed))
        for begun, closed, roles_, removed in desk.session.execute(query)
    )
    columns = ("Begun", "Closed", "Roles looked at", "Roles removed")
    return Part("reviews", "Access reviews", "Who looked at who has access.", columns, rows)


PARTS: tuple[Callable[[Desk], Part], ...] = (
    controls,
    roles,
    access,
    reviews,
    proofs,
    vendors,
    verification,
    usage,
    incident_list,
    requests,
    disclosed,
    retention,
)
"""Every part of an audit room, in its order; a new register of the district joins here."""


def log_extract(desk: Desk) -> bytes:
    """The trail of the last year as CSV, students by opaque id."""
    query = (
        select(AuditEvent).where(AuditEvent.at >= _since(desk)).order_by(AuditEvent.number.desc())
    )
    rows = desk.session.scalars(query.limit(MOST_OF_THE_TRAIL)).all()
    facts = lists.facts(desk, f"Audit trail from {_day(_since(desk))}: {len(rows):,} entries")
    return export(trail.as_sheet(desk, rows, facts), "csv").content


def _since(desk: Desk) -> datetime:
    days: int = in_force("audit", "audit_log_days", desk.now.astimezone(TEXAS).date()).value
    return desk.now - timedelta(days=days)


def _day(moment: datetime) -> str:
    return long_date(moment.astimezone(TEXAS).date())
