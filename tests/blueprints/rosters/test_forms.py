"""What an address asks of a roster is read once; whom somebody searched is never kept."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict

from careercraft.blueprints.rosters import forms
from careercraft.blueprints.rosters.forms import read_query


def kept() -> int:
    return forms._read_once.cache_info().currsize


def test_the_same_address_is_read_once_and_its_answer_is_nobody_elses() -> None:
    asked = MultiDict([("group", "eco"), ("page", "none")])
    first, dropped = read_query(2027, asked)
    assert (first.group, dropped) == ("eco", ["page"])
    dropped.append("more")
    before = kept()
    assert read_query(2027, asked) == (first, ["page"])
    assert kept() == before


def test_a_search_is_read_and_never_kept() -> None:
    before = kept()
    query, _ = read_query(2027, MultiDict([("q", "Quartermaine"), ("group", "eco")]))
    assert query.search == "Quartermaine"
    assert kept() == before


def test_what_a_form_sends_beside_the_filter_is_not_kept_with_it() -> None:
    read_query(2027, MultiDict([("group", "eb")]))
    before = kept()
    sent = MultiDict([("group", "eb"), ("csrf_token", "x"), ("student_id", "y")])
    assert read_query(2027, sent)[0].group == "eb"
    assert kept() == before
