"""The readers and the rules must agree on what a score can be."""

from careercraft.calc.scales import SCALES
from careercraft.imports.formats import accuplacer, act, ap, asvab, ib, sat, scores


def test_the_readers_take_exactly_the_scores_the_rules_know():
    read_ = {("SAT", part): (sat.SECTION_LOW, sat.SECTION_HIGH) for part in ("ebrw", "math")}
    read_ |= {("AP", "score"): (ap.LOWEST, ap.HIGHEST)}
    read_ |= {("TSIA2", part): accuplacer.RANGES[part] for part in accuplacer.TSIA2_PARTS}
    read_ |= {("TSIA1", part): accuplacer.RANGES[part] for part in accuplacer.TSIA1_PARTS}
    assert len(read_) == 11
    assert read_ == {key: SCALES[key] for key in read_}


def test_act_ib_asvab_and_the_template_take_them_too():
    read_ = {("ACT", part): (act.LOWEST, act.HIGHEST) for part in act.JUDGED_PARTS}
    read_ |= {("IB", "score"): (ib.LOWEST, ib.HIGHEST)}
    read_ |= {("ASVAB", "afqt"): (asvab.LOWEST, asvab.HIGHEST)}
    template = {
        (test, part): span for test, by in scores.RANGES.items() for part, span in by.items()
    }
    assert len(read_) == 6
    assert len(template) == 17
    assert read_ | template == {key: SCALES[key] for key in read_ | template}
