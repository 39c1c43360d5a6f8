"""The readers and the rules must agree on what a score can be."""

from careercraft.calc.scales import SCALES
from careercraft.imports.formats import accuplacer, ap, sat


def test_the_readers_take_exactly_the_scores_the_rules_know():
    read_ = {("SAT", part): (sat.SECTION_LOW, sat.SECTION_HIGH) for part in ("ebrw", "math")}
    read_ |= {("AP", "score"): (ap.LOWEST, ap.HIGHEST)}
    read_ |= {("TSIA2", part): accuplacer.RANGES[part] for part in accuplacer.TSIA2_PARTS}
    read_ |= {("TSIA1", part): accuplacer.RANGES[part] for part in accuplacer.TSIA1_PARTS}
    assert len(read_) == 11
    assert read_ == {key: SCALES[key] for key in read_}
