"""What pages promise is what trials try: each number of a promise stands in the words that a visitor reads."""

import re
from pathlib import Path

import pytest

from svd.catalogue import load_catalogue
from svd.evidence.charts import ALIKE
from svd.figures import promises
from svd.figures.between_wards.comparison_methods import word_funnel_method
from svd.figures.between_wards.funnel import P_998
from svd.figures.findings import word_test
from svd.figures.over_time.assurance_findings import word_assurance_method
from svd.figures.over_time.cusum import FALSE_SHARE
from svd.figures.over_time.recent_findings import word_recent_method
from svd.figures.over_time.shift_findings import word_shift_method
from svd.figures.over_time.signal_findings import word_control_method
from svd.figures.over_time.trend_marker import TREND_P
from svd.figures.signals.signal_words import word_promise
from svd.stats.change import SIGNAL_P
from svd.views.method_notes import list_methods
from tests.builders import PATHS
from tests.figures.between_wards.test_comparison_findings import make_comparison
from tests.figures.over_time.test_assurance import VIOLENCE

GUIDE = " ".join(Path("docs/user-guide.md").read_text(encoding="utf-8").split())
METHODS = {
    "CHANGE": word_test,
    "RANGE": lambda: word_assurance_method(VIOLENCE),
    "TREND": lambda: word_recent_method("April"),
    "OUTSIDE": lambda: word_control_method("not found"),
    "MARKED": lambda: word_control_method("not found"),
    "SHIFTS": word_shift_method,
    "FUNNEL": lambda: word_funnel_method(make_comparison()),
}


@pytest.mark.parametrize("name", METHODS)
def test_the_method_says_both_numbers(name):
    promise, told = getattr(promises, name), METHODS[name]()
    assert _says(told, promise.usual) and _says(told, promise.otherwise)


@pytest.mark.parametrize("name", ["CHANGE", "RANGE", "TREND", "OUTSIDE", "MARKED", "SHIFTS"])
def test_the_guide_says_them_too(name):
    promise = getattr(promises, name)
    assert _says(GUIDE, promise.usual) and _says(GUIDE, promise.otherwise)
    assert f"autocorrelation above {promises.MOST_ALIKE}) nothing is promised" in GUIDE


def test_the_method_page_says_what_a_range_holds():
    note = next(note for note in list_methods(load_catalogue(PATHS.catalogue)).values() if "95% limits" in note)
    assert _says(note, promises.RANGE.usual) and "that very period" in note


def test_a_list_of_signals_says_how_many_are_false():
    assert promises.SIGNALS.usual == (1, 1) and "less than one false one a year" in word_promise()
    assert f"{promises.FOLLOWING}, less than {promises.SIGNALS.otherwise.times}." in word_promise()


def test_where_less_is_promised_its_condition_is_said():
    for name in ("CHANGE", "TREND", "OUTSIDE", "SHIFTS"):
        assert promises.FOLLOWING in METHODS[name]()
    assert max(ALIKE) <= promises.MOST_ALIKE and str(promises.MOST_ALIKE) in promises.FOLLOWING


def test_each_promise_is_that_of_the_test_behind_it():
    for promise, p in ((promises.CHANGE, SIGNAL_P), (promises.TREND, TREND_P), (promises.FUNNEL, 2 * P_998)):
        assert promise.usual.share == pytest.approx(p, rel=0.002)
    assert promises.SHIFTS.usual.share == FALSE_SHARE and promises.RANGE.usual.share == 0.05
    every = [one for one in vars(promises).values() if isinstance(one, promises.Promise)]
    assert len(every) == len(METHODS) + 1 and all(one.otherwise.share >= one.usual.share for one in every)


def test_a_number_that_is_not_there_is_missed():
    assert _says("up to 1 in 30 months", promises.Rate(1, 30)) and not _says("1 in 300", promises.Rate(1, 30))
    assert not _says("1 in 3", promises.Rate(1, 30)) and not _says("11 in 30", promises.Rate(1, 30))


def _says(told: str, rate: promises.Rate) -> bool:
    return re.search(rf"(?<!\d){re.escape(str(rate))}(?![\d,])", told) is not None
