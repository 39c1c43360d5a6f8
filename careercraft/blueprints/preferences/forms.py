"""The form of the display preferences."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField
from wtforms.fields.choices import SelectChoice

AS_SYSTEM, COMFORTABLE = "system", "comfortable"


class PreferencesForm(FlaskForm):
    """How the pages look for one person, in one browser."""

    theme = RadioField(
        "Colors",
        choices=[
            SelectChoice(AS_SYSTEM, "As this computer is set"),
            SelectChoice("light", "Light"),
            SelectChoice("dark", "Dark"),
        ],
        default=AS_SYSTEM,
    )
    density = RadioField(
        "Row height in tables",
        choices=[
            SelectChoice(COMFORTABLE, "Comfortable"),
            SelectChoice("compact", "Compact: more rows on the screen"),
        ],
        default=COMFORTABLE,
    )
    shortcuts = BooleanField(
        "Keyboard shortcut for the search",
        description="The key / goes to “Find a student” from anywhere on a page.",
    )
