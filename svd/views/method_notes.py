"""How the figures are made, in words: one note a method, each with its source where it has one."""

from svd.catalogue import Catalogue
from svd.figures.evaluation.assumptions import word_evaluation_method
from svd.figures.findings import word_test
from svd.figures.periods import COMPARATORS
from svd.figures.promises import RANGE

_LIMITS = (
    f"Each rate, count and share carries 95% limits: they leave the true figure out {RANGE.usual} times. Where months "
    "follow one another that is the figure of that very period, not of the years about it. Counts and "
    "rates below 10 events have exact Poisson limits; from 10 events Byar's approximation is used (Breslow and Day "
    "1987). Shares have Wilson's limits (Wilson 1927). A mean of a few values has none. These are the methods the "
    "Office for Health Improvement and Disparities uses."
)
_CHANGE = (
    "Both periods are shown with both counts, never a percentage alone. Two counts over periods of equal length are"
    " compared by the exact test of Przyborowski and Wilenski (1940). Nothing is tested where a figure is hidden, "
    "missing or not whole, or where the series has a break between the periods."
)
_WARDS = (
    "A ward is higher or lower than the area when the area's figure lies outside the ward's 99.8% limits, and may "
    "be higher or lower when it lies outside its 95% limits only: by chance alone that happens to about one ward in"
    " twenty. It is held against the area's events that have a known ward, itself among them. Better and worse follow "
    "from which way is good for the indicator; where neither is, it only differs."
)
_HARM = (
    "Each category is counted and disclosed by itself, multiplied by its weight, and added up; where one category is "
    "hidden or missing so is the sum. Two indices are never added together. Limits are the gamma limits of Fay and "
    "Feuer (1997), which allow for one more offence of the gravest kind: where homicide counts they reach far up. "
    "Harm and cost test nothing: no ward is called better or worse and no change is called real, because one grave "
    "offence would decide it. They say where harm lies; the offences behind it are tested on their own. Cost is that "
    "of the offences recorded, not multiplied up to those that nobody reported."
)
_SMALL = (
    "Small counts are hidden by the rule of the partner that sent them, once, before anything is drawn, compared, "
    "written or downloaded. Where one hidden count could be worked out from a total, the next smallest is hidden "
    "too. Rates come from the counts as shown, and a hidden count has neither rate nor limits. Zero is shown as "
    "zero."
)
_PLACING = (
    "A record is put into a ward by its point, else by its postcode, else by its small area where one ward holds at "
    "least nine in ten of that small area's residents, as estimated, else by the ward it names. Each way is counted on "
    "the page Partners and data. A record inside the area with no known ward counts in the total and in no ward. A "
    "record outside the area is not counted."
)
_EDITIONS = (
    "Partners revise months they sent before. For each month the newest edition that covers it stands, whole; older"
    " ones are replaced and never added. Feeds that count the same events stand side by side and are never added "
    "together."
)
_NOTHING = (
    "A month that a file covers and that has no event is zero. A month no file covers is missing, [x]. A month cut "
    "short, or with rows set aside, is shown with [low] and drawn hollow, because it may be too low."
)


def list_methods(catalogue: Catalogue) -> dict[str, str]:
    """The name of each method and its note."""
    area = catalogue.area
    rates = (
        f"The count divided by residents, as in each indicator's definition. {area.residents_source}. They are those "
        "of the months counted, on a straight line between two mid-years; before the first year held, and after mid-"
        f"{area.residents_year}, those of the nearest. People who work in the area or visit it are not among them."
    )
    words = COMPARATORS | {"baseline": f"{COMPARATORS['baseline']} ({area.baseline_year})"}
    choices = (
        f"A period may be compared with: {'; '.join(words.values())}. A baseline is as long as the period, lies before "
        "it, and has no break between."
    )
    return {
        "Rates": rates,
        "Limits": _LIMITS,
        "Is it a real change?": f"{_CHANGE} {word_test()} {choices}",
        "Wards against the area": _WARDS,
        "Did it change anything?": word_evaluation_method(),
        "Harm and cost": _HARM,
        "Small numbers": _SMALL,
        "Placing records in wards": _PLACING,
        "Editions": _EDITIONS,
        "Missing, zero and not complete": _NOTHING,
    }
