"""Incidents: reported by anybody on the staff, worked on until two persons have closed them."""

from __future__ import annotations

from careercraft.blueprints.incidents import letters, work  # noqa: F401 - they add their routes
from careercraft.blueprints.incidents.area import incidents

__all__ = ["incidents"]
