"""What the newest edition of a feed changed, after it was taken in: the table as it may be shown, and a finding."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from svd.catalogue import Catalogue, load_catalogue
from svd.catalogue.declarations import SmallNumberRule, Source
from svd.catalogue.wording import word_count_of, word_day, word_number, word_period
from svd.errors import UserError
from svd.figures.opening import find_store
from svd.geography.wards import load_geography
from svd.ingest.history.editions import ComparedEditions, compare_newest
from svd.ingest.history.revisions import LOW, NOT_COVERED
from svd.ingest.reference import Reference
from svd.intake.standing import explain_revisions, is_protected
from svd.paths import read_paths
from svd.tasks import find_extracts
from svd.views.figure_words import sentence
from svd.views.revision_table import name_figure, order_revisions

METHOD = (
    "A revision is no change in the world: the sender counts the same months again, and has found, moved or withdrawn "
    "records since. So no figure here is called a rise or a fall. The newest edition is held against all that stood "
    "before it came: for each of its months the newest of the older editions. Counts are of a month and an offence in "
    "the whole area; returns are of a period, an indicator and an area. A figure that is not known, or that the sender "
    "hid, is never taken for zero; one marked [low] misses rows that were set aside, so its difference may come of "
    "those rows and of nothing the sender changed. Months that no file held before are new, and count as no revision."
)


@dataclass(frozen=True, eq=False)
class Revisions:
    """A feed's newest edition against what was held before it; of a protected feed (``is_withheld``) no table."""

    source: Source
    rule: SmallNumberRule
    compared: ComparedEditions
    finding: str
    is_withheld: bool
    why: str
    """Why nothing is listed, of a protected feed."""

    @property
    def notes(self) -> tuple[str, ...]:
        """How the table came to be, or why there is none, and by which rule small numbers are protected."""
        return self.why or METHOD, f"Small numbers: {self.rule.words}"


def compare_editions(source: str, store: Path | None = None) -> Revisions:
    """What the newest edition of ``source`` changed, by the rule of the feed; raises UserError on no such feed."""
    paths = read_paths()
    reference = Reference(load_catalogue(paths.catalogue), load_geography(paths.geo))
    catalogue = reference.catalogue
    if source not in catalogue.sources:
        raise UserError(f"There is no feed {source!r}.", f"Use one of {', '.join(catalogue.sources)}.")
    feed = catalogue.sources[source]
    compared = compare_newest(source, find_store(store), find_extracts(), reference)
    is_withheld = is_protected(catalogue, feed)
    why = explain_revisions(catalogue) if is_withheld else ""
    if is_withheld:
        compared = replace(compared, figures=0, table=compared.table.iloc[:0])
    finding = word_revisions(compared, feed, catalogue, reference.geography.ward_names, why)
    return Revisions(feed, catalogue.rules[feed.small_number_rule], compared, finding, is_withheld, why)


def word_revisions(
    compared: ComparedEditions, source: Source, catalogue: Catalogue, wards: Mapping[str, str], why: str = ""
) -> str:
    """What the edition changed, in a sentence, or ``why`` that is not told; it is called neither a rise nor a fall."""
    if compared.newest is None:
        return f"No file of {source.title} has come yet."
    edition = f"The edition received {word_day(compared.newest.received_on)}"
    if compared.count < 2:
        return f"{edition} is the only one of {source.title}: there is none to hold it against."
    if why:
        months = f" {sentence(_word_new(compared))}." if len(compared.new_months) else ""
        return f"{why}{months}"
    if not compared.figures and len(compared.new_months):
        return f"{edition} changed no figure: {_word_new(compared)}."
    of_held = compared.table[compared.table["before_status"] != NOT_COVERED]
    held = word_count_of(compared.figures, "figure", "figures")
    if of_held.empty:
        said = f"none of {held}"
    else:
        said = f"{word_number(len(of_held))} of {held}{_word_low(of_held)}{_word_most(of_held, catalogue, wards)}"
    new = f"; {_word_new(compared)}" if len(compared.new_months) else ""
    return f"{edition} changed {said}{new}{_word_added(compared)}."


def _is_low(table: pd.DataFrame) -> pd.Series:
    return (table["before_status"] == LOW) | (table["after_status"] == LOW)


def _word_low(of_held: pd.DataFrame) -> str:
    low = int(_is_low(of_held).sum())
    return f" ({word_number(low)} of them [low]: rows were set aside)" if low else ""


def _word_most(of_held: pd.DataFrame, catalogue: Catalogue, wards: Mapping[str, str]) -> str:
    """The whole figure that differs most, before and now; nothing where none has a difference that may be shown."""
    whole = order_revisions(of_held[~_is_low(of_held) & of_held["difference"].notna()], by_size=True)
    if whole.empty:
        return ""
    most = whole.iloc[0]
    where = "" if pd.isna(most["ward_code"]) else f" in {wards.get(most['ward_code'], most['ward_code'])}"
    period = word_period(most["period_from"], most["period_to"])
    values = f"{word_number(most['before'])} before, {word_number(most['after'])} now"
    return f", most of all {name_figure(most['category'], catalogue)}{where}, {period} ({values})"


def _word_new(compared: ComparedEditions) -> str:
    months = compared.new_months
    return f"{word_count_of(len(months), 'month is', 'months are')} new, {word_period(months.min(), months.max())}"


def _word_added(compared: ComparedEditions) -> str:
    """Figures that nothing stated before, in months that were held."""
    table = compared.table[compared.table["before_status"] == NOT_COVERED]
    added = int((~table["period_to"].isin(compared.new_months)).sum())
    return f"; {word_count_of(added, 'figure is', 'figures are')} new in months held before" if added else ""
