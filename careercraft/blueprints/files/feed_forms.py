"""The form of a feed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from careercraft.services.feeds.pages import Choices
from careercraft.services.feeds.settings import SFTP, BadSetting, FeedSettings, Secret
from careercraft.services.feeds.words import EVERY, HOURS


class FeedForm(FlaskForm):
    """What both kinds of feed ask; a server's fields are asked where files are fetched."""

    name = StringField(
        "Name",
        [InputRequired("Give the feed a name."), Length(max=60)],
        description="For example “SAT, nightly”.",
    )
    expects = SelectField("What the files are", validate_choice=False, default="")
    host = StringField("Server", [Length(max=253)], description="For example sftp.example.org.")
    port = IntegerField(
        "Port", [Optional(), NumberRange(1, 65535, "Expected a port, usually 22.")], default=22
    )
    user = StringField("User name", [Length(max=120)])
    host_key = TextAreaField(
        "Public key of the server",
        [Length(max=4000)],
        description="Ask the people who run the server for it: ssh-ed25519 AAAA… Files are fetched "
        "only from a server that shows this key.",
    )
    password = PasswordField("Password", [Length(max=500)])
    private_key = TextAreaField(
        "Or a private key",
        [Length(max=8000)],
        description="OpenSSH, without a passphrase. It is kept encrypted and shown to nobody.",
    )
    folder = StringField(
        "Folder", [InputRequired("Say in which folder the files lie."), Length(max=200)]
    )
    pattern = StringField(
        "Which files",
        [InputRequired("Say which files to take; * takes all."), Length(max=80)],
        default="*",
        description="* stands for any letters: SAT*.csv. Capitals make no difference.",
    )
    marker = StringField(
        "Ending that says a file is complete",
        [Optional(), Length(max=11)],
        description="Only if the sender puts a second file beside each, such as SAT.csv.done. "
        "Otherwise a file is complete once it no longer changes.",
    )
    local_hour = SelectField("Look for files at", coerce=int, default=2)
    every_days = SelectField(
        "A new file is due",
        coerce=int,
        default=0,
        description="When that day passes without one, you are told.",
    )
    campuses = SelectMultipleField(
        "Only these campuses",
        [Optional()],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        description="A file that speaks of others waits for you. Leave empty for all.",
    )
    applies = BooleanField(
        "Load by itself what raises no alarm",
        description="Otherwise each file waits until somebody applies it. What is unusual always "
        "waits.",
    )

    def offer(self, choices: Choices, kind: str) -> None:
        """Fill what can be chosen, and say what a folder is for this kind of feed."""
        self.expects.choices = [
            SelectChoice("", "Whatever is recognized"),
            *(SelectChoice(one.id, one.label) for one in choices.expects),
        ]
        self.campuses.choices = [SelectChoice(one.id, one.label) for one in choices.campuses]
        self.local_hour.choices = [SelectChoice(hour, words) for hour, words in HOURS.items()]
        self.every_days.choices = [
            SelectChoice(days, words.capitalize()) for days, words in EVERY.items()
        ]
        self.folder.description = (
            "On the server, for example /outgoing."
            if kind == SFTP
            else "A name of small letters, digits and hyphens, for example sat."
        )

    def asked(self, kind: str) -> FeedSettings:
        """The settings that were entered; raises `BadSetting` for a campus that is none."""
        return FeedSettings(
            kind=kind,
            name=_text(self.name),
            folder=_text(self.folder),
            pattern=_text(self.pattern),
            marker=_text(self.marker),
            expects=_text(self.expects),
            campuses=tuple(_id(one) for one in self.campuses.data or ()),
            local_hour=self.local_hour.data or 0,
            every_days=self.every_days.data or 0,
            applies=bool(self.applies.data),
            host=_text(self.host),
            port=self.port.data or 22,
            user=_text(self.user),
            host_key=_text(self.host_key),
        )

    def secret(self) -> Secret:
        """What was entered to open the server; a password where both were."""
        password = self.password.data or ""
        return Secret(password, "" if password else _key(self.private_key.data or ""))

    def blame(self, problem: BadSetting) -> None:
        """Show a problem at its field."""
        named = [each for each in self if each.name == problem.field]
        field = named[0] if named else self.name
        field.errors = [*field.errors, str(problem)]


def shown(settings: FeedSettings) -> dict[str, Any]:
    """The settings as the form shows them."""
    return settings._asdict() | {"campuses": [str(one) for one in settings.campuses]}


def _text(field: Any) -> str:
    return str(field.data or "").strip()


def _key(text: str) -> str:
    return text.replace("\r\n", "\n").strip() + "\n" if text.strip() else ""


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadSetting("campuses", "Choose among the district's campuses.") from None
