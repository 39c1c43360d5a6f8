"""Icons, and marks of states for long lists: each is drawn once and handed out again as it is.

A page of a roster holds some three hundred marks of a dozen kinds; drawing them one by one took
half of the time of its rows. Any page holds some forty icons.
"""

from __future__ import annotations

from functools import lru_cache

from flask import Flask

KINDS = 512
"""More than there are states, labels and sizes; a label that comes from people never goes in."""


def install(app: Flask) -> None:
    """Give templates `drawn_mark`, `drawn_shape` and `drawn_badge`: the macros of
    `components/marks.html`, remembered; and `drawn_icon`, which is `icon` everywhere."""
    icons = app.jinja_env.get_template("components/_icon_drawings.html").module
    drawing = icons.icon_drawing  # type: ignore[attr-defined]
    app.jinja_env.globals["drawn_icon"] = lru_cache(KINDS)(drawing)
    marks = app.jinja_env.get_template("components/marks.html").module
    for name, macro in (
        ("drawn_mark", marks.state_mark),  # type: ignore[attr-defined]
        ("drawn_shape", marks.state_shape),  # type: ignore[attr-defined]
        ("drawn_badge", marks.standing_badge),  # type: ignore[attr-defined]
    ):
        app.jinja_env.globals[name] = lru_cache(KINDS)(macro)
