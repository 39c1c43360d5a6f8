"""Jinja as Flask sets it up, with globals that all templates share."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class SharedGlobals(Environment):
    """No template of ours has globals of its own, but Jinja expects it of each, and looks through
    a chain of two mappings, slowly, at every import: a twentieth of the time of a page."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of the environment, unless a template brings some of its own."""
        return super().make_globals(d) if d else self.globals
