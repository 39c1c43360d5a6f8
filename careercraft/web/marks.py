"""Icons, and marks of states for long lists: each is drawn once and handed out again as it is.

A page of a roster holds some three hundred marks of a dozen kinds; drawing them one by one took
half of the time of its rows. Any page holds some forty icons.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask

KINDS = 512
"""More than there are states, labels and sizes; a label that comes from people never goes in."""
CELLS = 4096
"""More than there are states with what is missing, on which test; whose it is never goes in."""


def install(app: Flask) -> None:
    """Give templates `drawn_icon`, which is `icon` everywhere, and the macros of
    `components/marks.html`, remembered, as the filters `drawn_mark`, `drawn_cell` and
    `drawn_badge`: Jinja calls a filter in a third of the time of a function."""
    icons = app.jinja_env.get_template("components/_icon_drawings.html").module
    drawing = icons.icon_drawing  # type: ignore[attr-defined]
    app.jinja_env.globals["drawn_icon"] = lru_cache(KINDS)(drawing)
    marks: Any = app.jinja_env.get_template("components/marks.html").module
    app.jinja_env.filters["drawn_mark"] = lru_cache(KINDS)(marks.state_mark)
    app.jinja_env.filters["drawn_badge"] = lru_cache(KINDS)(marks.standing_badge)
    app.jinja_env.filters["drawn_cell"] = lru_cache(CELLS)(lambda cell: marks.state_cell(*cell))
