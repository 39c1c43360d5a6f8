"""A feed as the district sets it up: where from, what is expected, what is done with it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select

from careercraft.imports.formats import FORMATS
from careercraft.models import Campus, ColumnMapping, Feed
from careercraft.privacy.access import NotFound, require
from careercraft.privacy.audit import Detail
from careercraft.privacy.events import Event
from careercraft.privacy.permissions import Permission
from careercraft.privacy.sealing import Place, seal_json, unseal_json
from careercraft.services.context import Desk
from careercraft.services.feeds.due import next_look
from careercraft.services.feeds.sftp import Server, is_private_key, pinned_key
from careercraft.services.feeds.words import EVERY

FOLDER, SFTP = "folder", "sftp"
FOLDER_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
HOST = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:-]{0,252}")
PATTERN = re.compile(r"[^/\\\x00-\x1f]{1,80}")
MARKER = re.compile(r"\.[A-Za-z0-9]{1,10}")
LONGEST_NAME = 60


class BadSetting(Exception):  # noqa: N818 - an answer to the person, not a fault
    """A setting does not fit; `field` is which, the message says what was expected."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class FeedSettings(NamedTuple):
    """Everything about a feed but its secret.

    `pattern`: which files, by name, with * and ?. `marker`: an ending such as ".done"; a file is
    complete when a second one of its name and this ending stands beside it; empty where a file is
    complete once it no longer changes. `expects`: id of a format or of saved columns; empty for
    whatever is recognized. `campuses`: the only ones the files may speak of; empty for all.
    """

    kind: str
    name: str
    folder: str
    pattern: str
    marker: str
    expects: str
    campuses: tuple[UUID, ...]
    local_hour: int
    every_days: int
    applies: bool
    host: str = ""
    port: int = 22
    user: str = ""
    host_key: str = ""


class Secret(NamedTuple):
    """What opens the server; both empty where nothing was entered."""

    password: str = ""
    private_key: str = ""


NO_SECRET = Secret()


def add(desk: Desk, settings: FeedSettings, secret: Secret = NO_SECRET) -> UUID:
    """Set up a feed; its first look is at its hour. Raises `BadSetting`."""
    require(desk.actor, Permission.DISTRICT_FEEDS_MANAGE)
    checked = _checked(desk, settings)
    if checked.kind == SFTP and secret == NO_SECRET:
        raise BadSetting("password", "Enter the password or a private key.")
    feed = Feed(
        id=uuid4(),
        district_id=desk.actor.district_id,
        created_at=desk.now,
        **_columns(desk, checked),
        settings_sealed=b"",
    )
    _seal(desk, feed, checked, secret)
    desk.session.add(feed)
    desk.session.flush()
    _record(desk, Event.FEED_ADDED, feed)
    return feed.id


def change(desk: Desk, feed_id: UUID, settings: FeedSettings, secret: Secret = NO_SECRET) -> None:
    """Change a feed, from now on in the name of whoever does; an empty secret keeps the old one.

    For another server the secret must be entered anew, so that nobody can send a password of the
    district to a server of their own. Raises `BadSetting` or `NotFound`.
    """
    require(desk.actor, Permission.DISTRICT_FEEDS_MANAGE)
    feed = find(desk, feed_id)
    before = settings_of(desk, feed)
    checked = _checked(desk, settings._replace(kind=feed.kind))
    if _leads_elsewhere(before, checked) and secret == NO_SECRET:
        raise BadSetting("password", "For another server or user, enter the password or key anew.")
    for name, value in _columns(desk, checked).items():
        setattr(feed, name, value)
    _seal(desk, feed, checked, secret)
    _record(desk, Event.FEED_CHANGED, feed)


def _leads_elsewhere(before: FeedSettings, after: FeedSettings) -> bool:
    def server(one: FeedSettings) -> tuple[object, ...]:
        return one.host, one.port, one.user, one.host_key

    return after.kind == SFTP and server(before) != server(after)


def pause(desk: Desk, feed_id: UUID, *, paused: bool) -> None:
    """Stop looking, or go on."""
    require(desk.actor, Permission.DISTRICT_FEEDS_MANAGE)
    feed = find(desk, feed_id)
    feed.paused = paused
    feed.overdue_told_at = None
    feed.next_run_at = next_look(desk.now, feed.local_hour)
    _record(desk, Event.FEED_PAUSED if paused else Event.FEED_RESUMED, feed)


def remove(desk: Desk, feed_id: UUID) -> None:
    """Remove a feed with its password or key; what it loaded and its history stay."""
    require(desk.actor, Permission.DISTRICT_FEEDS_MANAGE)
    feed = find(desk, feed_id)
    feed.removed_at, feed.secret_sealed = desk.now, None
    _record(desk, Event.FEED_REMOVED, feed)


def find(desk: Desk, feed_id: UUID) -> Feed:
    """A feed that is in use; raises `NotFound`."""
    found = desk.session.get(Feed, feed_id)
    if found is None or found.removed_at is not None:
        raise NotFound("feed")
    return found


def settings_of(desk: Desk, feed: Feed) -> FeedSettings:
    """A feed's settings, opened; its secret stays closed."""
    plain = unseal_json(desk.keys, _settings_place(feed.id), feed.settings_sealed)
    return FeedSettings(
        kind=feed.kind,
        expects=str(feed.mapping_id) if feed.mapping_id else feed.format_id or "",
        campuses=tuple(UUID(one) for one in feed.campuses["only"]),
        local_hour=feed.local_hour,
        every_days=feed.every_days,
        applies=feed.applies,
        **plain,
    )


def server_of(desk: Desk, feed: Feed) -> Server:
    """The server of a feed with its secret; for whoever is about to connect."""
    settings = settings_of(desk, feed)
    secret = NO_SECRET
    if feed.secret_sealed is not None:
        plain = unseal_json(desk.keys, _secret_place(feed.id), feed.secret_sealed)
        secret = Secret(**plain)
    return Server(
        settings.host,
        settings.port,
        settings.user,
        settings.host_key,
        settings.folder,
        *secret,
    )


def _columns(desk: Desk, settings: FeedSettings) -> dict[str, Any]:
    mapping_id = _mapping(desk, settings.expects)
    return {
        "kind": settings.kind,
        "mapping_id": mapping_id,
        "format_id": None if mapping_id else settings.expects or None,
        "campuses": {"only": [str(one) for one in settings.campuses]},
        "local_hour": settings.local_hour,
        "every_days": settings.every_days,
        "applies": settings.applies,
        "acts_for": desk.actor.user_id,
        "next_run_at": next_look(desk.now, settings.local_hour),
        "overdue_told_at": None,
    }


def _seal(desk: Desk, feed: Feed, settings: FeedSettings, secret: Secret) -> None:
    kept = ("name", "folder", "pattern", "marker", "host", "port", "user", "host_key")
    plain = {name: getattr(settings, name) for name in kept}
    feed.settings_sealed = seal_json(desk.keys, _settings_place(feed.id), plain)
    if secret != NO_SECRET:
        if secret.private_key and not is_private_key(secret.private_key):
            raise BadSetting("private_key", "Paste an OpenSSH private key without a passphrase.")
        feed.secret_sealed = seal_json(desk.keys, _secret_place(feed.id), secret._asdict())


def _record(desk: Desk, event: Event, feed: Feed) -> None:
    details: dict[str, Detail] = {
        "kind": feed.kind,
        "format": feed.format_id,
        "applies": feed.applies,
        "every_days": feed.every_days,
    }
    desk.record(event, "feed", feed.id, details=details)
    desk.session.commit()


# What is entered


def _checked(desk: Desk, settings: FeedSettings) -> FeedSettings:
    """The settings as they are kept; raises `BadSetting` for the first that does not fit."""
    if not settings.name.strip():
        raise BadSetting("name", "Give the feed a name, for example “SAT, nightly”.")
    _fits("pattern", settings.pattern, PATTERN, "a file name with * and ?, for example SAT*.csv")
    if settings.marker:
        _fits("marker", settings.marker, MARKER, "an ending such as .done, or nothing")
    if settings.every_days not in EVERY or not 0 <= settings.local_hour <= 23:
        raise BadSetting("every_days", "Choose when it looks and how often a file is due.")
    _known(desk, settings)
    tidy = settings._replace(name=settings.name.strip()[:LONGEST_NAME])
    return _checked_server(tidy) if settings.kind == SFTP else _checked_folder(tidy)


def _known(desk: Desk, settings: FeedSettings) -> None:
    formats = {one.id for one in FORMATS}
    if settings.expects not in formats | {""} and _mapping(desk, settings.expects) is None:
        raise BadSetting("expects", "Choose what the files are.")
    campuses = set(desk.session.scalars(select(Campus.id)))
    if not set(settings.campuses) <= campuses:
        raise BadSetting("campuses", "Choose among the district's campuses.")


def _checked_folder(settings: FeedSettings) -> FeedSettings:
    if settings.kind != FOLDER:
        raise BadSetting("kind", "Choose where the files come from.")
    _fits("folder", settings.folder, FOLDER_NAME, "small letters, digits and hyphens")
    return settings._replace(host="", port=22, user="", host_key="")


def _checked_server(settings: FeedSettings) -> FeedSettings:
    _fits("host", settings.host, HOST, "the name of a server, for example sftp.example.org")
    if not 0 < settings.port < 65536:
        raise BadSetting("port", "Expected a port, usually 22.")
    if not settings.user.strip():
        raise BadSetting("user", "Enter the user name for the server.")
    if not settings.folder.startswith("/") or "\x00" in settings.folder:
        raise BadSetting("folder", "Expected the folder on the server, for example /outgoing.")
    try:
        return settings._replace(host_key=pinned_key(settings.host_key))
    except ValueError:
        raise BadSetting(
            "host_key",
            "Expected the public key of the server: ssh-ed25519 AAAA…, from the people who run it.",
        ) from None


def _fits(field: str, value: str, shape: re.Pattern[str], expected: str) -> None:
    if not shape.fullmatch(value):
        raise BadSetting(field, f"Expected {expected}.")


def _mapping(desk: Desk, expects: str) -> UUID | None:
    """The saved columns of this id, if it is one."""
    try:
        mapping_id = UUID(expects)
    except ValueError:
        return None
    found = desk.session.get(ColumnMapping, mapping_id)
    return found.id if found is not None and found.withdrawn_at is None else None


def _settings_place(feed_id: UUID) -> Place:
    return Place("feeds", "settings_sealed", feed_id)


def _secret_place(feed_id: UUID) -> Place:
    return Place("feeds", "secret_sealed", feed_id)
