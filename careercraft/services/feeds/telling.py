"""Messages about feeds: which source, what happened, what to do. No file name, nobody's name.

They are built from closed words alone: nothing that a person typed, no file and no server is
quoted, so that no message can carry anything about a student.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from careercraft.clock import TEXAS
from careercraft.filters import long_date
from careercraft.imports.formats import format_by_id
from careercraft.models import Assignment, Feed, User
from careercraft.privacy.identity import open_staff
from careercraft.privacy.permissions import PERMISSIONS_OF_ROLE, Permission
from careercraft.services.context import Desk
from careercraft.services.feeds.due import due_on
from careercraft.services.feeds.words import OVERDUE, Told, told
from careercraft.services.mail import outbox
from careercraft.services.mail.outbox import Letter

FAILED, WAITS, LATE = "feed_failed", "feed_waits", "feed_overdue"


def failed(desk: Desk, feed: Feed, reason: str) -> None:
    """Tell the people of a feed that a look did not work."""
    why = told(reason)
    if why is not None:
        _tell(desk, feed, FAILED, f"{source_name(feed)}: no files fetched", [why])


def waits(desk: Desk, feed: Feed, reasons: Sequence[str]) -> None:
    """Tell them that files wait for a person, or were refused."""
    known = [why for why in (told(code) for code in dict.fromkeys(reasons)) if why is not None]
    number = "A file" if len(reasons) == 1 else f"{len(reasons)} files"
    verb = "needs" if len(reasons) == 1 else "need"
    _tell(desk, feed, WAITS, f"{source_name(feed)}: {number.lower()} {verb} you", known)


def overdue(desk: Desk, feed: Feed) -> None:
    """Tell them that no new file has come when one was due."""
    day = long_date(due_on(feed))
    _tell(desk, feed, LATE, f"{source_name(feed)}: new file overdue since {day}", [OVERDUE])


def source_name(feed: Feed) -> str:
    """What a feed brings, in our words: never the name that somebody gave it."""
    if feed.mapping_id is not None:
        return "Feed of a layout of your own"
    return f"Feed “{format_by_id(feed.format_id).title}”" if feed.format_id else "Feed"


def _tell(desk: Desk, feed: Feed, about: str, subject: str, why: Iterable[Told]) -> None:
    when = desk.now.astimezone(TEXAS)
    lines = [f"{long_date(when.date())}, {when:%H:%M} Texas time.", ""]
    for one in why:
        lines += [one.sentence, one.next_step, ""]
    if desk.outside.address:
        lines += [f"See the feed: {desk.outside.address}/files/feeds/{feed.id}", ""]
    lines += ["This message holds nothing about any student. Do not send student data by e-mail."]
    text = "\n".join(lines)
    letters = [Letter(to, f"CareerCraft: {subject}", text) for to in recipients(desk, feed)]
    outbox.put(desk, about, feed.id, letters)


def recipients(desk: Desk, feed: Feed) -> tuple[str, ...]:
    """Whoever sets feeds up in this district, and the person in whose name this one loads."""
    manages = [
        role.value
        for role, held in PERMISSIONS_OF_ROLE.items()
        if Permission.DISTRICT_FEEDS_MANAGE in held
    ]
    of_role = select(Assignment.user_id).where(Assignment.role.in_(manages))
    query = select(User).where(
        User.disabled_at.is_(None), (User.id == feed.acts_for) | User.id.in_(of_role)
    )
    found = {open_staff(desk.keys, one).email for one in desk.session.scalars(query)}
    return tuple(sorted(found))
