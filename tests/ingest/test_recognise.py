"""A file's source, period and edition month, from its name or else its header."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from svd.ingest.problems import UnusableFileError
from svd.ingest.received import ReceivedFile
from svd.ingest.recognise import recognise_sender
from tests.ingest.builders import make_catalogue


def recognise(name: str, header: tuple[str, ...] = (), **given):
    return recognise_sender(ReceivedFile(Path(name), name, date(2026, 1, 1), "hash", **given), header, make_catalogue())


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("MPS WARD LEVEL CRIME (Historical).csv", "wards"),
        ("SYNTHETIC ward level crime.csv", "wards"),
        ("2024-01-some-force-STREET.CSV", "street"),
        ("2024/2024-01-some-force-street.csv", "street"),
        ("asb_2025-01_2025-03 second try.csv", "asb"),
        ("team_returns_2025-01_2025-03.csv", "team_returns"),
    ],
)
def test_by_name(name, source):
    assert recognise(name).source.id == source


def test_by_header_where_only_one_source_fits():
    assert recognise("download.csv", ("Ward Code", "minortext", "202501")).source.id == "wards"


@pytest.mark.parametrize(
    "header", [("Month",), ("MinorText", "WardCode", "Month", "Longitude", "Latitude", "LSOA code", "Crime type")]
)
def test_a_file_of_no_source_or_of_two(header):
    with pytest.raises(UnusableFileError) as refusal:
        recognise("download.csv", header)
    assert refusal.value.rule == "unknown_file"


def test_the_source_a_person_named_goes_before_the_name():
    assert recognise("team_returns_2025-01_2025-03.csv", source="asb").source.id == "asb"


def test_what_a_name_declares():
    sender = recognise("SYNTHETIC asb_2025-01_2025-03.csv")
    assert sender.is_synthetic
    assert (sender.period_from, sender.period_to) == (pd.Timestamp("2025-01-01"), pd.Timestamp("2025-03-01"))
    month = recognise("2024-06-some-force-street.csv")
    assert month.period_from == month.period_to == month.named_month == pd.Timestamp("2024-06-01")
    assert recognise("Ward Level Crime 2025-03.csv").named_month == pd.Timestamp("2025-03-01")
    assert recognise("asb.csv").period_from is None


@pytest.mark.parametrize(
    ("name", "month"), [("asb_2025-01_2025-03.csv", "2025-03-01"), ("asb_2025-01_2062-03.csv", "2026-01-01")]
)
def test_a_slip_in_a_name_makes_no_file_the_newest(name, month):
    assert recognise(name).edition == pd.Timestamp(month)


@pytest.mark.parametrize("name", ["asb_2025-13_2025-14.csv", "asb_2025-03_2025-01.csv", "asb_1925-01_2025-03.csv"])
def test_a_period_that_is_none(name):
    with pytest.raises(UnusableFileError, match="no period"):
        recognise(name)
