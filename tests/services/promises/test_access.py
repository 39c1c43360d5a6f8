"""Who has access is reviewed once a year by others, and everybody is trained and checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from careercraft.models import Assignment, SignIn, User
from careercraft.privacy.access import Actor, NotAllowed, NotFound
from careercraft.privacy.cases.steps import Refused
from careercraft.services.context import Desk
from careercraft.services.promises import registers, reviews, terms
from careercraft.services.promises.registers import Shown
from tests.conftest import MOMENT
from tests.seed import SmallDistrict

TODAY = MOMENT.date()


@pytest.fixture
def officer(district: SmallDistrict, desk_of: Callable[[Actor], Desk]) -> Desk:
    return desk_of(district.records_officer)


def later(desk: Desk, days: int) -> Desk:
    return desk._replace(now=desk.now + timedelta(days=days))


def trained(desk: Desk, district: SmallDistrict) -> registers.Proof:
    entry = next(
        one
        for one in registers.register(desk).entries
        if one.member.id == district.counselor.user_id
    )
    return next(one for one in entry.proofs if one.kind == "training")


@pytest.mark.parametrize(
    ("days", "state"), [(334, "good"), (335, "soon"), (365, "soon"), (366, "late")]
)
def test_training_holds_for_a_year_and_is_due_a_month_before(
    desk: Desk, district: SmallDistrict, days: int, state: str
) -> None:
    assert trained(desk, district).state == "missing"
    user_id = district.counselor.user_id
    assert user_id is not None
    registers.enter(desk, user_id, Shown("training", TODAY, "Certificate 12"))
    assert trained(later(desk, days), district).state == state


def test_a_proof_needs_a_day_that_has_come_and_something_that_proves_it(
    desk: Desk, district: SmallDistrict
) -> None:
    user_id = district.counselor.user_id
    assert user_id is not None
    for shown in (
        Shown("training", TODAY + timedelta(days=1), "Certificate"),
        Shown("training", TODAY, " "),
        Shown("training", TODAY, "Certificate", TODAY - timedelta(days=1)),
    ):
        with pytest.raises(Refused):
            registers.enter(desk, user_id, shown)


def test_a_proof_taken_back_gives_way_to_the_one_before(
    desk: Desk, district: SmallDistrict
) -> None:
    user_id = district.counselor.user_id
    assert user_id is not None
    registers.enter(desk, user_id, Shown("training", TODAY - timedelta(days=9), "First"))
    registers.enter(desk, user_id, Shown("training", TODAY, "Second"))
    newest = trained(desk, district).id
    assert newest is not None
    registers.withdraw(desk, newest)
    assert trained(desk, district).document == "First"
    with pytest.raises(NotFound):
        registers.withdraw(desk, newest)


def test_a_removed_role_ends_at_once_and_who_has_none_left_cannot_sign_in(
    desk: Desk, district: SmallDistrict
) -> None:
    review_id = reviews.begin(desk)
    page = reviews.page(desk, review_id)
    line = next(one for one in page.lines if one.user_id == district.counselor.user_id)
    reviews.decide(desk, line.id, "removed")
    roles = select(func.count()).where(Assignment.user_id == line.user_id)
    assert desk.session.execute(roles).scalar_one() == 0
    assert desk.session.get_one(User, line.user_id).disabled_at is not None
    open_ones = select(SignIn).where(SignIn.user_id == line.user_id, SignIn.ended_at.is_(None))
    assert desk.session.scalars(open_ones).all() == []


def test_nobody_decides_about_their_own_access(desk: Desk, officer: Desk) -> None:
    review_id = reviews.begin(desk)
    own = next(one for one in reviews.page(desk, review_id).lines if one.own)
    with pytest.raises(Refused):
        reviews.decide(desk, own.id, "kept")
    desk.session.rollback()
    reviews.decide(officer, own.id, "kept")


def test_a_review_closes_when_every_line_is_decided_and_the_next_is_due_in_a_year(
    desk: Desk, officer: Desk
) -> None:
    assert reviews.overview(desk).next_due_on == TODAY
    review_id = reviews.begin(desk)
    assert reviews.begin(officer) == review_id
    lines = reviews.page(desk, review_id).lines
    for line in lines[1:]:
        reviews.decide(officer if line.own else desk, line.id, "kept")
    with pytest.raises(Refused):
        reviews.close(desk, review_id)
    desk.session.rollback()
    reviews.decide(officer if lines[0].own else desk, lines[0].id, "kept")
    reviews.close(desk, review_id)
    overview = reviews.overview(desk)
    assert overview.reviews[0].decided == len(lines)
    assert overview.next_due_on == TODAY + timedelta(days=365)
    assert reviews.overview(later(desk, 366)).late
    assert not reviews.overview(later(desk, 365)).late


def test_a_counselor_reviews_nobody(
    district: SmallDistrict, desk_of: Callable[[Actor], Desk]
) -> None:
    with pytest.raises(NotAllowed):
        reviews.begin(desk_of(district.counselor))


def test_terms_are_unread_until_they_are_acknowledged(desk: Desk, officer: Desk) -> None:
    assert [one.id for one in terms.unread(desk)] == ["1"]
    terms.acknowledge(desk)
    assert terms.unread(desk) == ()
    assert terms.unread(officer) != ()
