"""The agreements feeds are shared under: who holds each, when it is next reviewed, and whether that is near or past."""

from datetime import date

import pandas as pd

from svd.catalogue.contract import Agreement
from svd.catalogue.wording import word_count_of, word_day
from svd.figures.receipts import select_sources
from svd.measures.question import Evidence
from svd.store.selection import Selection

SOON_DAYS = 90
"""A review so near is warned of: an agreement takes about a quarter of a year to pass through every partner."""
_UNSURE = ", to be confirmed"
PAST, SOON, FINE, NONE = "past", "soon", "fine", "none"


def list_agreements(evidence: Evidence, selection: Selection, today: date) -> pd.DataFrame:
    """title, feeds, owners, review, state and days of each agreement the partners asked for share under.

    ``days`` to the review, below zero where it is past; null where none is set. ``review`` is in words.
    """
    sources = select_sources(evidence, selection)
    rows = []
    for agreement in evidence.catalogue.agreements.values():
        under = [source for source in sources if source.agreement == agreement.id]
        if not under:
            continue
        days = (agreement.review_on - today).days if agreement.review_on else None
        words = {"review": word_review(agreement), "state": _judge(agreement, days), "days": days}
        owners = ", ".join(dict.fromkeys(source.owner for source in under if source.owner))
        feeds = ", ".join(source.title for source in under)
        rows.append({"title": agreement.title, "feeds": feeds, "owners": owners, **words})
    columns = ["title", "feeds", "owners", "review", "state", "days"]
    return pd.DataFrame(rows, columns=columns).astype({"days": "Int64"})


def list_terms(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """agreement, review and owner of each feed of the partners asked for, in their order; empty where there is none."""
    rows = []
    for source in select_sources(evidence, selection):
        agreement = evidence.catalogue.agreements.get(source.agreement)
        title, review = (agreement.title, word_review(agreement)) if agreement else ("", "")
        rows.append({"agreement": title, "review": review, "owner": source.owner})
    return pd.DataFrame(rows, columns=["agreement", "review", "owner"])


def _judge(agreement: Agreement, days: int | None) -> str:
    if days is None:
        return FINE if agreement.is_confirmed else NONE
    if days < 0:
        return PAST
    return SOON if days <= SOON_DAYS else FINE


def word_review(agreement: Agreement) -> str:
    """The day of the next review, as ``31 Mar 2027, to be confirmed``."""
    if agreement.review_on is None:
        return "no review needed" if agreement.is_confirmed else "no review date set"
    return f"{word_day(agreement.review_on)}{'' if agreement.is_confirmed else _UNSURE}"


def word_agreements(agreements: pd.DataFrame) -> str:
    """Which reviews are past or near, in a sentence."""
    past, soon = (agreements[agreements["state"] == state] for state in (PAST, SOON))
    without = int((agreements["state"] == NONE).sum())
    parts = [
        f"{_name(past)} is past its review" if len(past) == 1 else "",
        f"{len(past)} agreements are past their reviews" if len(past) > 1 else "",
        f"{_name(soon)} is to be reviewed within {SOON_DAYS} days" if len(soon) == 1 else "",
        f"{len(soon)} agreements are to be reviewed within {SOON_DAYS} days" if len(soon) > 1 else "",
        f"{word_count_of(without, 'agreement has', 'agreements have')} no review date" if without else "",
    ]
    said = [part for part in parts if part] or [f"No agreement is to be reviewed within {SOON_DAYS} days"]
    unsure = int(agreements["review"].str.endswith(_UNSURE).sum())
    if unsure:
        said.append(f"{word_count_of(unsure, 'review date is', 'review dates are')} yet to be confirmed")
    return f"{'; '.join(said)}."


def _name(agreements: pd.DataFrame) -> str:
    return agreements["title"].iloc[0]


def word_warning(agreement: pd.Series) -> str:
    """What is to be done about a review that is near or past, or an empty text."""
    if agreement["state"] == PAST:
        late = word_count_of(-agreement["days"], "day", "days")
        return f"{agreement['title']}: its review was due on {agreement['review']}, {late} ago. Agree a new date."
    if agreement["state"] == SOON:
        days = word_count_of(agreement["days"], "day", "days")
        return f"{agreement['title']}: its review is due on {agreement['review']}, in {days}. Begin it now."
    return ""
