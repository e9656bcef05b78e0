"""What is known of repeats, in plain words: the share, what chance gives, and what is missing."""

import pandas as pd

from svd.catalogue.declarations import Source
from svd.catalogue.wording import word_number, word_range, word_rate
from svd.figures.people.records import name_people
from svd.figures.people.repeats import Concentration, Repeats, Share
from svd.measures.people_years import MONTHS
from svd.measures.result import INCOMPLETE, MISSING, NOT_APPLICABLE, SHORTHAND, SUPPRESSED

_LACK = {
    SUPPRESSED: "hidden, because the numbers are small",
    MISSING: "nothing was received for this period",
    NOT_APPLICABLE: "no record carries a code of a person",
    INCOMPLETE: "a whole year of the feed is needed, and none has ended by {}",
}


def word_flagged(found: Repeats, source: Source) -> str:
    """The share of records the sender marks as repeats, and whether it has changed by the test."""
    if pd.isna(found.now.value):
        lack = "no record says whether it is a repeat" if found.now.status == NOT_APPLICABLE else _word_lack(found.now)
        return f"{source.title}: {lack}."
    share = f"{source.title}: {_share(found.now)} were a repeat within {MONTHS} months, as the sender marks them"
    unmarked = " Records without a mark count as no repeat." if found.is_part_marked else ""
    return f"{share}{_word_change(found)}.{unmarked}"


def word_concentration(found: Concentration, source: Source) -> str:
    """How many people came up twice or more, how many events were theirs, and what chance alone would give."""
    now, are = found.people.now, name_people(source).are
    if pd.isna(now.value):
        return f"{source.title}: {_word_lack(now)}."
    whole = "all records" if found.uncoded == 0 else "the records with a code"
    theirs = "" if pd.isna(found.events) else f", and {word_number(found.events)}% of {whole} are theirs"
    chance = "" if pd.isna(found.chance_people) else f"; chance alone would give {word_rate(found.chance_people)}%"
    opening = f"{source.title}: {_share(now)} of {are} came up twice or more in {now.period}{theirs}{chance}"
    return f"{opening}{_word_change(found.people)}.{_word_uncoded(found.uncoded)}"


def _word_uncoded(share: float) -> str:
    """How many records have no code, of which nobody can say whether their people came back."""
    if not share > 0:
        return ""
    how_many = "Fewer than 1%" if share < 1 else f"{word_number(share)}%"
    return f" {how_many} of records have no code and are left out."


def word_no_codes(source: Source, is_agreed: bool) -> str:
    """That a feed can't tell who comes back, and what to ask for."""
    if is_agreed:
        return f"{source.title}: no codes of people were sent. The contract allows them: ask for the column person_id."
    return f"{source.title}: its contract has no code of a person, so that nobody who comes back can be counted."


def word_repeat_method(rules: str) -> str:
    """How repeats are counted, tested and hidden; for a method note."""
    return (
        f"**Marked by the sender:** records marked as a repeat within {MONTHS} months, of all records; one without a "
        "mark counts as none. 95% limits: Wilson, wider by what protection adds.\n\n"
        f"**By codes:** people with two records or more in a year of the feed, of all people with a code. Its years of "
        f"{MONTHS} months follow one upon the other from its first whole month; the last that has ended by the last "
        "month chosen is shown. No other months are counted, so that no two counts of the same people can be "
        "subtracted. "
        "Only a keyed hash of each code is kept. All months must be there: with fewer, somebody who came back would be "
        "taken for new. Records without a code are left out.\n\n"
        "**By chance:** what the same number of records would give, fallen at random on residents of the ages the feed "
        "can hold. Risk is not the same for all, so more than that is usual; how much more is what counts.\n\n"
        "**Change:** two proportions with the pooled standard error and the variance that protection adds, p below "
        "0.0027; not tested with fewer than 5 on either side. No limits are given for the share of records, because "
        "those of one person belong together.\n\n"
        f"**Small numbers:** {rules} Each count is protected once, when the data are built, and a share is made of two "
        "such parts. The share of records is hidden too where it would tell how few came a third time."
    )


def _word_lack(share: Share) -> str:
    return _LACK.get(share.status, _LACK[MISSING]).format(share.period.split(" to ")[-1])


def _share(share: Share) -> str:
    mark = f" {SHORTHAND[INCOMPLETE][0]}" if share.status == INCOMPLETE else ""
    return f"{word_number(share.value)}% ({word_range(share.lower, share.upper, 0)}){mark}"


def _word_change(found: Repeats) -> str:
    if found.verdict == "not tested":
        return ""
    earlier = f"{word_number(found.before.value)}% in {found.before.period}"
    return f"; {found.verdict}, from {earlier}"
