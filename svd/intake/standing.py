"""What stands of protected feeds whatever comes later, in sentences: for previews, accepted files and revisions."""

from datetime import date

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Source
from svd.catalogue.wording import word_day, word_period
from svd.measures.book import find_next_restatement
from svd.measures.question import Evidence

RESTATE = "python -m svd restate"
COST = (
    "Each restatement outside the fixed days costs some protection: figures of before and after can be held against "
    "each other."
)


def is_protected(catalogue: Catalogue, source: Source) -> bool:
    """Whether the feed's rule hides small numbers, so that its figures are protected."""
    return bool(catalogue.rules[source.small_number_rule].hide_up_to)


def name_restatements(catalogue: Catalogue) -> str:
    """The days of a year on which shown months are written anew, such as ``1 Apr and 1 Oct``."""
    days = [f"1 {date(2000, month, 1):%b}" for month in sorted(catalogue.area.restated_in)]
    return " and ".join(filter(None, [", ".join(days[:-1]), *days[-1:]])) if days else "no day"


def name_next(catalogue: Catalogue, today: date) -> str:
    """When shown months are next written anew, such as ``, next on 1 Apr 2027``; empty where on no day."""
    day = find_next_restatement(catalogue.area.restated_in, today)
    return f", next on {word_day(day)}" if day else ""


def explain_revisions(catalogue: Catalogue) -> str:
    """Why no difference of two editions of a protected feed is listed."""
    return (
        "What an edition of this feed changed is not listed, as its figures are protected: records that come late, or "
        "are withdrawn, count in the month in which they arrive, and months that were shown are written anew on fixed "
        f"days only ({name_restatements(catalogue)})."
    )


def word_standing(evidence: Evidence | None, source: Source | None, first: date | None, last: date | None) -> str:
    """That what was shown of the feed's months from ``first`` to ``last`` stays for now; empty where none was."""
    if evidence is None or source is None or first is None or not is_protected(evidence.catalogue, source):
        return ""
    covered = evidence.coverage_of(source.id)
    shown = covered.loc[covered["is_complete"].astype(bool), "month"]
    shown = shown[(shown >= f"{first:%Y-%m-01}") & (shown <= f"{last:%Y-%m-01}")]
    if shown.empty:
        return ""
    return (
        f"{source.title} was shown before for {word_period(shown.min(), shown.max())}: those figures stay as they are "
        f"until {name_restatements(evidence.catalogue)}{name_next(evidence.catalogue, evidence.opened_on)}, and what "
        f"differs counts in the month in which it arrives. To put a wrong file right sooner: {RESTATE}."
    )


def word_undone(evidence: Evidence | None, file: str) -> str:
    """The same of a file that counted until now and is undone."""
    if evidence is None:
        return ""
    ledger = evidence.extracts
    own = ledger[(ledger["extract"] == file) & ledger["period_to"].notna()]
    if own.empty:
        return ""
    row = own.iloc[0]
    source = evidence.catalogue.sources.get(row["source"])
    return word_standing(evidence, source, row["period_from"].date(), row["period_to"].date())
