"""The outbox: a message is a row until the mail server has taken it, and tried again until then."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import NamedTuple, Protocol
from uuid import UUID, uuid4

from sqlalchemy import Select, select

from careercraft.models import Mail
from careercraft.outside import MailServer
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk
from careercraft.services.mail.handing import CannotHandOver, handing

FIRST_PAUSE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=6)
GIVEN_UP_AFTER = timedelta(days=5)
MOST_AT_ONCE = 100


class Letter(NamedTuple):
    """What a message says, and to whom. It never holds anything about a student."""

    to: str
    subject: str
    text: str


class Waiting(NamedTuple):
    """How many messages wait, and since when the oldest does."""

    messages: int
    since: datetime | None
    failure: str | None


class Hands(Protocol):
    """What hands messages over; raises `CannotHandOver`."""

    def give(self, message: EmailMessage) -> None:
        """Give one message to the server."""


def put(desk: Desk, about: str, subject_id: UUID, letters: Iterable[Letter]) -> int:
    """Keep messages to be sent; the caller commits. Returns how many."""
    count = 0
    for letter in letters:
        mail_id = uuid4()
        desk.session.add(
            Mail(
                id=mail_id,
                district_id=desk.actor.district_id,
                about=about,
                subject_id=subject_id,
                letter_sealed=seal_json(desk.keys, _place(mail_id), letter._asdict()),
                created_at=desk.now,
                next_try_at=desk.now,
            )
        )
        count += 1
    desk.session.flush()
    return count


def waiting(desk: Desk) -> Waiting:
    """What has not been handed over yet."""
    query = select(Mail).where(Mail.state == "waiting").order_by(Mail.created_at)
    found = list(desk.session.scalars(query))
    if not found:
        return Waiting(0, None, None)
    return Waiting(len(found), found[0].created_at, found[0].failure)


def send(desk: Desk) -> int:
    """Hand over what is due, and note for each what came of it; returns how many were taken.

    Without a mail server in the settings everything waits. Commits after each message, so that one
    that was taken is never sent again.
    """
    server = desk.outside.mail
    if server is None:
        return 0
    due = _due(desk).with_only_columns(Mail.id).order_by(Mail.next_try_at).limit(MOST_AT_ONCE)
    ids = list(desk.session.scalars(due))
    if not ids:
        return 0
    try:
        with handing(server) as hands:
            return sum(_send_one(desk, server, hands, one) for one in ids)
    except CannotHandOver as problem:
        for mail in desk.session.scalars(_due(desk).with_for_update(skip_locked=True)):
            _put_off(desk, mail, problem.code)
        desk.session.commit()
        return 0


def _due(desk: Desk) -> Select[Mail]:
    return select(Mail).where(Mail.state == "waiting", Mail.next_try_at <= desk.now)


def _send_one(desk: Desk, server: MailServer, hands: Hands, mail_id: UUID) -> bool:
    """Send one message, unless somebody else is at it or has sent it."""
    mine = _due(desk).where(Mail.id == mail_id).with_for_update(skip_locked=True)
    mail = desk.session.scalars(mine).one_or_none()
    if mail is None:
        return False
    try:
        hands.give(_message(desk, server, mail))
    except CannotHandOver as problem:
        _put_off(desk, mail, problem.code)
    else:
        mail.state, mail.sent_at, mail.failure = "sent", desk.now, None
        mail.attempts += 1
    desk.session.commit()
    return mail.state == "sent"


def _put_off(desk: Desk, mail: Mail, code: str) -> None:
    """Later each time, and at last not at all."""
    mail.attempts += 1
    mail.failure = code
    pause = min(FIRST_PAUSE * 2 ** (mail.attempts - 1), LONGEST_PAUSE)
    mail.next_try_at = desk.now + pause
    if desk.now - mail.created_at > GIVEN_UP_AFTER:
        mail.state = "given_up"


def _message(desk: Desk, server: MailServer, mail: Mail) -> EmailMessage:
    letter = Letter(**unseal_json(desk.keys, _place(mail.id), mail.letter_sealed))
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, letter.to, letter.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = make_msgid(mail.id.hex, server.sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message


def _place(mail_id: UUID) -> Place:
    return Place("mails", "letter_sealed", mail_id)
