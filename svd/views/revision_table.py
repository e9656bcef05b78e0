"""What changed since the last edition, as a table for people and as a workbook; the figures come disclosed."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.wording import word_number, word_period
from svd.measures.question import Evidence
from svd.measures.result import INCOMPLETE, NOT_APPLICABLE
from svd.views.column_forms import ColumnForm
from svd.views.figure_words import mark_of, signed_words
from svd.views.workbook import Cover, Sheet, write_workbook

FIRST_ROWS = 60
"""As many rows as a page shows at once."""
_MARKS = {"ok": "", "not_known": "[x]", "not_covered": "not covered", "suppressed": "[c]", "incomplete": "[low]"}
_COLUMNS = {
    "what": ColumnForm("What"),
    "where": ColumnForm("Where"),
    "period_from": ColumnForm("From", "month"),
    "period_to": ColumnForm("To", "month"),
    "measure": ColumnForm("Measure"),
    "before": ColumnForm("Before", "number", "As held until the edition came; not covered: no file held the period."),
    "after": ColumnForm("Now", "number", "As the edition has it."),
    "difference": ColumnForm("Difference", "number", "Now less before: a revision, and no change in the world."),
    "low": ColumnForm("[low]", meaning="Which of the two misses rows that were set aside, and so may be too low."),
}


def order_revisions(revisions: pd.DataFrame, *, by_size: bool) -> pd.DataFrame:
    """The biggest differences first, figures without a difference last; else by period."""
    if not by_size:
        return revisions
    sizes = revisions["difference"].astype("float64").abs().sort_values(ascending=False, kind="stable")
    return revisions.loc[sizes.index].reset_index(drop=True)


def name_figure(category: str, catalogue: Catalogue) -> str:
    """The title of the offence or indicator that a row of revisions is of."""
    if category in catalogue.offences:
        return catalogue.offences[category].title
    return catalogue.indicators[category].short_title if category in catalogue.indicators else category


def present_revisions(revisions: pd.DataFrame, catalogue: Catalogue, wards: Mapping[str, str]) -> pd.DataFrame:
    """The figures that differ from the edition before, in words; ``wards`` are the wards' names by code."""
    rows = [
        {
            "What": name_figure(row.category, catalogue),
            "Where": _name_place(row.ward_code, wards),
            "Period": word_period(row.period_from, row.period_to),
            "Measure": row.measure.replace("_", " "),
            "Before": _word(row.before, row.before_status),
            "Now": _word(row.after, row.after_status),
            "Difference": "–" if pd.isna(row.difference) else signed_words(row.difference),
        }
        for row in revisions.itertuples()
    ]
    return pd.DataFrame(
        rows, columns=["What", "Where", "Period", "Measure", "Before", "Now", "Difference"], dtype="str"
    )


def write_revisions(
    evidence: Evidence, revisions: pd.DataFrame, title: str, finding: str, notes: tuple[str, ...], made_on: date
) -> bytes:
    """All rows of ``revisions`` of the feed called ``title`` as an accessible workbook."""
    catalogue, area = evidence.catalogue, evidence.catalogue.area.short_name
    table = revisions.assign(
        what=[name_figure(category, catalogue) for category in revisions["category"]],
        where=[_name_place(code, evidence.geography.ward_names) for code in revisions["ward_code"]],
        measure=[measure.replace("_", " ") for measure in revisions["measure"]],
        before=_fill(revisions["before"], revisions["before_status"]),
        after=_fill(revisions["after"], revisions["after_status"]),
        low=_name_low(revisions),
        difference=revisions["difference"].astype(object).where(revisions["difference"].notna(), _NO_DIFFERENCE),
    )
    source_line = f"Source: the files received of {title}"
    period = word_period(revisions["period_from"].min(), revisions["period_to"].max(), mark="no period")
    cover = Cover(
        title=f"{area}: what changed since the last edition of {title}",
        period=period,
        definition="all offences and indicators of the feed",
        filters={"Feed": title},
        made_on=made_on,
        is_synthetic=evidence.store.is_synthetic,
        sources=(title,),
        notes=(finding, *notes),
    )
    return write_workbook(cover, [Sheet("Revisions", finding, table[list(_COLUMNS)], _COLUMNS, source_line)])


_NO_DIFFERENCE = mark_of(NOT_APPLICABLE)


def _word(value: float, status: str) -> str:
    mark = _MARKS[status]
    return mark if pd.isna(value) else f"{word_number(value)} {mark}".strip()


def _fill(values: pd.Series, statuses: pd.Series) -> pd.Series:
    """The numbers, each null replaced by the mark that says why it is one."""
    return values.astype(object).where(values.notna(), statuses.map(_MARKS))


def _name_low(revisions: pd.DataFrame) -> list[str]:
    statuses = zip(revisions["before_status"], revisions["after_status"], strict=True)
    words = [
        [name for name, one in zip(("before", "now"), both, strict=True) if one == INCOMPLETE] for both in statuses
    ]
    return [" and ".join(names) or "neither" for names in words]


def _name_place(code: str | None, wards: Mapping[str, str]) -> str:
    return "whole area" if pd.isna(code) else wards.get(code, code)
