"""A token for a program of the demonstration, so that its page shows one."""

from __future__ import annotations

from collections.abc import Iterator

from careercraft.services.api import tokens
from careercraft.services.context import Desk

PROGRAM = "Data warehouse, nightly"
SCOPES = ("campus_results", "outcomes", "students")


def make(desk: Desk) -> Iterator[str]:
    """Make it once, saying a line; its secret is shown to nobody, so that it opens nothing."""
    if tokens.listed(desk):
        return
    tokens.make(desk, PROGRAM, SCOPES, 180, tokens.new_form())
    yield f"Making a token with which “{PROGRAM}” may read."
