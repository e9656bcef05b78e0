"""The note beside the synthetic extracts that says they are made up."""

from pathlib import Path

from svd.catalogue import Catalogue
from svd.ingest.sample.answer_key import AnswerKey

_TEXT = """# Synthetic extracts: everything here is made up

No row in this folder tells of a real event or person. The {files} files, each named SYNTHETIC, have the form of the
extracts of the {partnership}
from {first} to {last}, so that the dashboard can be shown and tested without anyone's data. Never quote a figure from
them.

- Levels are rounded from published totals where there are any, and are otherwise assumptions. They are declared in
  data/catalogue/sample.toml, with the wards' weights, which are invented.
- Points and roads are made up. Ward codes, small-area codes and postcodes are real ones, drawn by chance: an event put
  at one says nothing about it.
- The counts are chance about those levels. Only what answer_key.json lists was planted: {signals} signals, and
  {bad_rows} bad rows of {rules} kinds, which the dashboard has to find and set aside.
- received.csv says when each file is supposed to have been received.

The same files, byte for byte, come from `python -m svd sample` (seed {seed}).

{attribution}
"""


def write_readme(out: Path, catalogue: Catalogue, key: AnswerKey) -> None:
    """README.md in ``out``."""
    text = _TEXT.format(
        partnership=catalogue.area.partnership,
        first=key.first_month,
        last=key.last_month,
        files=len(key.files),
        signals=len(key.signals),
        bad_rows=sum(row.rows for row in key.bad_rows),
        rules=len({row.rule for row in key.bad_rows}),
        seed=key.seed,
        attribution=catalogue.area.attribution,
    )
    (out / "README.md").write_text(text, encoding="utf-8")
