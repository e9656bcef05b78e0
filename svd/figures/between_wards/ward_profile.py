"""One ward: every indicator that has figures by ward against the whole area, and who lives there."""

import pandas as pd

from svd.catalogue import Catalogue
from svd.catalogue.declarations import Indicator
from svd.catalogue.schema import RESIDENT_BANDS
from svd.figures.between_wards.compare import compare_many
from svd.figures.scorecard import find_indicators
from svd.geography.wards import Geography
from svd.measures.measure import measure_many
from svd.measures.question import Evidence
from svd.store.selection import Selection, move_month

_MONTHS = 24


def find_ward_indicators(catalogue: Catalogue, selection: Selection) -> list[Indicator]:
    """The indicators that have figures by ward and fit the partners and kinds asked for, in the catalogue's order."""
    return [one for one in find_indicators(catalogue, selection) if one.calculation.basis == "facts"]


def profile_wards(evidence: Evidence, selection: Selection) -> pd.DataFrame:
    """Every indicator that has figures by ward, for every ward: the columns of ``compare_wards``, and ``area_value``.

    A row an indicator and ward. ``area_value`` is the whole area's figure, null where it is not shown.
    """
    names = [indicator.id for indicator in find_ward_indicators(evidence.catalogue, selection)]
    wards = measure_many(evidence, names, selection, "ward")
    areas = measure_many(evidence, names, selection, "borough")
    return compare_many(evidence, wards, areas).reset_index(drop=True)


def share_residents(geography: Geography, ward_code: str) -> pd.DataFrame:
    """Residents of the ward by age band with their share, and the whole area's share, in per cent; a row a band."""
    ward = geography.residents.loc[ward_code, list(RESIDENT_BANDS)]
    area = geography.residents[list(RESIDENT_BANDS)].sum()
    return pd.DataFrame(
        {
            "age_band": list(RESIDENT_BANDS),
            "residents": ward.to_numpy(),
            "share": (ward / ward.sum() * 100).to_numpy(),
            "area_share": (area / area.sum() * 100).to_numpy(),
        }
    )


def span_months(evidence: Evidence, selection: Selection) -> Selection:
    """The selection over the 24 months to its end, or over those there are."""
    start = move_month(selection.month_to, 1 - _MONTHS)
    return selection.spanning(max(start, evidence.months[0].date()), selection.month_to)
