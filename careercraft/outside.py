"""What lies outside this program and is optional: the folder of feeds, the mail server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

TLS_KINDS = ("starttls", "tls", "none")
USUAL_PORTS = {"starttls": 587, "tls": 465, "none": 25}
USUAL_QUIET_SECONDS = 20
LONGEST_QUIET_SECONDS = 600


class OutsideProblem(Exception):  # noqa: N818 - it is shown to a person, not handled
    """A setting is malformed; the text names it and says what was expected."""


class MailServer(NamedTuple):
    """Where mail is handed over. `tls`: starttls, tls or none; `authorities`: a file of its own."""

    host: str
    port: int
    tls: str
    user: str
    password: str
    sender: str
    authorities: str


class Outside(NamedTuple):
    """The surroundings of an installation. None: it has no such thing.

    `address`: under which people open CareerCraft, for the links in messages. `quiet_seconds`: how
    long a file must not have changed to be complete. `local_servers`: whether files may be fetched
    from this machine itself, as in development and tests.
    """

    feed_folder: Path | None = None
    mail: MailServer | None = None
    address: str = ""
    quiet_seconds: float = USUAL_QUIET_SECONDS
    local_servers: bool = False


NOTHING_OUTSIDE = Outside()


def read_outside(environ: Mapping[str, str], *, production: bool) -> Outside:
    """Read the optional settings; raises `OutsideProblem` for the first that is malformed."""
    return Outside(
        _folder(environ),
        _mail(environ, production=production),
        _address(environ),
        _quiet(environ),
        local_servers=not production,
    )


def _folder(environ: Mapping[str, str]) -> Path | None:
    value = environ.get("CAREERCRAFT_FEED_FOLDER", "").strip()
    if value and not Path(value).is_absolute():
        raise _misread("CAREERCRAFT_FEED_FOLDER", "the absolute path of the folder of feeds")
    return Path(value) if value else None


def _mail(environ: Mapping[str, str], *, production: bool) -> MailServer | None:
    host = environ.get("CAREERCRAFT_SMTP_HOST", "").strip()
    if not host:
        return None
    tls = environ.get("CAREERCRAFT_SMTP_TLS", "starttls").strip()
    allowed = TLS_KINDS[:2] if production else TLS_KINDS
    if tls not in allowed:
        raise _misread("CAREERCRAFT_SMTP_TLS", f"one of {', '.join(allowed)}")
    sender = environ.get("CAREERCRAFT_MAIL_FROM", "").strip()
    if "@" not in sender:
        raise _misread("CAREERCRAFT_MAIL_FROM", "the e-mail address that messages come from")
    return MailServer(
        host,
        _port(environ, tls),
        tls,
        environ.get("CAREERCRAFT_SMTP_USER", "").strip(),
        environ.get("CAREERCRAFT_SMTP_PASSWORD", ""),
        sender,
        environ.get("CAREERCRAFT_SMTP_CA", "").strip(),
    )


def _port(environ: Mapping[str, str], tls: str) -> int:
    value = environ.get("CAREERCRAFT_SMTP_PORT", "").strip() or str(USUAL_PORTS[tls])
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise _misread("CAREERCRAFT_SMTP_PORT", "a port, for example 587")
    return int(value)


def _address(environ: Mapping[str, str]) -> str:
    value = environ.get("CAREERCRAFT_ADDRESS", "").strip().rstrip("/")
    if value and not value.startswith(("https://", "http://")):
        raise _misread("CAREERCRAFT_ADDRESS", "the address of this installation: https://…")
    return value


def _quiet(environ: Mapping[str, str]) -> float:
    value = environ.get("CAREERCRAFT_FEED_QUIET_SECONDS", "").strip()
    if not value:
        return USUAL_QUIET_SECONDS
    if not value.isdigit() or int(value) > LONGEST_QUIET_SECONDS:
        raise _misread(
            "CAREERCRAFT_FEED_QUIET_SECONDS", f"whole seconds, 0 to {LONGEST_QUIET_SECONDS}"
        )
    return float(value)


def _misread(name: str, expected: str) -> OutsideProblem:
    return OutsideProblem(f"The setting {name} is not understood: it must be {expected}.")
