"""The forms of the files area."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, StringField
from wtforms.validators import Length

from careercraft.services.imports.layouts import SourceFile


class UploadForm(FlaskForm):
    """One file, several that belong together, or a .zip."""

    files = MultipleFileField(
        "Files",
        description="One .csv, .txt or .xlsx file, the files of one set together, or a .zip. "
        "50 MB at most.",
        validators=[FileRequired("Choose a file to load.")],
        render_kw={"accept": ".csv,.tsv,.txt,.xlsx,.zip,.dat", "multiple": True},
    )

    def chosen(self) -> list[SourceFile]:
        """The files that were sent, with the names they came with."""
        return [_read(file) for file in self.files.data or () if file.filename]


class ApplyForm(FlaskForm):
    """Apply, with the word that unusual counts were looked at."""

    confirmed = BooleanField("I have checked this. Apply the file as it is.")
    reason = StringField("Why it is right all the same", [Length(max=500)])


def _read(file: FileStorage) -> SourceFile:
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    return SourceFile(name, file.read())
