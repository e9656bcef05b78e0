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

EXTRA_COLUMNS = ("month", "status", "is_complete", "is_provisional", "is_synthetic")
"""``month``: first day of the (first) month. ``is_complete``: false where the last extract ends inside the period.

``is_provisional``: the period holds months that its source may still revise.
"""

OK, SUPPRESSED, MISSING, INCOMPLETE, NOT_APPLICABLE = "ok", "suppressed", "missing", "incomplete", "not_applicable"

SHORTHAND = {
    SUPPRESSED: ("[c]", "Confidential: a small number, hidden so that nobody can be recognised. It is not zero."),
    MISSING: ("[x]", "Not available: nothing was received for it. It is not zero."),
    NOT_APPLICABLE: ("[z]", "Not applicable: the figure has no meaning here."),
    INCOMPLETE: (
        "[low]",
        "Low reliability: some rows were set aside or the period is not complete, so it may be too low.",
    ),
}
"""A status, its mark beside or instead of the number, and what the mark means."""

BOROUGH, WARD, UNALLOCATED = "borough", "ward", "unallocated"
"""Levels. An ``unallocated`` row holds what is in the area's total but in no ward; its ward_code is 'unallocated'."""
