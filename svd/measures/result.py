"""The tidy result every measure gives and every view shows: its columns, its statuses and its shorthand."""

RESULT_COLUMNS = (
    "indicator",
    "period",
    "ward_code",
    "ward_name",
    "count",
    "denominator",
    "denominator_year",
    "value",
    "lower",
    "upper",
    "unit",
    "source",
    "extract",
    "definition",
)
"""What a reader of the figure sees; numbers are null where ``status`` says why they are not shown."""

EXTRA_COLUMNS = (
    "month",
    "month_to",
    "status",
    "is_complete",
    "is_provisional",
    "is_estimated",
    "share_placed",
    "base",
    "noise",
    "rest_noise",
    "dispersion",
    "is_synthetic",
)
"""``month`` and ``month_to``: first days of the first and the last month. ``is_complete``: false where the last extract
ends inside the period.

``is_provisional``: the period holds months that its source may still revise. ``is_estimated``: protection rounds the
figure to steps of ``base`` (1 where it is exact); ``noise`` and ``rest_noise`` are the variances it adds to the count
and to the rest of what a share is of. ``dispersion``: variance of the months as a multiple of chance alone, which the
limits allow for: the area's own, and one for all wards. ``share_placed``: of a ward's figure, the part of the area's
events that any ward is known of.
"""

MARK_COLUMNS = ("status", "is_complete", "is_provisional", "is_estimated", "share_placed")
"""What a machine needs beside the numbers, so that none stands without its mark."""

OK, SUPPRESSED, MISSING, INCOMPLETE, NOT_APPLICABLE = "ok", "suppressed", "missing", "incomplete", "not_applicable"
CUT_SHORT = "cut_short"
"""A month of a feed with a rule whose file ends inside it: not shown before it is whole, however many it holds."""

SHORTHAND = {
    SUPPRESSED: (
        "[c]",
        "Confidential: too few to show, or shown by longer periods only. It may be zero.",
    ),
    MISSING: ("[x]", "Not available: nothing was received for it. It is not zero."),
    CUT_SHORT: (
        "[part]",
        "Not available yet: the file ends inside the month, and this feed is shown by whole months. It is not zero.",
    ),
    NOT_APPLICABLE: ("[z]", "Not applicable: the figure has no meaning here."),
    INCOMPLETE: (
        "[low]",
        "Low reliability: some rows were set aside or the period is not complete, so it may be too low.",
    ),
}
"""A status, its mark beside or instead of the number, and what the mark means."""

BOROUGH, WARD, UNALLOCATED = "borough", "ward", "unallocated"
"""Levels. An ``unallocated`` row holds what is in the area's total but in no ward; its ward_code is 'unallocated'."""
