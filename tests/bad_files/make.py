"""Writes the bad files that are made by program: python -m tests.bad_files.make. README.md says how the others were."""

from pathlib import Path

from tests.bad_files import text_files, workbooks

SENT = Path(__file__).parent / "sent"
MADE_BY_HAND = frozenset(
    {
        "council_asb_2026-01_2026-03 - password protected.xlsx",
        "council_asb_2026-01_2026-03 - password protected.xls",
        "council_asb_2026-01_2026-03 - an old workbook.xls",
    }
)
_MAKERS = (
    text_files.make_encodings,
    text_files.make_marks,
    text_files.make_headers,
    text_files.make_records,
    text_files.make_returns,
    text_files.make_police,
    text_files.make_personal,
    text_files.make_names,
    workbooks.make_sheets,
    workbooks.make_cells,
    workbooks.make_others,
)


def make_files() -> dict[str, bytes]:
    """Every file made by program, by name."""
    made: dict[str, bytes] = {}
    for make in _MAKERS:
        files = make()
        assert not made.keys() & files.keys(), "each file has a name of its own"
        made |= files
    return made


if __name__ == "__main__":
    for name, data in make_files().items():
        (SENT / name).write_bytes(data)
