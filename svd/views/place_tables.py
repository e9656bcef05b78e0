"""Concentration, near repeats and the week as plain tables, all of it text, and as sheets of a workbook."""

import pandas as pd

from svd.catalogue.wording import word_number
from svd.figures.places.concentration import Concentration
from svd.figures.places.near_repeat import NearRepeats
from svd.figures.places.week import DAYS, HOURS, Week
from svd.rows import list_rows
from svd.views.column_forms import forms_of
from svd.views.figure_words import figure_words, mark_of
from svd.views.workbook_parts import Sheet


def present_concentration(found: Concentration) -> pd.DataFrame:
    """The curve's steps: worst places, what they hold, and what they hold of an even spread."""
    hidden = mark_of("suppressed")
    rows = [
        {
            "Worst places": f"{row.places:.0f}%",
            "Events in them": f"{word_number(row.events, 0, mark=hidden)}%".replace(f"{hidden}%", hidden),
            "Of an even spread": f"{word_number(row.chance)}%",
        }
        for row in found.curve.itertuples()
    ]
    return pd.DataFrame(rows)


def present_bands(found: NearRepeats) -> pd.DataFrame:
    """A row a band of distance and time: pairs, what chance would bring, their ratio and its p."""
    rows = []
    for band in list_rows(found.bands):
        hidden = mark_of(band["status"]) or "[z]"
        rows.append(
            {
                "Metres apart": f"{band['metres_from']} to {band['metres_to'] - 1}",
                "Days apart": f"{band['days_from']} to {band['days_to'] - 1}",
                "Pairs": figure_words(band["count"], band["status"]),
                "By chance": word_number(band["expected"], 0, mark=hidden),
                "Times as many": word_number(band["ratio"], 2, mark=hidden),
                "p": word_number(band["p"], 3, mark=hidden),
                "Oftener than chance": "yes" if band["is_repeat"] else "no clear sign",
            }
        )
    return pd.DataFrame(rows)


def present_week(week: Week) -> pd.DataFrame:
    """A row a day, a column a block; a star marks a block busier than an even week."""
    blocks = week.blocks
    shown = word_blocks(blocks, week.base)
    words = [f"{each} *" if busy else each for each, busy in zip(shown, blocks["is_busy"], strict=True)]
    hours = [f"{hour:02d} to {hour + HOURS:02d}" for hour in blocks["hour"]]
    table = pd.DataFrame({"day": blocks["day"], "hours": hours, "words": words})
    wide = table.pivot(index="day", columns="hours", values="words")
    return (
        wide.set_axis([DAYS[day] for day in wide.index], axis=0)
        .rename_axis("Day")
        .rename_axis(None, axis=1)
        .reset_index()
    )


def word_blocks(blocks: pd.DataFrame, base: int) -> list[str]:
    """Each block's number; under its base ``under 10``, which is not zero."""
    pairs = zip(blocks["count"], blocks["status"], strict=True)
    return [f"under {base}" if base > 1 and count != count else figure_words(count, status) for count, status in pairs]


def make_sheet(title: str, heading: str, table: pd.DataFrame, source: str, *, is_synthetic: bool) -> Sheet:
    """A sheet of a table that is in words already."""
    return Sheet(title, heading, table.assign(is_synthetic=is_synthetic), forms_of(table), source)
