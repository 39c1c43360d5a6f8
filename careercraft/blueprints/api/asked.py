"""What the address of a read asks for, read strictly: what is not understood is refused."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from werkzeug.exceptions import BadRequest

from careercraft.services.api.records import MOST_AT_ONCE, Asked

KNOWN = frozenset({"cursor", "limit", "updated_since", "class_of", "campus"})
CAMPUS = re.compile(r"\d{9}")


def asked_of(arguments: Mapping[str, str]) -> Asked:
    """Which records an address asks for; raises `BadRequest` with what was expected."""
    unknown = sorted(set(arguments) - KNOWN)
    if unknown:
        raise BadRequest(f"Not known: {', '.join(unknown)}. Known: {', '.join(sorted(KNOWN))}.")
    return Asked(
        _cursor(arguments.get("cursor")),
        _number(arguments, "limit", 1, MOST_AT_ONCE) or Asked().limit,
        _moment(arguments.get("updated_since")),
        _number(arguments, "class_of", 1990, 2100),
        _campus(arguments.get("campus")),
    )


def cursor_of(last: UUID | None) -> str | None:
    """Where the next page begins, as an opaque text."""
    return base64.urlsafe_b64encode(last.bytes).decode().rstrip("=") if last else None


def _cursor(text: str | None) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(bytes=base64.urlsafe_b64decode(text + "=="))
    except (binascii.Error, ValueError):
        raise BadRequest("The cursor must be the next_cursor of an earlier answer.") from None


def _number(arguments: Mapping[str, str], name: str, least: int, most: int) -> int | None:
    text = arguments.get(name)
    if not text:
        return None
    if not text.isdigit() or not least <= int(text) <= most:
        raise BadRequest(f"{name} must be a number from {least} to {most}.")
    return int(text)


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise BadRequest(
            "updated_since must be a date or a moment: 2026-11-13T00:00:00Z."
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _campus(text: str | None) -> str | None:
    if text and not CAMPUS.fullmatch(text):
        raise BadRequest("campus must be a campus number of nine digits.")
    return text or None
