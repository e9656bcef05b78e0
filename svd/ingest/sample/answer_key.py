"""What is planted where: the answers the tests, and a reader who wonders, hold the dashboard against."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from svd.catalogue import Catalogue
from svd.ingest.sample.levels import Feed, Levels
from svd.ingest.sample.signals import Change, Intervention

FILE = "answer_key.json"


@dataclass(frozen=True)
class BadRow:
    """A planted bad row; ``row`` is the (first) row as Excel numbers it and ``rows`` how many stand together."""

    file: str
    row: int
    column: str
    value: str
    rule: str
    rows: int = 1


@dataclass(frozen=True)
class AnswerKey:
    """Everything planted in one sample; ``signals`` say what shows, where, when, how big and in which indicator."""

    seed: int
    first_month: str
    last_month: str
    signals: tuple[dict[str, Any], ...]
    bad_rows: tuple[BadRow, ...]
    files: tuple[str, ...]

    def find(self, kind: str) -> list[dict[str, Any]]:
        """The planted signals of one kind."""
        return [signal for signal in self.signals if signal["kind"] == kind]


def write_answer_key(key: AnswerKey, out: Path) -> None:
    """answer_key.json in ``out``."""
    (out / FILE).write_text(json.dumps(asdict(key), indent=1) + "\n", encoding="utf-8")


def read_answer_key(folder: Path) -> AnswerKey:
    """The answers kept in ``folder``."""
    raw = json.loads((folder / FILE).read_text(encoding="utf-8"))
    rows = tuple(BadRow(**row) for row in raw.pop("bad_rows"))
    return AnswerKey(
        **{name: tuple(value) if isinstance(value, list) else value for name, value in raw.items()}, bad_rows=rows
    )


def describe_signals(
    levels: Levels, counts: pd.DataFrame, files: list[str], catalogue: Catalogue
) -> tuple[dict[str, Any], ...]:
    """An entry a planted signal; counts are those drawn, before bad rows were put in."""
    spot = levels.hot_spot
    signals = [_describe_change(change, counts) for change in levels.changes]
    signals += [_describe_intervention(planted, counts) for planted in levels.interventions]
    signals.append({"kind": "hot_spot", **spot.model_dump(mode="json"), "sources": ["police_uk", spot.feed]})
    others = {"season": levels.seasons, "gap": levels.gaps, "rare": levels.rare, "late": levels.late}
    for kind, declared in others.items():
        signals += [{"kind": kind, **signal.model_dump(mode="json")} for signal in declared]
    for late in (signal for signal in signals if signal["kind"] == "late"):
        late["file"] = next(name for name in files if late["file"] in name)
    signals += [_describe_incomplete(feed, catalogue) for feed in levels.feeds if feed.extra_to]
    older = next(name for name in files if name.endswith(f" {levels.period.older_edition}.csv"))
    signals.append(_describe_file("superseded", "mps_ward", catalogue) | {"file": older})
    return tuple(signals)


def _describe_change(change: Change, counts: pd.DataFrame) -> dict[str, Any]:
    rows = counts.xs(change.minor, level="minor")
    if change.ward:
        rows = rows.xs(change.ward, level="ward_code")
    return {"kind": "change", **change.model_dump(mode="json"), **_count_about(rows.sum(), change.since)}


def _describe_intervention(planted: Intervention, counts: pd.DataFrame) -> dict[str, Any]:
    rows = counts.xs(planted.minor, level="minor")
    is_here = rows.index.get_level_values("ward_code").isin(planted.wards)
    drawn = _count_about(rows[is_here].sum(), planted.since)
    return {"kind": "intervention", **planted.model_dump(mode="json"), **drawn}


def _count_about(by_month: pd.Series, month: str) -> dict[str, int]:
    """The counts of all months since ``month``, and of as many months before."""
    since = pd.Period(month, "M")
    after = by_month[by_month.index >= since]
    before = by_month[by_month.index < since].tail(len(after))
    return {"months": len(after), "count_before": int(before.sum()), "count_after": int(after.sum())}


def _describe_incomplete(feed: Feed, catalogue: Catalogue) -> dict[str, Any]:
    told = {"month": f"{feed.extra_to:%Y-%m}", "until": str(feed.extra_to)}
    return _describe_file("incomplete", feed.source, catalogue) | told


def _describe_file(kind: str, source: str, catalogue: Catalogue) -> dict[str, Any]:
    """What is planted in a file shows in the first indicator counted from its source."""
    counted = (entry for entry in catalogue.indicators.values() if entry.calculation.basis == "facts")
    return {"kind": kind, "source": source, "indicator": next(entry.id for entry in counted if entry.source == source)}
