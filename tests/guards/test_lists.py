"""Every page with a table offers it as a file, or says here why it is none to take away."""

from __future__ import annotations

from tests.guards.source import HOUSE

TEMPLATES = HOUSE / "templates"
A_SETTING = "a handful of things that somebody set up; they stand in the complete export"
OF_ONE = "about one student, one case or one file: printed, or in the access packet"
SCREEN_FOR_MEETINGS = "for the wall of a meeting, with small groups hidden"
PART_OF_A_FIGURE = "explains one figure; what it counts is a list of its own"

NO_FILE = {
    "api/tokens.html": A_SETTING,
    "bonus/_outlook.html": PART_OF_A_FIGURE,
    "bonus/list_columns.html": "asks what columns mean",
    "bonus/page.html": PART_OF_A_FIGURE,
    "bonus/presenting.html": SCREEN_FOR_MEETINGS,
    "bonus/scenarios.html": A_SETTING,
    "bonus/settings.html": A_SETTING,
    "bonus/state.html": PART_OF_A_FIGURE,
    "bonus/totals_form.html": "a form",
    "bonus/what_if.html": "a what-if; its students are the list of the bonus",
    "certifications/page.html": OF_ONE,
    "documents/_run.html": "names whose document is which number; the documents are the file",
    "files/_feed_runs.html": "the history of one feed; it stands in the complete export",
    "files/_sources.html": "what is loaded; every list carries it as its data date",
    "files/columns.html": "asks what columns mean",
    "files/feeds.html": A_SETTING,
    "files/history.html": "uploads; they stand in the complete export with their files",
    "files/mappings.html": A_SETTING,
    "files/waiting.html": "asks for decisions; the rows themselves are taken from each upload",
    "history/page.html": OF_ONE,
    "home/page.html": "counts that each lead to a list",
    "home/presenting.html": SCREEN_FOR_MEETINGS,
    "incidents/list.html": "a handful; they stand in the audit room and in the complete export",
    "incidents/page.html": "one incident; those affected are reached by its letters",
    "lists/page.html": "watch lists; each opens a roster, which is the file",
    "oversight/rooms.html": "downloads of their own",
    "plans/_actions.html": OF_ONE,
    "plans/_indicators.html": OF_ONE,
    "plans/time_log.html": "minutes of the person who reads it",
    "programs/_status.html": PART_OF_A_FIGURE,
    "programs/classes.html": "counts per class; the students are in each indicator's list",
    "programs/overview.html": A_SETTING,
    "programs/settings.html": A_SETTING,
    "programs/what_if.html": "a what-if, kept as numbers",
    "ratings/_district_letter.html": PART_OF_A_FIGURE,
    "ratings/_groups.html": PART_OF_A_FIGURE,
    "ratings/_indicators.html": PART_OF_A_FIGURE,
    "ratings/_letters.html": PART_OF_A_FIGURE,
    "ratings/_share.html": PART_OF_A_FIGURE,
    "ratings/presenting.html": SCREEN_FOR_MEETINGS,
    "ratings/preview.html": "a preview by other rules; it is kept as numbers",
    "ratings/preview_choose.html": "a form",
    "records/calendar.html": A_SETTING,
    "records/case.html": OF_ONE,
    "records/disagreements.html": "asks for decisions about single values",
    "records/disclosures.html": OF_ONE,
    "records/hearings.html": "the hearing officer's own cases, a handful",
    "records/of_age.html": "notices that somebody takes note of",
    "promises/privacy.html": "the public page; it names nobody",
    "retention/_destruction.html": "what one certificate says; it is printed",
    "retention/_run.html": "what came of one proposal; it stands in the complete export",
    "retention/certificates.html": "certificates, each printed by itself",
    "retention/deletion.html": "what one deletion will destroy",
    "retention/register.html": "trainings and checks of staff; they stand in the audit room's file",
    "retention/review.html": "one access review; it stands in the audit room's file",
    "retention/reviews.html": "access reviews; they stand in the audit room's file",
    "retention/runs.html": "what nights have found; it stands in the complete export",
    "retention/schedule.html": A_SETTING,
    "rules/differences.html": "rules of the state, with their sources",
    "rules/stale.html": "rules of the state, with their sources",
    "students/_record.html": OF_ONE,
    "students/_ways.html": OF_ONE,
    "students/find.html": "answers a search for a name",
    "takeout/overview.html": A_SETTING,
    "testing/find.html": "answers a search; the day's list is the file",
    "testing/overview.html": "days of testing; each opens a list of its own",
    "testing/propose.html": "a proposal that becomes a list of its own",
    "testing/rooms.html": "rooms of one day, printed from the day's page",
    "what_if/_compared.html": "a what-if; its students are taken from the page around it",
}
"""Templates with a table and no file, each with the reason."""


def with_a_table() -> dict[str, str]:
    """Every template that shows a table, with its text."""
    found = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        name, text = path.relative_to(TEMPLATES).as_posix(), path.read_text("utf-8")
        if "call table_region(" in text and not name.startswith(("components/", "documents/p")):
            found[name] = text
    return found


def test_every_table_is_offered_as_a_file_or_says_why_not() -> None:
    shown = with_a_table()
    assert len(shown) > 50, "the walk saw too few templates to mean anything"
    without = {name for name, text in shown.items() if "export_links(" not in text}
    assert sorted(without - NO_FILE.keys()) == [], (
        "make a Sheet, hand it to services.lists.taken_away and show export_links; or say here why "
        "the table is no list to take away"
    )


def test_every_reason_is_still_needed() -> None:
    shown = with_a_table()
    assert (
        sorted(name for name in NO_FILE if "export_links(" in shown.get(name, "x export_links("))
        == []
    )
