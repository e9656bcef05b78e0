"""What the newest edition changed, over the sample: figures worked out by hand, and the words for them."""

from datetime import date

import pandas as pd
import pytest

from svd.catalogue import load_catalogue
from svd.errors import UserError
from svd.ingest.history.editions import ComparedEditions, Edition
from svd.ingest.history.revisions import COLUMNS
from svd.intake.accept import accept, undo
from svd.intake.examine import examine_file
from svd.intake.revised import METHOD, compare_editions, word_revisions
from svd.intake.revised_words import describe_revisions, list_revised, word_revised
from tests.builders import PATHS
from tests.intake.next_month import LAST, write_next_month, write_next_wards, write_rows

EDITION = Edition("new.csv", pd.Timestamp("2026-02-01"), date(2026, 3, 5), is_synthetic=False)
WARDS = {"W1": "Ash"}


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue(PATHS.catalogue)


def row(before, after, **given) -> dict:
    """A count of criminal damage in January 2026, null where None: then its period was not held, or it is hidden."""
    month = pd.Timestamp("2026-01-01")
    told = {"period_from": month, "period_to": month, "category": "criminal_damage", "measure": "offences"}
    statuses = {"before_status": "not_covered" if before is None else "ok", "after_status": "ok"}
    difference = None if before is None or after is None else after - before
    return told | statuses | {"before": before, "after": after, "difference": difference} | given


def word(catalogue, *rows: dict, **given) -> str:
    told = {"newest": EDITION, "replaced": (), "count": 2, "figures": 1200, "new_months": pd.DatetimeIndex([])}
    table = pd.DataFrame(list(rows), columns=COLUMNS).astype(
        dict.fromkeys(("before", "after", "difference"), "float64")
    )
    compared = ComparedEditions(**(told | given), table=table)
    return word_revisions(compared, catalogue.sources["mps_ward"], catalogue, WARDS)


def find(table: pd.DataFrame, category: str, month: str) -> tuple:
    found = table[(table["category"] == category) & (table["period_from"] == month)]
    return () if found.empty else tuple(found.iloc[0][["before", "after", "difference"]])


def test_figures_added_up_by_hand_from_both_files(area):
    """Each is the sum over the wards of one column of a minor text, in the files of March and of September."""
    found = compare_editions("mps_ward")

    table = found.compared.table
    assert find(table, "violence_without_injury", "2025-10") == (289, 306, 17)
    assert find(table, "criminal_damage", "2025-12") == (115, 120, 5)
    assert find(table, "burglary_business", "2025-08") == (19, 23, 4)
    assert find(table, "personal_robbery", "2026-03") == (42, 43, 1)
    assert find(table, "arson", "2025-12") == (), "9 in both."
    assert find(table, "criminal_damage", "2024-10") == (), "October 2024 is as the historical file has it."
    assert find(table, "criminal_damage", "2026-04")[1] == 113, "New, so there is nothing before."
    assert found.compared.figures == 558, "31 minor texts in the 18 months that both held."
    assert found.finding.startswith("The edition received 12 Oct 2026 changed 290 of 558 figures")


def test_a_file_taken_in_is_the_newest_edition_and_undone_it_is_not(area):
    examined = examine_file(write_next_wards(area))
    entry, _ = accept(examined, "Ann", dict.fromkeys(examined.oddities["rule"], "A copy of September"))
    assert compare_editions("mps_ward").compared.newest.extract == entry.file

    undo(entry.sequence, "Ann")
    assert compare_editions("mps_ward").finding.startswith("The edition received 12 Oct 2026 changed 290 of 558")


def test_of_a_protected_feed_no_difference_is_listed_and_it_says_why(area):
    lines = LAST.read_text(encoding="utf-8").splitlines()
    header, rows = lines[0].split(","), [line.split(",") for line in lines[1:]]
    place = header.index("occurred_at")
    fewer = [dict(zip(header, one, strict=True)) for one in rows if not one[place].startswith("2026-09-1")]
    name = "SYNTHETIC council_asb_2025-10_2026-09 revised.csv"
    examined = examine_file(write_rows(area, fewer, name))
    assert examined.revisions.empty
    accept(examined, "Ann", dict.fromkeys(examined.oddities["rule"], "Withdrawn"))

    found = compare_editions("council_asb")

    assert found.is_withheld and found.compared.table.empty and found.compared.figures == 0
    assert found.finding == (
        "What an edition of this feed changed is not listed, as its figures are protected: records that come late, or "
        "are withdrawn, count in the month in which they arrive, and months that were shown are written anew on fixed "
        "days only (1 Apr and 1 Oct)."
    )
    assert not any(character.isdigit() for character in found.finding.replace("1 Apr and 1 Oct", ""))
    assert word_revised(found).count("\n") == 1 and list_revised(found).empty
    assert describe_revisions(found)["revisions"] == []


def test_the_months_a_protected_file_added_are_told(area):
    accept(examine_file(write_next_month(area)), "Ann")

    assert compare_editions("council_asb").finding.endswith("(1 Apr and 1 Oct). 1 month is new, Oct 2026.")


def test_no_such_feed(area):
    with pytest.raises(UserError, match="There is no feed 'holiday'"):
        compare_editions("holiday")


def test_the_finding_states_size_and_calls_nothing_a_rise(catalogue):
    said = word(catalogue, row(10, 12), row(20, 15), row(None, 7), new_months=pd.DatetimeIndex(["2026-01-01"]))
    assert said == (
        "The edition received 5 Mar 2026 changed 2 of 1,200 figures, most of all Criminal damage, Jan 2026 (20 before, "
        "15 now); 1 month is new, Jan 2026."
    )
    for text in (said, METHOD.replace("a rise or a fall", "")):
        assert not any(word in text for word in ("rise", "rose", "fall", "fell", "increase", "decrease"))


def test_what_misses_rows_is_counted_and_never_named_the_biggest(catalogue):
    said = word(catalogue, row(10, 99, before_status="incomplete"), row(20, 19, ward_code="W1"))
    assert "changed 2 of 1,200 figures (1 of them [low]: rows were set aside), most of all" in said
    assert "in Ash, Jan 2026 (20 before, 19 now)" in said
    assert "most of all" not in word(catalogue, row(10, 99, before_status="incomplete"))


def test_where_nothing_changed_it_says_so(catalogue):
    assert word(catalogue) == "The edition received 5 Mar 2026 changed none of 1,200 figures."


def test_a_figure_new_in_a_month_that_was_held_is_told_apart(catalogue):
    assert word(catalogue, row(None, 7)).endswith(
        "changed none of 1,200 figures; 1 figure is new in months held before."
    )


def test_one_edition_or_none_is_said(catalogue):
    assert "is the only one of" in word(catalogue, count=1, figures=0)
    assert "has come yet" in word(catalogue, newest=None, count=0, figures=0)
