"""Every way an incident can go, as data, and what stands in the way; nothing else can happen."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from careercraft.privacy.cases.steps import Refused
from careercraft.privacy.incidents.facts import (
    Act,
    Duty,
    Incident,
    Obligation,
    State,
    applies,
    letter_items,
    obligations,
    required_items,
)
from careercraft.privacy.permissions import Permission

Guard = Callable[[Incident, Act], str | None]
S = State
WORK = Permission.DISTRICT_INCIDENTS_WORK
CLOSE = Permission.DISTRICT_INCIDENTS_CLOSE
WORKING = frozenset({S.CONFIRMED, S.CONTAINED, S.OVER})


class Step(NamedTuple):
    """One step. `target` is None where the incident stays where it is. `asks`: what to enter."""

    action: str
    label: str
    sources: frozenset[State]
    target: State | None
    asks: tuple[str, ...] = ()
    guards: tuple[Guard, ...] = ()
    needs: Permission = WORK
    duty: Duty | None = None


def report_is_complete(incident: Incident, _act: Act) -> str | None:
    """Nothing is sent before every item of the report is there."""
    missing = [one for one in required_items(incident) if one.id not in incident.report]
    if not missing:
        return None
    return f"The report is not complete: {'; '.join(one.label for one in missing)}."


def spanish_is_there(incident: Incident, _act: Act) -> str | None:
    """Families who speak Spanish at home are told in Spanish."""
    if not incident.need_spanish:
        return None
    items = letter_items(incident.discovered_on)
    missing = [one for one in items if one.id not in incident.spanish]
    if not missing:
        return None
    families = "1 family" if incident.need_spanish == 1 else f"{incident.need_spanish} families"
    return f"Enter the report in Spanish too: {families} on the list speak it at home."


def affected_are_settled(incident: Incident, _act: Act) -> str | None:
    """Who is affected is known, or it is known that nobody is."""
    if incident.affected is None:
        return "Settle who is affected first."
    if incident.affected != incident.listed:
        return "The list of those affected has changed. Settle it again."
    return None


def somebody_is_affected(incident: Incident, _act: Act) -> str | None:
    """Without anybody there is nobody to write to."""
    return None if incident.affected else "Nobody is affected; there is nobody to write to."


def letters_are_sent(incident: Incident, _act: Act) -> str | None:
    """Everyone on the list was written to."""
    waiting = incident.listed - incident.letters_sent
    if waiting <= 0:
        return None
    letters = "1 letter is" if waiting == 1 else f"{waiting} letters are"
    return f"{letters} not sent yet."


def every_duty_is_done(incident: Incident, _act: Act) -> str | None:
    """Everybody who must be told was told."""
    open_ = [
        one.title
        for one in obligations(incident.discovered_on)
        if applies(one, incident) is not False and one.duty not in incident.told
    ]
    return f"Still to be done: {'; '.join(open_)}." if open_ else None


def another_person_closes(incident: Incident, act: Act) -> str | None:
    """Whoever wrote the report does not judge alone that all is done."""
    if act.actor_id is None or act.actor_id == incident.report_by:
        return "Whoever wrote the report last cannot close the incident; another person does."
    return None


def another_person_dismisses(incident: Incident, act: Act) -> str | None:
    """Whoever noticed it does not dismiss it alone."""
    if act.actor_id is None or act.actor_id == incident.opened_by:
        return "Whoever reported it cannot dismiss it; another person does."
    return None


STEPS: tuple[Step, ...] = (
    Step(
        "confirm", "It is an incident", frozenset({S.SUSPECTED}), S.CONFIRMED, ("what", "readable")
    ),
    Step(
        "dismiss",
        "It is no incident",
        frozenset({S.SUSPECTED}),
        S.DISMISSED,
        ("reason",),
        (another_person_dismisses,),
        CLOSE,
    ),
    Step("contain", "It is contained", frozenset({S.CONFIRMED}), S.CONTAINED, ("measures",)),
    Step(
        "settle",
        "The list of those affected is complete",
        WORKING,
        None,
        ("how",),
    ),
    Step(
        "end",
        "It is over",
        frozenset({S.CONTAINED}),
        S.OVER,
        ("how",),
        (affected_are_settled,),
    ),
    Step("note", "Add to the timeline", WORKING | {S.SUSPECTED}, None, ("note",)),
    Step(
        "close",
        "Close the incident",
        frozenset({S.OVER}),
        S.CLOSED,
        ("summary",),
        (
            *(affected_are_settled, report_is_complete, letters_are_sent),
            *(every_duty_is_done, another_person_closes),
        ),
        CLOSE,
    ),
)
BY_ACTION = {one.action: one for one in STEPS}


def telling(incident: Incident) -> list[Step]:
    """A step per duty that is done by telling somebody, and not by the letters."""
    every = obligations(incident.discovered_on)
    return [_telling(one) for one in every if not one.letters]


def _telling(one: Obligation) -> Step:
    after = one.counted_from == "over"
    sources = frozenset({S.OVER}) if after else WORKING
    guards: tuple[Guard, ...] = (report_is_complete,) if one.report else ()
    return Step(
        f"tell_{one.duty}",
        one.title,
        sources if one.report else sources | {S.SUSPECTED},
        None,
        ("recipient", "how"),
        guards,
        duty=one.duty,
    )


def step_named(incident: Incident, action: str) -> Step | None:
    """A step by its name."""
    told = {one.action: one for one in telling(incident)}
    return BY_ACTION.get(action) or told.get(action)


def ways_on(incident: Incident) -> list[Step]:
    """The steps that lead on, whether or not they can be taken yet; none is offered twice."""
    open_ = [
        one
        for one in telling(incident)
        if one.duty not in incident.told and _applies(one, incident) is not False
    ]
    return [one for one in (*STEPS, *open_) if incident.state in one.sources]


def _applies(step: Step, incident: Incident) -> bool | None:
    return next(
        applies(one, incident)
        for one in obligations(incident.discovered_on)
        if one.duty is step.duty
    )


def hindrances(incident: Incident, step: Step, act: Act) -> list[str]:
    """What stands in the way of a step besides what is entered with it, in sentences."""
    if incident.state not in step.sources:
        return ["From where this incident stands, that step does not lead on."]
    if step.duty is not None and step.duty in incident.told:
        return ["This is done already."]
    said = [guard(incident, act) for guard in step.guards]
    return [sentence for sentence in said if sentence]


def check(incident: Incident, action: str, act: Act) -> Step:
    """The step, if it can be taken; raises `Refused` with what is missing."""
    step = step_named(incident, action)
    if step is None:
        raise Refused("There is no such step.")
    missing = [
        f"Enter: {name.replace('_', ' ')}."
        for name in step.asks
        if not act.given.get(name, "").strip()
    ]
    sentences = [*hindrances(incident, step, act), *missing]
    if sentences:
        raise Refused(*sentences)
    return step


def check_letters(incident: Incident, act: Act) -> None:
    """Whether letters can be prepared and sent now; raises `Refused`."""
    if incident.state not in WORKING:
        raise Refused("Letters are written once the incident is confirmed, until it is closed.")
    guards = (affected_are_settled, somebody_is_affected, report_is_complete, spanish_is_there)
    said = [guard(incident, act) for guard in guards]
    sentences = [one for one in said if one]
    if sentences:
        raise Refused(*sentences)
