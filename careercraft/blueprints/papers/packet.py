"""The evidence packet of a student: for whom, on what ground, then the file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, render_template
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from careercraft.blueprints.papers.area import NOT_USABLE, papers
from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.permissions import Permission
from careercraft.services.papers import evidence_packet as service
from careercraft.services.papers.evidence_packet import PacketPage, Wanted
from careercraft.services.records.disclosures import Recipient
from careercraft.web.desk import current_desk
from careercraft.web.guard import requires


class EvidencePacketForm(FlaskForm):
    """To whom the packet goes, on what ground and for what."""

    basis = SelectField("Ground", [InputRequired("Choose the ground.")])
    party = StringField("To whom", [InputRequired("Enter to whom it goes."), Length(max=200)])
    interest = StringField(
        "For what purpose", [InputRequired("Enter the purpose."), Length(max=400)]
    )
    language = SelectField(
        "Language of its frame",
        choices=[SelectChoice("en", "English"), SelectChoice("es", "Spanish")],
    )
    confidential = BooleanField(
        "With confidential documents",
        description="Only then a DD Form 4 or a paper of special education goes along.",
    )
    consent_dated = StringField("Date of the written consent", [Optional(), Length(max=100)])
    agreement = StringField("Written agreement: with whom, of which day", [Optional()])
    family_told = StringField("When and how the family was told", [Optional()])
    threat = StringField("The threat, and who had to know", [Optional()])

    def __init__(self, page: PacketPage) -> None:
        super().__init__()
        self.basis.choices = [
            SelectChoice("", "Choose the ground"),
            *(SelectChoice(one.id, f"{one.words} (34 CFR {one.section})") for one in page.grounds),
        ]
        if not page.may_add_confidential:
            del self.confidential

    def wanted(self) -> Wanted:
        """What was asked for."""
        names = ("consent_dated", "agreement", "family_told", "threat")
        more = {name: self[name].data for name in names if self[name].data}
        recipient = Recipient(self.party.data, self.interest.data, "", more)
        with_confidential = "confidential" in self and bool(self.confidential.data)
        return Wanted(self.basis.data, recipient, self.language.data, with_confidential)


@papers.get("/students/<uuid:student_id>/packet")
@requires(Permission.CAMPUS_EVIDENCE_TYPE)
def packet(student_id: UUID) -> Any:
    """The form for an evidence packet."""
    page = service.page(current_desk(), student_id)
    return render_template("papers/packet.html", page=page, form=EvidencePacketForm(page))


@papers.post("/students/<uuid:student_id>/packet")
@requires(Permission.CAMPUS_EVIDENCE_TYPE)
def make_packet(student_id: UUID) -> Any:
    """The evidence packet as a zip; the disclosure is recorded."""
    page = service.page(current_desk(), student_id)
    form = EvidencePacketForm(page)
    if form.validate():
        try:
            made = service.make(current_desk(), student_id, form.wanted())
        except Refused as reason:
            for sentence in reason.sentences:
                flash(sentence, "problem")
        else:
            answer = Response(made.content, mimetype="application/zip")
            answer.headers.set("Content-Disposition", "attachment", filename=made.name)
            return answer
    return render_template("papers/packet.html", page=page, form=form), NOT_USABLE
