"""Documents about students: handed in, found again, shown, verified; the packet of evidence."""

from careercraft.blueprints.papers import handed_in, packet
from careercraft.blueprints.papers.area import papers

__all__ = ["handed_in", "packet", "papers"]
