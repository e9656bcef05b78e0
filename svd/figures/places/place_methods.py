"""How concentration, near repeats and the busy hours are worked out, in Markdown, for their method notes."""

from svd.figures.places.concentration import Concentration
from svd.figures.places.located import PlaceQuestion
from svd.figures.places.near_repeat import NearRepeats
from svd.figures.places.place_findings import word_shown
from svd.figures.places.week import Week


def word_concentration_method(found: Concentration, question: PlaceQuestion) -> str:
    """What the curve is, and why it stands beside an even spread."""
    return (
        f"All {found.places} cells of {question.feed.side} m, those with most events first. With few events and many "
        "cells some hold several and most none, even where every cell is alike: the dashed line is what such an even "
        "spread gives (a Poisson count in each cell). Only what lies above it is concentration. An even spread is "
        "ruled out where the index of dispersion is rarer than 1 time in 370.\n\n"
        "**Gini:** half the mean difference between two cells, as a share of the mean.\n\n" + _word_feed(question)
    )


def word_near_method(found: NearRepeats, question: PlaceQuestion) -> str:
    """What a band counts and how it is tested."""
    terms = question.evidence.catalogue.hot_spots
    return (
        "Each pair of events is in the band of its distance and of the days between them. The days are shuffled among "
        f"the events {found.permutations} times (Knox test, fixed seed); *by chance* is the mean of the shuffles, and "
        f"p how many of them have as many pairs. {terms.false_calls:.0%} of calls may be false: one correction for all "
        "bands (Benjamini and Hochberg). A place that came up during the period shows here too, and one event that was "
        "recorded twice looks like a repeat. Shared or rounded points blur distances but, as the points stay while the "
        "days are shuffled, can't make a repeat.\n\nIt says that events follow each other, and nothing about who was "
        "involved.\n\n" + _word_feed(question)
    )


def word_week_method(week: Week, question: PlaceQuestion) -> str:
    """What a block counts and how it is tested."""
    terms = question.evidence.catalogue.hot_spots
    untimed = word_shown(week.untimed, week.base)
    blocks = (
        f" Each block of hours keeps a running total of its own, shown in steps of {week.base}; the test "
        "holds it against a week rounded in the same way."
        if week.base > 1
        else ""
    )
    return (
        "Events of the whole area whose hour is known, with a point or without, in local time. A block is busy where "
        "it has more events than an even week would give it (exact binomial test, each day as often as the period has "
        "it); "
        f"{terms.false_calls:.0%} of calls may be false: one correction for all blocks (Benjamini and Hochberg). "
        f"Not counted, because their hour is not known: {untimed} events.{blocks}\n\n" + _word_feed(question)
    )


def _word_feed(question: PlaceQuestion) -> str:
    caveats = "\n".join(f"- {caveat}" for caveat in question.source.caveats)
    return f"**Small numbers:** {question.rule.words}\n\n**To bear in mind:**\n{caveats}"
