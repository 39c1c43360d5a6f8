"""The records office: the queue, one case, its letters and packets, the calendar, disclosures."""

from __future__ import annotations

from careercraft.blueprints.records import cases, desk_work  # noqa: F401 - they add their routes
from careercraft.blueprints.records.area import records

__all__ = ["records"]
