"""What can be fetched and what came, in a few lines for a person or as plain data for a machine."""

from collections.abc import Mapping
from dataclasses import asdict

from svd.catalogue.open_data import Download
from svd.ingest.fetch.fetch import Fetched, FetchReport
from svd.ingest.fetch.keep import Fetch

_STATUS = {
    "new": "new",
    "unchanged": "unchanged",
    "replaced": "a new edition; the one before is kept as {older}",
}


def describe_downloads(downloads: Mapping[str, Download]) -> list[dict]:
    """Each piece of open data as the catalogue declares it."""
    return [entry.model_dump() for entry in downloads.values()]


def word_downloads(downloads: Mapping[str, Download]) -> str:
    """What can be fetched, two lines a piece."""
    width = max((len(name) for name in downloads), default=0)
    lines = [
        f"{name:<{width}}  {entry.title}\n{'':<{width}}  {entry.publisher}: {entry.page}"
        for name, entry in downloads.items()
    ]
    return "\n".join([*lines, "Fetch one with python -m svd fetch and its name."])


def describe_fetched(report: FetchReport) -> dict:
    """What came, and the faults, as plain data."""
    fetched = [
        {**asdict(file), "bytes": int(file.bytes), "folder": str(each.folder)}
        for each in report.fetched
        for file in each.files
    ]
    return {"fetched": fetched, "faults": [str(fault) for fault in report.faults]}


def word_fetched(report: FetchReport) -> str:
    """What came, what to do with it, and the faults."""
    lines = [line for each in report.fetched for line in _word_one(each)]
    return "\n".join([*lines, *(f"Error: {fault}" for fault in report.faults)])


def _word_one(fetched: Fetched) -> list[str]:
    files = [f"  {_word_file(file)}" for file in fetched.files]
    return [f"{fetched.entry.title}, into {fetched.folder}:", *files, f"  {fetched.entry.next_step}"]


def _word_file(file: Fetch) -> str:
    status = _STATUS[file.status].format(older=file.older)
    return f"{file.file} ({int(file.bytes):,} bytes, SHA-256 {file.sha256[:12]}...): {status}"
