"""An evaluation's figures as tables: before and after side by side, all results, and the wards' weights."""

import html

import pandas as pd

from svd.catalogue.wording import word_month, word_number, word_range
from svd.figures.evaluation.difference import Effect
from svd.figures.evaluation.effect_findings import word_limits, word_p, word_ratio
from svd.figures.evaluation.evaluate import Evaluation
from svd.views.badges import draw_badge
from svd.views.figure_words import signed_words


def draw_effect(found: Evaluation, badge: tuple[str, str]) -> str:
    """Events a month before and after, in the treated and the comparison wards, and the effect, as an HTML table."""
    effect, before, after = found.effect, int((~found.panel.is_after).sum()), int(found.panel.is_after.sum())
    rows = (
        ("These wards", effect.before / before, effect.after / after),
        ("Comparison wards", effect.other_before / before, effect.other_after / after),
    )
    body = "".join(_draw_row(name, *pair) for name, *pair in rows)
    verdict = draw_badge(*badge, found.verdict)
    size = html.escape(f"{word_ratio(effect.ratio)} ({word_limits(effect)})")
    return (
        '<table class="svd-effect"><caption>Events a month</caption><thead><tr><td></td><th scope="col">Before</th>'
        f'<th scope="col">After</th><th scope="col">Change</th></tr></thead><tbody>{body}'
        f'<tr><th scope="row">Difference</th><td colspan="3">{size}</td></tr>'
        f'<tr><th scope="row">Verdict</th><td colspan="3">{verdict}</td></tr></tbody></table>'
    )


def _draw_row(name: str, before: float, after: float) -> str:
    change = f"{signed_words(round((after / before - 1) * 100))}%" if before else "[z]"
    cells = "".join(f"<td>{text}</td>" for text in (word_number(before, 1), word_number(after, 1), change))
    return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def present_months(found: Evaluation) -> pd.DataFrame:
    """The months of the chart in words: events, their limits, those expected, and on which side of the start."""
    rows = found.months
    return pd.DataFrame(
        {
            "Month": [word_month(month) for month in rows["month"]],
            "Events": [word_number(value) for value in rows["value"]],
            "95% limits": [word_range(*pair) for pair in zip(rows["lower"], rows["upper"], strict=True)],
            "Expected": [word_number(value, 1) for value in rows["expected"]],
            "Part": ["after" if is_after else "before" for is_after in rows["is_after"]],
        },
        dtype="str",
    )


def list_results(found: Evaluation, is_synthetic: bool) -> pd.DataFrame:
    """Every test's result as numbers, a row a test: for a file that an analyst goes on with."""
    effect, earlier, trend = found.effect, found.earlier, found.trend
    rows = [
        _list_effect("Difference in differences", effect),
        _list_effect(f"Made-up start {word_month(found.earlier_month)}", earlier),
        ("Trend before, a year", trend.ratio, trend.lower, trend.upper, trend.p),
        ("Placebo in place", None, None, None, found.in_place.p),
        ("Smallest fall to be found", effect.least_fall, None, None, None),
        ("Smallest rise to be found", effect.least_rise, None, None, None),
    ]
    made = found.synthetic
    if made.in_place is not None and not made.reason:
        rows.append(("Synthetic control", effect.after / made.total, None, None, made.in_place.p))
    table = pd.DataFrame(rows, columns=["Test", "Ratio", "Lower 95% limit", "Upper 95% limit", "p"])
    return table.assign(Verdict=[found.verdict, *[""] * (len(table) - 1)], Synthetic="yes" if is_synthetic else "no")


def _list_effect(name: str, effect: Effect) -> tuple:
    return name, effect.ratio, effect.lower, effect.upper, effect.p


def present_weights(found: Evaluation, names: dict[str, str]) -> pd.DataFrame:
    """The wards the synthetic control is mixed from, heaviest first."""
    weights = found.synthetic.weights
    kept = weights[weights >= 0.0005]
    return pd.DataFrame(
        {"Ward": [names[code] for code in kept.index], "Weight": [f"{weight:.3f}" for weight in kept]}, dtype="str"
    )


def present_placebos(found: Evaluation, names: dict[str, str]) -> pd.DataFrame:
    """Each comparison ward's ratio as if treated, with its limits and p, in words."""
    rows = found.placebos
    return pd.DataFrame(
        {
            "Ward": [names[code] for code in rows.index],
            "Ratio": [word_number(ratio, 2) for ratio in rows["ratio"]],
            "95% limits": [word_range(*pair, 2) for pair in zip(rows["lower"], rows["upper"], strict=True)],
            "Chance (p)": [word_p(p) for p in rows["p"]],
        },
        dtype="str",
    )
