"""Taking a step: what may follow, what stands in the way, who may decide a part."""

from __future__ import annotations

from careercraft.privacy.cases import guards as must
from careercraft.privacy.cases.facts import Act, Case, State
from careercraft.privacy.cases.transitions import BY_ACTION, TRANSITIONS, Transition


class Refused(Exception):  # noqa: N818 - an answer to the person, not a fault
    """A step that cannot be taken now; `sentences` say what is missing."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = sentences
        super().__init__("This step cannot be taken now.")


def ways_on(case: Case) -> list[Transition]:
    """The steps that lead on from where a case stands, whether or not they can be taken yet."""
    return [one for one in TRANSITIONS if case.state in one.sources and case.kind in one.kinds]


def hindrances(case: Case, transition: Transition, act: Act) -> list[str]:
    """What stands in the way of a step, in sentences."""
    if case.state not in transition.sources or case.kind not in transition.kinds:
        return ["From where this case stands, that step does not lead on."]
    missing = [
        f"Enter: {name.strip('?!').replace('_', ' ')}."
        for name in transition.asks
        if not name.endswith("?") and name != "officer" and not act.given.get(name.strip("?!"))
    ]
    said = [guard(case, act) for guard in transition.guards]
    return [*missing, *(sentence for sentence in said if sentence)]


def check(case: Case, action: str, act: Act) -> Transition:
    """The step, if it can be taken; raises `Refused` with what is missing."""
    transition = BY_ACTION.get(action)
    if transition is None:
        raise Refused("There is no such step.")
    missing = hindrances(case, transition, act)
    if missing:
        raise Refused(*missing)
    return transition


def check_decision(case: Case, item_id: object, act: Act) -> None:
    """Whether a part can be decided by this person; raises `Refused`.

    Two persons: one proposes, another decides; neither is the one who asks.
    """
    item = next((one for one in case.items if one.id == item_id), None)
    if item is None or case.state is not State.UNDER_REVIEW:
        raise Refused("A part is decided while the case is under review.")
    if item.proposal is None:
        raise Refused("Somebody must propose a decision first.")
    if item.proposed_by == act.actor_id:
        raise Refused("Whoever proposed a decision cannot make it; another person decides.")
    own = must.decider_is_not_requester(case, act)
    if own:
        raise Refused(own)
