"""Writes the synthetic partnership's folder: every partner's extracts, when they were received, and the answers."""

from datetime import date, timedelta
from pathlib import Path
from zlib import crc32

import numpy as np
import pandas as pd

from svd.catalogue import Catalogue
from svd.geography.wards import Geography
from svd.ingest.sample.answer_key import AnswerKey, describe_signals, write_answer_key
from svd.ingest.sample.checks import check_levels
from svd.ingest.sample.counts import draw_counts, prevent_offences
from svd.ingest.sample.faults import plant_faults
from svd.ingest.sample.knife import write_knife_file
from svd.ingest.sample.levels import Levels, read_levels
from svd.ingest.sample.places import draw_places
from svd.ingest.sample.police import MADE_UP, SampleFile, write_ward_files
from svd.ingest.sample.readme import write_readme
from svd.ingest.sample.records import write_record_files
from svd.ingest.sample.returns import write_return_files
from svd.ingest.sample.street import write_street_files


def write_sample(out: Path, catalogue: Catalogue, geography: Geography, levels: Path, seed: int = 20221) -> AnswerKey:
    """What is planted in the made-up extracts that now stand in ``out``, in place of any made-up ones before.

    The same seed gives the same bytes. ``levels`` is the TOML file that declares levels and signals.
    """
    declared = read_levels(levels)
    check_levels(declared, catalogue, geography)
    files, counts = _draw_files(catalogue, geography, declared, seed)
    files, bad_rows = plant_faults(files, declared.faults)
    names = [file.name for file in files]
    key = AnswerKey(
        seed,
        declared.period.first,
        declared.period.last,
        describe_signals(declared, counts, names, catalogue),
        tuple(bad_rows),
        tuple(names),
    )
    _write_files(out, files, declared)
    write_answer_key(key, out)
    write_readme(out, catalogue, key)
    return key


def _draw_files(
    catalogue: Catalogue, geography: Geography, levels: Levels, seed: int
) -> tuple[list[SampleFile], pd.DataFrame]:
    """Every extract; each part has its own stream of chance, so that one can change and leave the others be."""
    area, names = catalogue.area, dict(geography.ward_names)
    places = draw_places(geography, levels, area.code, _stream(seed, "places"))
    counts = draw_counts(levels, places, _stream(seed, "counts"))
    counts = prevent_offences(counts, levels, _stream(seed, "intervention"))
    files = write_ward_files(counts, levels, area, names, _stream(seed, "ward"))
    files.append(write_knife_file(levels, places, area, names, _stream(seed, "knife")))
    files += write_street_files(counts, levels, places, area, _stream(seed, "street"))
    for feed in levels.feeds:
        files += write_record_files(feed, levels, places, _stream(seed, feed.source))
    files += write_return_files(catalogue, levels, places, _stream(seed, "returns"))
    return files, counts


def _stream(seed: int, part: str) -> np.random.Generator:
    return np.random.default_rng([seed, crc32(part.encode())])


def _write_files(out: Path, files: list[SampleFile], levels: Levels) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob(f"{MADE_UP}*.csv"):
        old.unlink()
    for file in files:
        file.frame.to_csv(out / file.name, index=False, lineterminator="\n", encoding="utf-8")
    days = {file.name: _receive(file, levels) for file in files}
    received = pd.DataFrame(days.items(), columns=["file", "received_on"])
    received.to_csv(out / "received.csv", index=False, lineterminator="\n", encoding="utf-8")


def _receive(file: SampleFile, levels: Levels) -> date:
    """The day the file was received: so many days after the last one it tells of, unless it was late or ran on."""
    for late in levels.late:
        if late.file in file.name:
            return late.received_on
    if any(feed.source == file.source and feed.extra_to == file.until for feed in levels.feeds):
        return file.until
    return file.until + timedelta(days=levels.received_after_days[file.source])
