"""The charts of the Evaluation page, each under its words."""

from dataclasses import dataclass

import pandas as pd

from svd.catalogue.declarations import Indicator
from svd.figures.evaluation import effect_findings as words
from svd.figures.evaluation.assumptions import word_evaluation_method
from svd.figures.evaluation.evaluate import Evaluation
from svd.figures.event_counts import name_events
from svd.measures.question import Evidence
from svd.store.selection import Selection
from svd.ui import show
from svd.ui.kept_chart import show_drawn
from svd.views.effect_chart import draw_course, draw_placebos
from svd.views.vega import LayerChart

_EXPECTED = "had they gone as the comparison wards did"
_MIXED = "the mix of wards that was nearest to them before"
_TEST = "An effect is tested as said above, and not by the test of other pages."


@dataclass(frozen=True)
class Shown:
    """An evaluation with what its words and pictures need beside it."""

    evidence: Evidence
    found: Evaluation

    @property
    def indicator(self) -> Indicator:
        return self.evidence.catalogue.indicators[self.found.design.indicator]

    @property
    def wards(self) -> str:
        return words.word_wards(self.evidence, self.found.design.treated)

    @property
    def events(self) -> str:
        return name_events(self.indicator)

    @property
    def finding(self) -> str:
        return words.word_effect(self.found, self.indicator, self.wards)

    @property
    def subtitle(self) -> str:
        return f"{self.events.capitalize()} a month: {words.word_span(self.found)}."

    @property
    def span(self) -> Selection:
        months = self.found.panel.measured["month"]
        return Selection(months.min().date(), months.max().date(), definition=self.found.design.definition)

    @property
    def method(self) -> str:
        rule = self.evidence.catalogue.rules[self.indicator.small_number_rule].words
        return f"{word_evaluation_method()}\n\n{show.word_method(self.indicator, rule, _TEST)}"

    @property
    def look(self) -> dict:
        return {"start": self.found.design.start, "is_synthetic": self.evidence.store.is_synthetic}


def draw_titled(shown: Shown) -> LayerChart:
    """The chart of the effect with its finding as its title, for a picture."""
    return draw_course(shown.found.months, title=shown.finding, subtitle=shown.subtitle, named=_EXPECTED, **shown.look)


def show_course(shown: Shown) -> None:
    """The wards month by month against what would have come had they gone as the comparison wards did."""
    look = {"title": "", "subtitle": "", "named": _EXPECTED, **shown.look, "height": 280}
    show_drawn(draw_course, shown.found.months, before=f"{shown.finding} ", **look)


def show_mix(shown: Shown) -> None:
    """The wards month by month against the mix of comparison wards."""
    synthetic, look = shown.found.synthetic, {"title": "", "subtitle": "", "named": _MIXED, **shown.look}
    said = f"{words.word_synthetic(shown.found)} "
    show_drawn(draw_course, synthetic.months, before=said, **look, height=260, shows_gap=True)


def show_placebos(shown: Shown) -> None:
    """The intervention's wards and each comparison ward as if it had it, on one scale."""
    show_drawn(draw_placebos, _list_ratios(shown), is_synthetic=shown.evidence.store.is_synthetic)


def _list_ratios(shown: Shown) -> pd.DataFrame:
    """The treated wards' ratio first, then the comparison wards' from low to high."""
    effect, placebos = shown.found.effect, shown.found.placebos.sort_values("ratio")
    names = shown.evidence.geography.ward_names
    real = {"name": shown.wards, "ratio": effect.ratio, "lower": effect.lower, "upper": effect.upper, "is_real": True}
    others = placebos[["ratio", "lower", "upper"]].assign(name=[names[code] for code in placebos.index], is_real=False)
    return pd.concat([pd.DataFrame([real]), others], ignore_index=True)
