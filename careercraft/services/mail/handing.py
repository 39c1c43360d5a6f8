"""Handing messages to the mail server, over TLS whose certificate is checked."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from careercraft.outside import MailServer

SECONDS_TO_ANSWER = 20


class CannotHandOver(Exception):  # noqa: N818 - noted with the message, which waits
    """The server did not take a message; `code` is the kind of failure, never its text."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Connection:
    """An open line to the mail server."""

    def __init__(self, line: smtplib.SMTP) -> None:
        self._line = line

    def give(self, message: EmailMessage) -> None:
        """Give one message; raises `CannotHandOver`."""
        try:
            self._line.send_message(message)
        except (smtplib.SMTPException, OSError) as failure:
            raise CannotHandOver(type(failure).__name__) from None


@contextmanager
def handing(server: MailServer) -> Iterator[Connection]:
    """A line to the server for some messages; raises `CannotHandOver`."""
    try:
        line = _open(server)
    except (smtplib.SMTPException, OSError) as failure:
        raise CannotHandOver(type(failure).__name__) from None
    try:
        yield Connection(line)
    finally:
        _close(line)


def _open(server: MailServer) -> smtplib.SMTP:
    trusted = ssl.create_default_context(cafile=server.authorities or None)
    line: smtplib.SMTP
    if server.tls == "tls":
        line = smtplib.SMTP_SSL(
            server.host, server.port, timeout=SECONDS_TO_ANSWER, context=trusted
        )
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=SECONDS_TO_ANSWER)
    try:
        if server.tls == "starttls":
            line.starttls(context=trusted)
        if server.user:
            line.login(server.user, server.password)
    except BaseException:
        line.close()
        raise
    return line


def _close(line: smtplib.SMTP) -> None:
    try:
        line.quit()
    except (smtplib.SMTPException, OSError):
        line.close()
