"""Street-level crime from the national police website: a row a crime, moved to a shared point, dated to the month."""

import numpy as np
import pandas as pd

from svd.ingest.columns import name_columns
from svd.ingest.extract import Curated, ReadExtract, finish_extract, list_covered
from svd.ingest.facts import add_unread, count_rows, leave_unknown
from svd.ingest.read import SentTable
from svd.ingest.recognise import Sender
from svd.ingest.records import (
    FIELDS,
    PLACES,
    describe_incidents,
    find_months,
    is_after_receipt,
    is_outside_period,
    read_rows,
)
from svd.ingest.reference import Reference
from svd.ingest.validate import (
    Check,
    check_filled,
    check_understood,
    find_faults,
    has_bad_coordinate,
    sort_rows,
)
from svd.ingest.words import is_empty


def read_police_uk_street(sender: Sender, sent: SentTable, reference: Reference) -> ReadExtract:
    """Facts (offences) and the crimes themselves; rows are never taken for copies, as many crimes share one point."""
    text, names = name_columns(sent, sender, FIELDS)
    rows = read_rows(text, sender, reference)
    faults = find_faults(text, rows, _list_checks(sender, text))
    found = sort_rows(rows, faults, _find_outside(rows, text), text[["longitude", "small_area"]])
    months, gaps = find_months(rows, sender)
    silenced = found.set_aside[~is_outside_period(found.set_aside, sender)]
    silenced = silenced.assign(month=silenced["month"].mask(is_after_receipt(silenced, sender)))
    unknown = leave_unknown(add_unread(silenced, sent.ragged), months, "offences")
    counted = count_rows(found.kept, "offences")
    curated = Curated(
        edition=sender.named_month or (months[-1] if len(months) else None),
        months=list_covered(months, found.kept["month"].value_counts(), sender.received_on),
        placed_by=found.kept["placed_by"],
        facts=pd.concat([counted, unknown]) if len(unknown) else counted,
        incidents=describe_incidents(found.kept, sender.source),
        warnings=tuple(gaps),
    )
    return finish_extract(sender, sent, found, names, curated)


def _list_checks(sender: Sender, text: pd.DataFrame) -> list[Check]:
    return [
        *check_filled("occurred_at", "category"),
        check_understood("bad_date", "occurred_at", "moment"),
        Check("future_date", "occurred_at", lambda _, rows: is_after_receipt(rows, sender)),
        Check("outside_period", "occurred_at", lambda _, rows: is_outside_period(rows, sender)),
        check_understood("unmapped_category", "category", "offence"),
        has_bad_coordinate("longitude", text["latitude"]),
        has_bad_coordinate("latitude", text["longitude"]),
    ]


def _find_outside(rows: pd.DataFrame, text: pd.DataFrame) -> pd.Series:
    """Rows elsewhere; and rows without any place where the file is a whole force's, as they could be anyone's."""
    has_no_place = np.logical_and.reduce([is_empty(text[name]) for name in PLACES])
    is_whole_force = rows.loc[~has_no_place, "is_outside"].mean() > 0.5
    return rows["is_outside"] | (has_no_place & is_whole_force)
