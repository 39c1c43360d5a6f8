"""What programs read, and the page on which their tokens are made."""

from __future__ import annotations

from careercraft.blueprints.api import reads, token_pages
from careercraft.blueprints.api.area import api, programs_page

__all__ = ["api", "programs_page", "reads", "token_pages"]
