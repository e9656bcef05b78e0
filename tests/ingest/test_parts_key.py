"""The key of a file's reading: all that reading looks at is in it, and an edit of anything else re-reads nothing."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pandas as pd
import pytest
import shapely

from svd.catalogue import load_catalogue
from svd.geography import place
from svd.geography.wards import load_geography
from svd.ingest import curate, parts
from svd.ingest.curate import build_store
from svd.ingest.open import open_extract
from svd.ingest.parts import USED, USED_OF_RETURNED, hash_reading
from svd.ingest.received import ReceivedFile, hash_file
from svd.ingest.recognise import recognise_by_name
from svd.ingest.reference import Reference
from tests.builders import PATHS
from tests.geography.builders import make_small_areas
from tests.ingest.builders import incident_row, make_catalogue, make_geography, ward_row, write_csv
from tests.recorder import record_keys

KINDS = {"area": "Area", "categories": "Category", "columns": "Column", "sources": "Source"}
NOWHERE = {"columns": ["easting", "northing"], "dtype": "float64"}


def edit(catalogue, kind: str, id_: str, **changes: object):
    """``catalogue`` with one entry edited: of those without an id, the one that stands first."""
    entries = getattr(catalogue, kind)
    if isinstance(entries, tuple):
        return replace(catalogue, **{kind: (entries[0].model_copy(update=changes), *entries[1:])})
    if not isinstance(entries, dict | MappingProxyType):
        return replace(catalogue, **{kind: entries.model_copy(update=changes)})
    return replace(catalogue, **{kind: dict(entries) | {id_: entries[id_].model_copy(update=changes)}})


CAPTIONS = [
    ("sources", "asb", {"title": "Another title"}),
    ("sources", "asb", {"caveats": ("Mind this.",), "description": "told anew", "licence": "another"}),
    ("sources", "asb", {"due_days": 99, "retention_months": 7, "provisional_months": 2}),
    ("columns", "", {"meaning": "told anew", "unit": "people"}),
    ("indicators", "held", {"title": "Another", "caveats": ("Mind this.",), "polarity": "higher"}),
    ("offences", "robbery", {"title": "Another", "is_serious_violence": True}),
    ("area", "", {"attribution": "another"}),
]
READ = [
    ("categories", "", {"offence": "robbery"}),
    ("categories", "", {"text": "MURDER"}),
    ("categories", "", {"when_file_lacks": "STALKING"}),
    ("columns", "", {"name": "Another header"}),
    ("columns", "", {"aliases": ("another header",)}),
    ("columns", "", {"is_required": True, "type": "text"}),
    ("sources", "asb", {"files": ("*other*.csv",)}),
    ("sources", "asb", {"location_precision": "ward"}),
    ("sources", "asb", {"is_public": True}),
    ("indicators", "held", {"source": "asb"}),
    ("area", "", {"short_name": "Another"}),
]


@pytest.mark.parametrize(("kind", "id_", "changes"), CAPTIONS)
def test_a_caption_is_no_part_of_the_key(kind, id_, changes):
    catalogue = make_catalogue()
    assert hash_reading(edit(catalogue, kind, id_, **changes), make_geography()) == hash_reading(
        catalogue, make_geography()
    )


@pytest.mark.parametrize(("kind", "id_", "changes"), READ)
def test_what_reading_goes_by_is(kind, id_, changes):
    catalogue = make_catalogue()
    assert hash_reading(edit(catalogue, kind, id_, **changes), make_geography()) != hash_reading(
        catalogue, make_geography()
    )


def test_places_are_part_of_the_key_and_what_wards_are_called_is_not(monkeypatch):
    catalogue, geography = make_catalogue(), make_geography()
    before = hash_reading(catalogue, geography)
    renamed = geography.wards.assign(ward_name=["Oak", "Elm"][: len(geography.wards)])
    assert hash_reading(catalogue, replace(geography, wards=renamed)) == before
    moved = geography.wards.set_geometry(geography.wards.geometry.map(lambda shape: shapely.transform(shape, _shift)))
    assert hash_reading(catalogue, replace(geography, wards=moved)) != before
    others = make_small_areas({"E01000009": dict.fromkeys(geography.ward_names, 0.5)}, geography.ward_names)
    assert hash_reading(catalogue, replace(geography, small_areas=others)) != before
    monkeypatch.setattr(parts, "version", lambda _: "2027.1.1")
    assert hash_reading(catalogue, geography) != before


def _shift(points):
    return points + 1


def test_all_that_reading_looks_at_is_in_the_key(tmp_path, monkeypatch):
    catalogue = load_catalogue.__wrapped__(PATHS.catalogue)
    reference = Reference(catalogue, load_geography(PATHS.geo))
    # The newest file of each feed; postcodes, which are a table of a million rows, have no part in what is looked at.
    monkeypatch.setattr(place, "find_postcodes", lambda codes: pd.DataFrame(index=codes.index, **NOWHERE))
    newest = {recognise_by_name(path.name, catalogue): path for path in sorted(PATHS.sample.glob("SYNTHETIC*.csv"))}
    with record_keys() as recorder:
        read = [_read_head(path, tmp_path, reference) for path in newest.values()]
    assert {extract.source for extract in read} == set(catalogue.sources), "Every feed is read, by every reader."
    assert sum(extract.rows_kept for extract in read) > 100
    for kind, name in KINDS.items():
        assert recorder.seen.pop(name) <= set(USED[kind]), name
    assert recorder.seen.pop("Indicator") <= set(USED_OF_RETURNED)
    assert recorder.seen.pop("Calculation") <= set(USED_OF_RETURNED["calculation"])
    assert not recorder.seen, "Reading looks at nothing else."


def _read_head(path: Path, folder: Path, reference: Reference):
    """The extract of the file's first rows; a table of months whole, as its wards and categories are few."""
    head = folder / path.name
    head.write_text("".join(path.open(encoding="utf-8").readlines()[:40]), encoding="utf-8")
    return open_extract(ReceivedFile(head, head.name, pd.Timestamp("2026-11-01").date(), hash_file(head)), reference)


def test_the_recorder_sees_what_is_looked_at():
    source = make_catalogue().sources["asb"]
    with record_keys() as recorder:
        assert source.title and source.is_private_record
    assert recorder.seen == {"Source": {"title", "reader", "is_public"}}


def test_a_caption_re_reads_no_file_and_a_category_does(tmp_path):
    write_csv(tmp_path / "extracts", "Ward Level Crime 2025-03.csv", [ward_row(m202502=20, m202503=30)])
    write_csv(tmp_path / "extracts", "asb_2025-01_2025-01.csv", [incident_row()])
    catalogue = make_catalogue()

    def count_read(edited) -> int:
        return build_store(tmp_path / "extracts", tmp_path / "store", edited, make_geography()).files_read

    assert count_read(catalogue) == 2
    assert count_read(edit(catalogue, "sources", "asb", title="Another", caveats=("Mind this.",))) == 0
    assert count_read(edit(catalogue, "categories", "", offence="robbery")) == 2


def test_assembling_anew_re_reads_no_file(tmp_path, monkeypatch):
    write_csv(tmp_path / "extracts", "asb_2025-01_2025-01.csv", [incident_row()])

    def build():
        return build_store(tmp_path / "extracts", tmp_path / "store", make_catalogue(), make_geography())

    build()
    assembled, plain = [], curate.assemble_tables
    monkeypatch.setattr(curate, "assemble_tables", lambda *given: assembled.append(1) or plain(*given))
    assert build().files_read == 0 and not assembled
    monkeypatch.setattr(curate, "hash_code", lambda *_: "another way to assemble")
    assert build().files_read == 0 and assembled
