"""Oversight: the audit trail read and verified, the audit room for the school's yearly look."""

from __future__ import annotations

from careercraft.blueprints.oversight import room, trail  # noqa: F401 - it adds its routes
from careercraft.blueprints.oversight.area import oversight

__all__ = ["oversight"]
