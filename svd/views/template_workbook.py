"""The workbook a partner fills in for a feed, from its contract alone: instructions, entry sheet, columns, lists."""

from collections.abc import Mapping
from datetime import date, datetime, time

import pandas as pd
from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties

from svd.catalogue.wording import word_day
from svd.measures.result import SHORTHAND
from svd.views.column_forms import ColumnForm
from svd.views.contract_examples import Feed, name_feed_file
from svd.views.contract_tables import describe_contract, list_contract_columns, list_words
from svd.views.template_entry import DATA, write_entry
from svd.views.workbook import MADE_BY, save_book
from svd.views.workbook_cells import clean_text
from svd.views.workbook_parts import make_text_page
from svd.views.workbook_sheets import Page, write_page

INSTRUCTIONS, COLUMNS, LISTS = "Instructions", "Columns", "Lists"
_WORDS = {"column": ColumnForm("For column"), "word": ColumnForm("Word"), "meaning": ColumnForm("What it means")}
_NO_LISTS = "No column of this feed has a list of words."
_NEVER = (
    "Names, dates of birth, addresses, telephone numbers, e-mail addresses, or free text about a person. "
    "A file with such a column is refused."
)
_PUBLISHED = "This feed is published: it is fetched from its publisher and not filled in. The sheets show its columns."


def write_template(feed: Feed, made_on: date) -> bytes:
    """The workbook's bytes, the same for the same contract and day."""
    title = f"{feed.source.title}: what to send"
    words = list_words(feed)
    lists = _make_lists(words)
    book = Workbook(write_only=True)
    book.properties = _describe(feed, title, made_on)
    write_page(book, _make_instructions(feed, title, made_on), "", title)
    write_entry(book, feed, find_ranges(words, lists.header_row))
    write_page(book, _make_columns(feed), "", title)
    write_page(book, lists, "", title)
    return save_book(book)


def name_template(feed: Feed) -> str:
    """The name a template is saved under, by which a filled-in copy is recognised too."""
    return name_feed_file(feed, "xlsx") if feed.source.is_public else f"Template {feed.source.id}.xlsx"


def find_ranges(words: pd.DataFrame, header_row: int) -> Mapping[str, str]:
    """Where the words of each column stand on the sheet of lists, as a formula names it."""
    rows = pd.Series(range(header_row + 1, header_row + 1 + len(words)), index=words.index)
    ends = rows.groupby(words["column"]).agg(["min", "max"])
    return {str(name): f"{LISTS}!$B${first}:$B${last}" for name, first, last in ends.itertuples()}


def _make_instructions(feed: Feed, title: str, made_on: date) -> Page:
    source = feed.source
    required = ", ".join(column.name for column in feed.columns if column.is_required)
    held, *terms = describe_contract(feed).items()
    rows = [
        held,
        ("How to fill it in", _PUBLISHED if source.is_public else _word_filling()),
        ("Columns that must be there", required),
        ("How to name the file", _word_name(feed)),
        ("Never send", _NEVER),
        *terms,
        *_word_marks(feed),
        ("When a row is wrong", "It is set aside and listed with its cell and what to do. The other rows are used."),
        *((f"To bear in mind {number}", caveat) for number, caveat in enumerate(source.caveats, start=1)),
        ("This template", f"Made on {word_day(made_on)} from the contract of the feed {source.id}."),
    ]
    scope = f"{feed.catalogue.area.partnership}. The example row is made up."
    return make_text_page(INSTRUCTIONS, (clean_text(title), scope), ("About this feed", "Details"), rows)


def _word_filling() -> str:
    return (
        f"On the sheet {DATA}, a row each, below the header. Row 2 is an example: write over it or delete it. Keep the "
        "header as it is; columns that are not required may be left out. Point at a header to read what it means. "
        "Paste with Paste Special, Values, so that the lists and limits stay."
    )


def _word_name(feed: Feed) -> str:
    if feed.source.is_public:
        return f"As published. It is recognised by a name such as {name_feed_file(feed, 'csv')}."
    return f"As {name_feed_file(feed)}, with the first and last month it covers. CSV in UTF-8 may be sent as well."


def _word_marks(feed: Feed) -> list[tuple[str, str]]:
    """What a cell without a number may say, and what the dashboard shows in its place."""
    rows = [("An empty cell", "Not known. Never write 0 for what is not known: 0 says that there were none.")]
    if any(column.type == "number" for column in feed.columns):
        rows.append(("* or <5 or [c]", "You hide the figure because it is small. It is not taken as zero."))
        rows.append(("[x]", "You don't know the figure. It is not taken as zero."))
    return [*rows, *((f"{mark} in the dashboard", meaning) for mark, meaning in SHORTHAND.values())]


def _make_columns(feed: Feed) -> Page:
    table = list_contract_columns(feed)
    heading = f"The columns of {feed.source.title}"
    return Page(COLUMNS, (heading, "A row a column."), table, {name: ColumnForm(name) for name in table})


def _make_lists(words: pd.DataFrame) -> Page:
    shown = words if len(words) else pd.DataFrame([("none", "none", _NO_LISTS)], columns=list(_WORDS))
    return Page(LISTS, ("The words each column may hold", "A row a word."), shown, _WORDS)


def _describe(feed: Feed, title: str, made_on: date) -> DocumentProperties:
    made_at = datetime.combine(made_on, time())
    return DocumentProperties(
        title=clean_text(title),
        subject=clean_text(feed.source.description),
        description="A template to fill in. The example row is made up.",
        creator=MADE_BY,
        language="en-GB",
        created=made_at,
        modified=made_at,
    )
