"""What is kept how long, what was destroyed, how an agreement ends, and who has access."""

from __future__ import annotations

from careercraft.blueprints.retention import (  # noqa: F401 - they add their routes
    access,
    destroying,
    ending,
    keeping,
)
from careercraft.blueprints.retention.area import retention

__all__ = ["retention"]
