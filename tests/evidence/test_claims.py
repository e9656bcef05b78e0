"""Promises and what is said of them: kept but for chance, listed where they are not, steps beside them."""

import numpy as np
import pytest

from svd.evidence.claims import DIFFERING, STEPS, Claim, Row, Setting, draw_claim, list_unkept, try_world, word_promise
from svd.evidence.report import tell_unkept
from svd.evidence.tables import Share, draw_table, keeps_promise, word_share
from svd.figures.promises import CHANGE, FUNNEL, RANGE

KEPT, BROKEN = Row("even", Share(5, 2000), (0.5, 0.125)), Row("75 a month, autocorrelation 0.5", Share(40, 2000))
CLAIM = Claim("A change", "Trends", 0.0027, "1 in 370", "Two years.", "Called", (KEPT, BROKEN))


@pytest.mark.parametrize(
    ("share", "promised", "is_kept"),
    [
        (Share(5, 2000), 0.0027, True),
        (Share(40, 2000), 0.0027, False),
        (Share(0, 2000), 0.0027, True),
        # 0.0027 + 3 * sqrt(0.0027 * 0.9973 / 2000) = 0.00618: twelve of 2,000 may be chance, thirteen may not.
        (Share(12, 2000), 0.0027, True),
        (Share(13, 2000), 0.0027, False),
    ],
)
def test_a_promise_is_kept_but_for_the_chance_of_so_many_draws(share, promised, is_kept):
    assert keeps_promise(share, promised) == is_kept


def test_a_number_a_year_scatters_as_a_count():
    # 1 + 3 * sqrt(1 / 50) = 1.424: 71 signals in 50 years may be chance, 72 may not.
    assert keeps_promise(Share(71, 50), 1.0, is_number=True) and not keeps_promise(Share(72, 50), 1.0, is_number=True)
    assert CLAIM._replace(is_number=True).word(Share(21, 50)) == "0.42 a year"


def test_shares_and_tables_read_well():
    assert [word_share(Share(*each)) for each in ((1, 400), (1, 8))] == ["0.25%", "12.5%"]
    assert draw_table(["a", "b"], [["1", "2"]]) == "| a | b |\n| -- | -- |\n| 1 | 2 |"


def test_what_is_not_kept_is_listed_with_its_figure():
    assert list_unkept([CLAIM]) == [(CLAIM, BROKEN)]
    told = tell_unkept([CLAIM])
    assert told.startswith("In 1 of 2 worlds a claim is made oftener than promised.")
    assert "| A change | 1 in 370 | 75 a month, autocorrelation 0.5: **2.0%** |" in told


def test_a_world_is_held_against_what_is_promised_of_its_sort():
    drifting = BROKEN._replace(is_otherwise=True)
    less = CLAIM._replace(rows=(KEPT, drifting), otherwise=0.02)
    assert less.is_kept(drifting) and not less.is_kept(BROKEN) and list_unkept([less]) == []
    # 0.02 + 3 * sqrt(0.02 * 0.98 / 2000) = 0.0294: 58 of 2,000 may be chance, 59 may not.
    assert [less.is_kept(drifting._replace(share=Share(called, 2000))) for called in (58, 59)] == [True, False]
    assert not CLAIM.is_kept(drifting), "a claim that promises the same everywhere is held to it"


def test_a_promise_is_said_with_its_condition():
    assert word_promise(CHANGE, "{} comparisons") == (
        "1 in 370 comparisons; where months follow one another (autocorrelation up to 0.8) 1 in 10"
    )
    assert word_promise(FUNNEL, "{} wards", DIFFERING) == "1 in 500 wards; where wards differ as usual 1 in 200"
    assert word_promise(RANGE, "{} leave the level out") == "5 in 100 leave the level out"


def test_where_all_is_kept_it_says_so():
    assert tell_unkept([CLAIM._replace(rows=(KEPT,))]).startswith("Nothing: in all 1 worlds tried")


def test_a_claim_is_drawn_with_its_promise_and_the_steps_found():
    drawn = draw_claim(CLAIM)
    assert drawn.startswith("*Trends.* Two years. Promised: 1 in 370.")
    assert "| even | 2,000 | 0.25% (kept) | 50% | 12% |" in drawn
    assert "| 75 a month, autocorrelation 0.5 | 2,000 | 2.0% (NOT kept) | – | – |" in drawn


def test_each_world_is_drawn_without_a_step_and_then_with_each():
    drawn = []

    def draw(step: float, worlds: int) -> np.ndarray:
        drawn.append((step, worlds))
        return np.full(worlds, step)

    row = try_world(Setting(None, [], 200, np.random.default_rng(1)), "world", draw, lambda counts: counts > 0.2)
    assert drawn == [(0.0, 200), *((step, 20) for step in STEPS)]
    assert row == Row("world", Share(0, 200), (1.0, 0.0))
