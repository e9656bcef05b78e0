"""How the files of geo/ are opened and refused: every fault names the file, the culprits and the remedy."""

from pathlib import Path

import pandas as pd

from svd.errors import FileError


def read_csv(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    """The file's cells as text, an empty one as an empty text; raises FileError where a column or all rows lack."""
    check_is_there(path)
    try:
        table = pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False, skipinitialspace=True)
    except (UnicodeDecodeError, pd.errors.EmptyDataError, pd.errors.ParserError):
        raise FileError(f"{path.name} can't be read as a table.", "Save it as CSV in UTF-8 with a header.") from None
    check_columns(path, table, columns)
    return table


def check_is_there(path: Path) -> None:
    """Raise FileError where the file is missing."""
    if not path.is_file():
        raise FileError(
            f"{path.name} is missing from {path.parent.name}.", "Put it there; README.md says what it holds."
        )


def check_columns(path: Path, table: pd.DataFrame, columns: tuple[str, ...]) -> None:
    """Raise FileError where the table lacks one of the columns or has no rows."""
    refuse(path, [name for name in columns if name not in table], "lacks column", "Add it; README.md lists them.")
    if table.empty:
        raise FileError(f"{path.name} holds no rows.", "Put the area's own file in its place.")


def refuse(path: Path, culprits: pd.Series | pd.Index | list, fault: str, remedy: str) -> None:
    """Raise FileError naming the first three ``culprits``, if there are any."""
    if len(culprits):
        shown = "; ".join(str(culprit) for culprit in list(culprits)[:3])
        more = f" and {len(culprits) - 3} more" if len(culprits) > 3 else ""
        raise FileError(f"{path.name} {fault} {shown}{more}.", remedy)
