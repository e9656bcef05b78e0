"""How wards are compared, in words with their sources: a note for each way, for the method under a chart."""

from svd.catalogue.wording import word_number
from svd.figures.between_wards.comparison import Comparison
from svd.figures.between_wards.comparison_findings import word_dispersion
from svd.figures.between_wards.ranks import DRAWS
from svd.figures.promises import FUNNEL


def word_comparison() -> str:
    """When a ward is called higher or lower, for a method note."""
    return (
        "**Higher and lower** are said of a ward where its 99.8% limits leave out the borough's figure: by chance "
        "alone about 1 ward in 500 would. **May be higher, may be lower:** only its 95% limits do, as 1 ward in 20 "
        "would by chance. **Similar** is all else. Where events have no known ward, wards are held against the "
        "borough's figure without them, for no ward's figure holds them. A ward is itself a part of the borough, which "
        "makes the test a little cautious: a ward with a tenth of all events is held against a figure a tenth its own. "
        "Of counts that are shown rounded, the nearest to the borough's level that may stand behind them is tested: "
        "rounding alone calls no ward."
    )


def word_spine_method() -> str:
    """How a spine chart places the wards."""
    return (
        "**Spine:** each indicator has its own scale, the figure of all wards together in the middle. Distances go by "
        "ratio: twice and half as high lie equally far. The ward farthest out is at an end, twice the middle at least. "
        "The middle half lies between the 25th and the 75th percentile of the wards shown; hidden and missing take "
        "no part. After the spine charts of Fingertips, which go by difference."
    )


def word_funnel_method(comparison: Comparison) -> str:
    """How the funnel's limits are made, with the dispersion found."""
    funnel = comparison.funnel
    limits = "Wilson's limits for shares" if funnel.form == "proportion" else "exact Poisson limits"
    phi = f" Here it is {word_number(funnel.phi, 2)}." if funnel.phi == funnel.phi else ""
    return (
        f"**Funnel:** {limits} round the figure of all wards together, at 95% (dashed; 1 ward in 20 lies beyond by "
        "chance) and 99.8% (1 in 500), wider for smaller wards. **Over-dispersion:** the mean square of the wards' "
        "distances from the middle, in standard errors, those beyond the 10th and 90th percentile set to it "
        f"(winsorised).{phi} Where it is above 1 and the wards differ more than chance would make them (chi-squared, "
        "p below 0.05, 10 wards at least), the limits' distance from the middle is multiplied by its square root, made "
        "good for what winsorising leaves out and, by Student's t, for how few wards it rests on. Of wards of one "
        f"level {FUNNEL.usual} then lies beyond the outer limits, of wards that differ in the usual way up to "
        f"{FUNNEL.otherwise}. "
        f"{word_dispersion(funnel)} "
        "Sources: Spiegelhalter 2005, Statistics in Medicine 24:1185; Spiegelhalter 2005, Quality and Safety in Health "
        "Care 14:347."
    )


def word_ranks_method() -> str:
    """How the places a ward could hold are found."""
    return (
        f"**Ranks:** 1st is the highest figure, not the best. {word_number(DRAWS)} times the true level of each ward "
        "is drawn from what its count allows (gamma distribution; beta for shares), and the wards put in order. The "
        "places a ward could hold are those it has in 96 of 100 draws, so that the true place of no more than 5 wards "
        "in 100 lies outside, the scatter of the months being known roughly. The draws start from a fixed number, so "
        "they come out the same each time. Wards that are hidden or missing have no place; the places are those among "
        "the others. Sources: Goldstein and Spiegelhalter 1996, Journal of the Royal Statistical Society A 159:385; "
        "Marshall and Spiegelhalter 1998, British Medical Journal 316:1701."
    )


NO_ORDER = (
    "**Numbers of events are not held against one another:** the wards differ in size, and this indicator has no rate. "
    "*Intervals* shows each ward's number with its limits."
)
"""Why an indicator of bare counts has neither funnel nor ranks."""
NO_ORDER_OF_HARM = (
    "**A weighed sum puts no ward above another:** one grave offence would decide a ward's place. *Intervals* lists "
    "the wards by it with their limits, and *Ward map* shows where most of it is."
)
"""Why a sum of weighed offences has neither funnel nor ranks."""


def word_age_reason(comparison: Comparison) -> str:
    """Why ages can't be allowed for, as a sentence for a page, or an empty text where they can."""
    return f"Ages can't be allowed for: {comparison.age_reason}." if comparison.age_reason else ""


def word_age_method(comparison: Comparison) -> str:
    """How ages are allowed for, or why they can't be."""
    if comparison.age_reason:
        return f"**Ages can't be allowed for** here: {comparison.age_reason}."
    if not comparison.is_for_age:
        return "**Ages** of residents are not allowed for; *Allow for age* does."
    return (
        "**Allowing for age** (indirect standardisation): the borough's events per resident in each age band, times "
        "the ward's residents of that age, added up, are the events its ages lead one to expect; they are scaled to as "
        "many as have a known ward. The figure is the ward's events per 100 of these; its limits are those of its "
        "count (exact below 10 events, Byar's from 10). Two wards' ratios rest on different ages, so each is best held "
        "against 100. Events of unknown age are taken to be like the others. Source: Breslow and Day 1987, "
        "Statistical methods in cancer research II."
    )
