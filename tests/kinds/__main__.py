"""Writes the table of docs/kinds.md anew: ``python -m tests.kinds``."""

import tempfile
from pathlib import Path

from tests.kinds.table import KINDS, render

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "kinds.md"


def main() -> None:
    told = {}
    for kind in KINDS:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            told[kind.find.__name__] = kind.tell(Path(folder))
        print(kind.find.__name__, told[kind.find.__name__], flush=True)
    text = DOCUMENT.read_text(encoding="utf-8")
    before = text.split("\n| ")[0]
    after = text.rsplit(" |\n", 1)[1]
    DOCUMENT.write_text(f"{before}\n{render(told)}\n{after}", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
