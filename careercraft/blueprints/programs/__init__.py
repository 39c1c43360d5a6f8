"""ECHS and P-TECH programs: the Monitor, its students, what if, the year's duties, settings."""

from __future__ import annotations

from careercraft.blueprints.programs import monitor, reports, settings, students, what_if, year
from careercraft.blueprints.programs.area import programs

__all__ = ["monitor", "programs", "reports", "settings", "students", "what_if", "year"]
