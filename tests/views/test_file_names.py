"""Names of downloaded files: plain, dated, and SYNTHETIC where the data are."""

from datetime import date
from types import SimpleNamespace

import pytest

from svd.store.selection import Selection
from svd.views.file_names import name_file


@pytest.mark.parametrize(
    ("is_synthetic", "what", "name"),
    [
        (True, "Knife injuries, under 25", "SYNTHETIC knife-injuries-under-25_2025-10_2026-09.png"),
        (False, "../../etc/Abbey & Co", "etc-abbey-co_2025-10_2026-09.png"),
    ],
)
def test_a_name_is_plain_and_dated(is_synthetic, what, name):
    evidence = SimpleNamespace(store=SimpleNamespace(is_synthetic=is_synthetic))
    assert name_file(evidence, what, Selection(date(2025, 10, 1), date(2026, 9, 1)), "png") == name
