"""Whether what came is what the catalogue expects: its first bytes and columns, not an error page under its name."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from svd.ingest.recognise import plain_name

Columns = Sequence[Sequence[str]]
"""For each column that must be there, the names it may bear, the agreed one first."""

_HEAD = 1 << 16
_MAGIC = (
    (b"PK\x03\x04", "a zip archive or workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file"),
    (b"<", "a web page"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)


def find_fault(path: Path, kind: str, columns: Columns) -> str:
    """What is wrong with the file of that ``kind`` ("csv", "zip" or "geojson"), or an empty text."""
    if kind == "csv":
        with path.open("rb") as file:
            return find_csv_fault(file, columns)
    if kind == "geojson":
        return _find_geojson_fault(path, columns)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return "" if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else f"sends {_word_format(head)}, not a zip archive"


def find_csv_fault(file: BinaryIO, columns: Columns) -> str:
    """What is wrong with a CSV, judged by its header and first row."""
    head = file.read(_HEAD)
    found = _word_format(head)
    if found != "text":
        return f"sends {found}, not a CSV"
    rows = csv.reader(io.StringIO(head.decode("utf-8-sig", errors="replace"), newline=""))
    try:
        header, first = next(rows, []), next(rows, [])
    except csv.Error:
        return "sends text that is not a CSV"
    missing = _list_missing(header, columns)
    if missing:
        return f"sends a CSV without the columns {', '.join(missing)}"
    return "" if first else "sends a CSV with a header and no rows"


def _find_geojson_fault(path: Path, columns: Columns) -> str:
    try:
        content = json.loads(path.read_bytes())
    except ValueError:
        with path.open("rb") as file:
            return f"sends {_word_format(file.read(_HEAD))}, not whole GeoJSON"
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        return "sends JSON that is no GeoJSON feature collection: the publisher may have refused the question"
    features = content.get("features")
    if not isinstance(features, list) or not features:
        return "sends no feature: check the area's code in area.toml"
    if content.get("exceededTransferLimit") or (content.get("properties") or {}).get("exceededTransferLimit"):
        return "sends only a part of the features: the publisher's limit was reached"
    for feature in features:
        is_shape = isinstance(feature, dict) and isinstance(feature.get("geometry"), dict)
        if not is_shape:
            return "sends a feature without a geometry"
        missing = _list_missing(feature.get("properties") or {}, columns)
        if missing:
            return f"sends features without {', '.join(missing)}"
    return ""


def _word_format(head: bytes) -> str:
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not plain:
        return "an empty file"
    found = next((words for magic, words in _MAGIC if plain.startswith(magic)), None)
    return found or ("a file that is no text" if b"\0" in plain else "text")


def _list_missing(found: Iterable[str], columns: Columns) -> list[str]:
    names = {plain_name(name) for name in found}
    return [known[0] for known in columns if not names & {plain_name(name) for name in known}]
