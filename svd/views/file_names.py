"""How a downloaded file is named: SYNTHETIC first where it is so, then what it holds and its period."""

import re

from svd.measures.question import Evidence
from svd.store.selection import Selection


def name_file(evidence: Evidence, what: str, selection: Selection, ending: str) -> str:
    """As ``SYNTHETIC knife-crime_2025-10_2026-09.png``; letters, figures and hyphens only."""
    plain = re.sub(r"[^a-z0-9]+", "-", what.lower()).strip("-")
    mark = "SYNTHETIC " if evidence.store.is_synthetic else ""
    return f"{mark}{plain}_{selection.month_from:%Y-%m}_{selection.month_to:%Y-%m}.{ending}"
