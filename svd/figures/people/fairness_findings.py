"""What a ratio of two groups' rates says in plain words, and what it can't say."""

from svd.catalogue.fairness import GroupComparison
from svd.catalogue.wording import word_number, word_range
from svd.figures.people.disproportionality import Ratio

_VERDICTS = {
    "more": "more often than the comparator, by more than chance would bring",
    "less": "less often than the comparator, by more than chance would bring",
    "no clear difference": "no clear difference from the comparator",
}


def word_ratio(found: Ratio, comparison: GroupComparison) -> str:
    """The ratio with its limits and verdict; why it is not shown where a group is small or a figure is lacking."""
    if found.verdict == "not shown":
        least = word_number(comparison.least_events)
        return f"Not shown: each group needs {least} {comparison.counts} or more, and a number of people."
    limits = word_range(found.lower, found.upper, 2)
    figure = f"Rate ratio {word_number(found.ratio, 2)} ({limits})"
    return f"{figure}: {_VERDICTS[found.verdict]}."


def word_absence(comparison: GroupComparison) -> str:
    """That nobody has sent the figures, as a finding."""
    return f"Fairness can't be told yet: no figures of {comparison.counts} by group are received."


def word_fairness_method(comparison: GroupComparison) -> str:
    """How the ratio is made, what is never shown, and how it must not be read; for a method note."""
    least = word_number(comparison.least_events)
    return (
        "**Rate ratio:** the rate of one group over that of another. 95% limits: exp(ln ratio ± 1.96 √(1/a + 1/b)) "
        "for the two counts a and b. More or less only where the limits leave out 1.\n\n"
        "**Never shown:** a rate of one group by itself, a map or a list by ethnicity, or a group with fewer than "
        f"{least} {comparison.counts}. {comparison.authority}.\n\n"
        "**How to read it:** residents of the census are not all who are about, and events are not spread evenly over "
        "places and hours. A ratio above 1 asks for an explanation; by itself it shows neither its cause nor a fault. "
        "A ratio near 1 does not show that all is well."
    )
