"""Who a feed's people are, by age and sex, in plain words: more or less than residents only where a test says so."""

import pandas as pd

from svd.catalogue.declarations import Source
from svd.catalogue.wording import word_number, word_range
from svd.figures.people.ages import PER, UNDER_25
from svd.figures.people.records import name_people
from svd.measures.feed import AGE, SEX
from svd.measures.result import MISSING, SUPPRESSED

_WORDS = {
    "higher": "more than chance would bring",
    "lower": "fewer than chance would bring",
    "may be higher": "perhaps more, but chance may do that",
    "may be lower": "perhaps fewer, but chance may do that",
    "similar": "no clear difference",
}


def word_ages(people: pd.DataFrame, source: Source) -> str:
    """The under 25s against residents of the ages the source can hold, or the largest band where all are under 25."""
    are = name_people(source).are
    ages = people[people["by"] == AGE].set_index("band")
    if (ages["status"] == MISSING).all():
        return f"{source.title}: nothing was received for this period."
    if UNDER_25 not in ages.index:
        return _word_largest(ages, are)
    row = ages.loc[UNDER_25]
    if row["status"] == SUPPRESSED or pd.isna(row["share"]):
        return f"{source.title}: too few {are} to say how many are under 25."
    share = f"Under 25s are {_whole(row['share'])} of {are}"
    if not row["compared"]:
        return f"{share} ({_limits(row)})."
    whom = "residents of the same ages" if name_people(source).ages else "residents"
    return f"{share} and {_whole(row['share_against'])} of {whom}: {_WORDS[row['compared']]}."


def word_peak(people: pd.DataFrame, source: Source) -> str:
    """The band that stands out most above residents, where one does by more than chance; else an empty text."""
    ages = people[(people["by"] == AGE) & (people["band"] != UNDER_25) & (people["compared"] == "higher")]
    if ages.empty:
        return ""
    row = ages.loc[(ages["share"] / ages["share_against"]).idxmax()]
    are = name_people(source).are
    return (
        f"Furthest above their share of residents: aged {row['group']}, {_whole(row['share'])} of {are} "
        f"({_limits(row)}) and {_whole(row['share_against'])} of residents."
    )


def word_sexes(people: pd.DataFrame, source: Source) -> str:
    """The larger sex and whether it is more than half by more than chance."""
    are = name_people(source).are
    sexes = people[(people["by"] == SEX) & people["compared"].ne("")]
    if sexes.empty:
        return f"Too few {are} to show by sex." if (people["status"] == SUPPRESSED).any() else ""
    row = sexes.loc[sexes["share"].idxmax()]
    if row["compared"] == "higher":
        return f"{row['group']}: {_whole(row['share'])} of {are}, more than half by more than chance."
    return f"Neither sex is clearly more than half of {are}."


def word_people_method(source: Source, rule: str) -> str:
    """Who is counted, how shares, rates and the test are made, and what they can't say; for a method note."""
    caveats = "".join(f"\n- {caveat}" for caveat in source.caveats)
    return (
        f"**{source.title}.** {name_people(source).note} No feed is added to another.\n\n"
        "**Share:** of those whose age, or sex, is known. 95% limits: Wilson. **Rate:** per "
        f"{word_number(PER)} residents of that age in the census, over the months received; 95% limits: exact below "
        "10, Byar's approximation from 10. All limits are wider by what protection adds. Residents are not counted for "
        "ages 10 to 14 and 15 to 17 apart, so the rate is of both together.\n\n"
        "**Test:** a share is more than residents' (or more than half, by sex) where its 99.8% Wilson limits leave "
        "that figure out; where only the 95% limits do, it may be. With fewer than 5 of them, or of the others, there "
        "is no test. The test takes each row for another person: where some are counted more than once it is too "
        "sure.\n\n"
        "**What it can't say:** people hurt here need not live here, and residents are those of the census.\n\n"
        f"**Small numbers:** {rule} Each age and each sex is protected once, when the data are built. A sum is that of "
        "its parts as they are shown; a part whose years average less than a block adds nothing to it. All are counted "
        "between the same two months: the nearest to those chosen at which all of them are told. What stands as "
        "under a number may be zero.\n\n"
        f"**To bear in mind:**{caveats or ' nothing further.'}"
    )


def _limits(row: pd.Series) -> str:
    return word_range(row["share_lower"], row["share_upper"], 0)


def _whole(share: float) -> str:
    return f"{word_number(share)}%"


def _word_largest(ages: pd.DataFrame, are: str) -> str:
    bands = ages[ages["share"].notna() & ~ages.index.isin(["10-17", "unknown"])]
    if bands.empty:
        return f"Too few {are} to show by age."
    row = bands.loc[bands["share"].idxmax()]
    return f"All are under 25: {_whole(row['share'])} of {are} are {row['group']} ({_limits(row)})."
