"""What the command line asks of the ingest wing, with the area's own folders as the defaults, and how it reads."""

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from tqdm import tqdm

from svd import stamp
from svd.catalogue import load_catalogue
from svd.catalogue.schema import INFORMATION
from svd.catalogue.wording import word_number
from svd.errors import FileError, UserError
from svd.figures.places.verdicts import save_verdicts
from svd.figures.signals.prepare import save_signals
from svd.figures.signals.reviewed import count_reviewed
from svd.geography.agree import check_area
from svd.geography.wards import load_geography
from svd.ingest.curate import BuildReport, CheckReport, build_store
from svd.ingest.private.identity import KEY, KEY_FILE, SETTING
from svd.ingest.private.identity import make_key as make_fresh_key
from svd.ingest.recognise import is_synthetic
from svd.ingest.vault.kept import keep_loose, name_counting
from svd.measures.book import find_next_restatement
from svd.measures.question import Evidence, prepare_figures
from svd.paths import find_store, read_paths
from svd.store.store import open_store

if TYPE_CHECKING:
    from svd.catalogue.open_data import Download
    from svd.ingest.fetch import FetchReport, Line

Progress = Callable[[int, int, str], None]
_LARGE = 32 << 20
"""Bytes of extracts from which on texts are held packed."""
# What only one task needs, it loads itself: a build would wait for it longer than for its figures.


def find_extracts(extracts: Path | None = None, as_of: datetime | None = None) -> tuple[Path, ...]:
    """The folders of extracts: the one named, else the area's own, with the sample until a real file has come.

    Made-up files may join the sample; beside a real one they are never shown.
    """
    paths = read_paths()
    if extracts:
        return (extracts,)
    names = name_counting(paths.extracts, as_of)
    if any(not is_synthetic(name) for name in names):
        return (paths.extracts,)
    return (paths.sample, paths.extracts) if names else (paths.sample,)


def hold_texts(extracts: Path | None) -> None:
    """Have this process hold texts as what is to be read needs it: one by one in small files, packed in large ones.

    What is held packed is read far sooner where there are many, and each step on a few of them takes longer. What is
    written is the same.
    """
    files = [path for folder in find_extracts(extracts) for path in folder.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    pd.options.mode.string_storage = "python" if size < _LARGE else "auto"


def build(
    extracts: Path | None,
    store: Path | None,
    progress: Progress | None = None,
    *,
    as_of: datetime | None = None,
    wait_seconds: float = 0,
) -> BuildReport:
    """Build the store and raise its signals; raises UserError, leaving it as it was, where no extract can be used."""
    paths, folder = read_paths(), find_store(store)
    stamp.forget(folder)
    if as_of is None and not extracts and paths.extracts in find_extracts():
        keep_loose(paths.extracts)
    inputs = None
    with contextlib.suppress(OSError):  # looked at before anything is read: what changes meanwhile is seen next time
        inputs = stamp.look_at_inputs(extracts)
    catalogue, geography = load_catalogue(paths.catalogue), load_geography(paths.geo)
    check_area(catalogue, geography)
    how = {"as_of": as_of, "wait_seconds": wait_seconds}
    report = build_store(lambda: find_extracts(extracts, as_of), folder, catalogue, geography, progress, **how)
    if progress:
        files = report.files_read + report.files_reused
        progress(files, files, "figures")
    evidence = Evidence(open_store(folder), catalogue, geography, count_reviewed=count_reviewed)
    prepare_figures(evidence)
    save_verdicts(evidence)
    save_signals(evidence)
    if as_of is None and inputs is not None:
        stamp.write_stamp(folder, extracts, inputs, report.version, _foretell(report, catalogue.area.restated_in))
    return report


def _foretell(report: BuildReport, restated_in: Sequence[int]) -> stamp.Told:
    """What the same build says when nothing has changed, up to the next day on which totals are written anew."""
    files, today = report.files_read + report.files_reused, date.today()
    again = replace(report, is_changed=False, files_read=0, files_reused=files)
    told = word_build(again), json.dumps(describe_build(again), indent=2)
    return stamp.Told(*told, int(has_faults(report.problems)), today, find_next_restatement(restated_in, today))


def end_of_day(day: str) -> datetime:
    """The last moment of the day written YYYY-MM-DD, here; raises UserError."""
    try:
        return datetime.combine(date.fromisoformat(day), time.max).astimezone()
    except ValueError:
        raise UserError(f"{day!r} is no day.", "Write it as YYYY-MM-DD, such as 2026-01-31.") from None


def write_sample_to(out: Path | None, seed: int) -> Path:
    """Write the synthetic partnership and give its folder."""
    from svd.ingest.sample import write_sample

    paths = read_paths()
    folder = out or paths.sample
    levels = paths.catalogue / "sample.toml"
    write_sample(folder, load_catalogue(paths.catalogue), load_geography(paths.geo), levels, seed)
    return folder


def list_downloads() -> "dict[str, Download]":
    """The open data that the catalogue knows, by id."""
    return dict(load_catalogue(read_paths().catalogue).downloads)


def fetch(
    names: Sequence[str], out: Path | None, month: str, line: "Line | None" = None, progress: Progress | None = None
) -> "FetchReport":
    """Fetch each of the open data named; one that fails does not keep the others from coming."""
    from svd.ingest.fetch import Line, fetch_all

    paths = read_paths()
    catalogue = load_catalogue(paths.catalogue)
    folders = {"extracts": out or paths.extracts, "downloads": out or paths.downloads}
    area = catalogue.area

    def values_of(needs: Set[str]) -> dict[str, str]:
        # Only who asks by ward needs the wards: the boundaries themselves may be what is to be fetched.
        codes = ",".join(load_geography(paths.geo).wards["ward_code"]) if "ward_codes" in needs else ""
        return {"area_code": area.code, "force": area.police_force_id, "month": month, "ward_codes": codes}

    return fetch_all(catalogue, names, folders, values_of, line or Line(), progress)


def write_template_to(source: str, out: Path | None) -> Path:
    """Write the workbook that a partner fills in for ``source`` and give its path; raises UserError on no such feed."""
    from svd.views.contract_examples import Feed
    from svd.views.template_workbook import name_template, write_template

    paths = read_paths()
    catalogue = load_catalogue(paths.catalogue)
    if source not in catalogue.sources:
        raise UserError(f"There is no feed {source!r}.", f"Use one of {', '.join(catalogue.sources)}.")
    feed = Feed(catalogue.sources[source], catalogue, load_geography(paths.geo))
    path = out or Path(name_template(feed))
    write_file(path, write_template(feed, date.today()))
    return path


def make_key() -> tuple[str, str]:
    """A fresh key for the codes of people, and where it belongs."""
    where = (
        f'Keep it as {SETTING} = "..." in .streamlit/secrets.toml, in the environment variable {KEY}, or in a file '
        f"that {KEY_FILE} names: never beside the data. With another key nobody is matched to who was sent before."
    )
    return make_fresh_key(), where


def write_file(path: Path, content: bytes) -> None:
    """Write the file whole or not at all; raises FileError where the folder can't be written."""
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as fault:
        raise FileError(f"{path} can't be written: {fault.strerror}.", "Choose a folder you may write to.") from None


def has_faults(problems: pd.DataFrame) -> bool:
    """True where a row was set aside or a file refused, other than one outside the area or of totals."""
    return bool((problems["severity"].isin(["set_aside", "file"]) & ~problems["rule"].isin(INFORMATION)).any())


@contextlib.contextmanager
def show_progress(is_quiet: bool = False, unit: str = "file") -> Iterator[Progress]:
    """A progress bar on standard error, which is silent where nobody watches; a total of 0 is one not known."""
    is_scaled = unit == "B"
    with tqdm(total=1, unit=unit, unit_scale=is_scaled, disable=True if is_quiet else None, leave=False) as bar:

        def report(done: int, total: int, what: str) -> None:
            bar.total, bar.n = total or None, done
            bar.set_description(what, refresh=False)
            bar.refresh()

        yield report


def describe_build(report: BuildReport) -> dict:
    """The build as plain data: version, what was read, each extract's rows and places."""
    columns = [name for name in report.extracts if name != "sha256"]
    extracts = report.extracts[columns].to_json(orient="records", date_format="iso")
    return {
        "version": report.version,
        "is_changed": bool(report.is_changed),
        "files_read": report.files_read,
        "files_reused": report.files_reused,
        "rows_read": int(report.extracts["rows_read"].sum()),
        "rows_kept": int(report.extracts["rows_kept"].sum()),
        "rows_set_aside": int(report.extracts["rows_set_aside"].sum()),
        "extracts": json.loads(extracts),
        "problems": json.loads(report.problems.to_json(orient="records", date_format="iso")),
    }


def word_build(report: BuildReport) -> str:
    """The build in a few lines."""
    kept, aside = report.extracts["rows_kept"].sum(), report.extracts["rows_set_aside"].sum()
    state = "built" if report.is_changed else "unchanged"
    lines = [
        f"Store {state}: version {report.version}, {len(report.extracts)} extracts "
        f"({report.files_read} read, {report.files_reused} as before).",
        f"Rows kept {word_number(kept)}, set aside {word_number(aside)}.",
    ]
    return "\n".join(lines + _word_problems(report.problems))


def describe_check(report: CheckReport) -> dict:
    """The check as plain data."""
    problems = json.loads(report.problems.to_json(orient="records", date_format="iso"))
    rows = {name: getattr(report, name) for name in ("source", "rows_read", "rows_kept", "rows_set_aside")}
    return {**rows, "problems": problems}


def write_marked(file: Path, report: CheckReport, out: Path) -> None:
    """Write the copy of ``file`` in which each fault of its check is marked in its cell."""
    from svd.views.marked_copy import mark_copy

    write_file(out, mark_copy(file, report.problems, _list_headers(report)))


def word_check(report: CheckReport, file: Path | None = None) -> str:
    """The check in a few lines: each kind of fault counted, with its first cells where ``file`` tells their letters."""
    from svd.views.fault_groups import group_faults, read_sent, word_groups

    head = (
        f"{report.source}: {word_number(report.rows_read)} rows read, {word_number(report.rows_kept)} kept, "
        f"{word_number(report.rows_set_aside)} set aside."
    )
    sent = read_sent(file, _list_headers(report)) if file and len(report.problems) else None
    return "\n".join([head, *word_groups(group_faults(report.problems, sent, most=3), most=30)])


def _list_headers(report: CheckReport) -> Set[str]:
    catalogue = load_catalogue(read_paths().catalogue)
    return catalogue.list_headers(catalogue.sources.get(report.source or ""))


def _word_problems(problems: pd.DataFrame, most: int = 30) -> list[str]:
    lines = [
        f"  {row.file}, row {row.row if pd.notna(row.row) else '-'}, {row.column if pd.notna(row.column) else '-'}: "
        f"{row.message} [{row.rule}]"
        for row in problems.head(most).itertuples()
    ]
    return lines + ([f"  and {len(problems) - most} more: see Partners and data."] if len(problems) > most else [])
