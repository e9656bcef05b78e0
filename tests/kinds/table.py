"""The table of what misled, as the document has it: each kind tried anew, with its rule off and on."""

from collections.abc import Mapping, Sequence

from tests.kinds import by_chance, from_files
from tests.kinds.kept import Kind

HEADER = ("What misled", "The figure it gave", "What is shown now", "The rule", "Tried by")
KINDS = (
    Kind(
        "A ratio of two counts called a share: positive outcomes of a month, to its knife crimes",
        "A ratio has a form of its own and limits of its own; only a part of a whole is a share.",
        from_files.ratio_as_share,
    ),
    Kind(
        "A share of two cases a month drawn and tested as if it were one of hundreds",
        "A share is charted, tested or signalled only where five events and five others are expected a period.",
        by_chance.few_cases,
    ),
    Kind(
        "Counts shown in steps of 5 tested as if they were exact: steady series said to hold a signal",
        "Limits allow for what the steps add, and seven months' total takes the place of the run of seven.",
        by_chance.rounded_counts,
    ),
    Kind(
        "Ranges of chance alone where months scatter four times as much: how often a 95% range holds the truth",
        "One estimate of the scatter a series widens every range, comparison, rank and test.",
        by_chance.wide_months,
    ),
    Kind(
        "A reader starts from months that a break in recording leaves without any test",
        "The longest comparison that can be tested is what a reader starts from.",
        from_files.untestable_default,
    ),
    Kind(
        "Four levels of one group of people added up",
        "A level is shown as its latest, never as a sum.",
        from_files.stock_as_flow,
    ),
    Kind(
        "Events of one year divided by residents of another",
        "Residents are those of the months counted, on a line between the yearly estimates.",
        from_files.one_year_of_residents,
    ),
    Kind(
        "A yearly level judged month by month",
        "The year is held against the yearly level first; its months stand beside it.",
        from_files.year_by_its_months,
    ),
    Kind(
        "Promises for independent months where each month follows the last: months marked where nothing changes",
        "How alike months are is measured; where it is too much runs are not called.",
        by_chance.alike_months,
    ),
    Kind(
        "Wards compared over a time in which fewer records could be placed in any ward",
        "Where the share placed moves by more than chance, wards are not compared over that time.",
        from_files.records_unplaced,
    ),
    Kind(
        "A file of ward codes out of use: all its rows set aside, and every ward shown as none",
        "Zero needs proof: the ward must be in the file.",
        from_files.old_wards,
    ),
    Kind(
        "A file that lacks a category, and the category shown as none",
        "Zero needs proof: the category must be in the file.",
        from_files.no_category,
    ),
    Kind(
        "A number of a month cut short, sent to a machine without its mark",
        "Status and marks are columns beside every number.",
        from_files.number_without_mark,
    ),
    Kind(
        "Records known by small area put whole into the ward that most of it lies in",
        "Whole only where one ward holds nine tenths of the residents; else no ward is known.",
        from_files.small_area_in_one_ward,
    ),
    Kind(
        "Tests said to keep their promise, tried only on months that scatter by chance alone",
        "Every claim is tried on worlds that scatter as the area's months do.",
        by_chance.untried_claims,
    ),
)


def render(told: Mapping[str, tuple[str, str]]) -> str:
    """The table in Markdown; ``told``: the two figures of each kind by the name of its function."""
    rows = [HEADER, ("---",) * len(HEADER)]
    for kind in KINDS:
        name = kind.find.__name__
        rows.append((kind.misled, *told[name], kind.rule, f"`{kind.find.__module__.split('.')[-1]}.{name}`"))
    return "\n".join(_row(cells) for cells in rows)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
