"""The one place where the adversary touches the product: each way in which somebody without clearance gets figures."""

import io
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
from click.testing import CliRunner

from svd.catalogue import Catalogue
from svd.catalogue.wording import word_period
from svd.cli import main
from svd.figures import record_counts
from svd.figures.changes import measure_changes
from svd.figures.opening import open_evidence
from svd.figures.over_time.controlled import control_series
from svd.figures.periods import find_comparator
from svd.figures.places.located import PlaceQuestion, count_parts, find_place_sources
from svd.figures.places.week import count_week
from svd.figures.spread import measure_spread
from svd.figures.trends import find_restarts, read_counts
from svd.intake.examine import Examination
from svd.intake.foretell import foretell
from svd.measures.measure import measure_many
from svd.measures.question import By, Evidence
from svd.measures.result import OK, SHORTHAND
from svd.store.selection import Selection, move_month
from svd.views.selection_workbook import LEVELS
from svd.views.tables import mark_hidden
from svd.views.trend_chart import draw_trend
from tests.adversary.answers import HIDDEN_MARK
from tests.adversary.counted import Counted, name_category, name_counted, name_feed, name_whole
from tests.adversary.spots import name_cell, name_hours

PROTECTION = "running_total"
"""How the product protects, which its documents say: ``afresh`` for each answer, or ``running_total``."""


@dataclass(frozen=True)
class Product:
    """The product as a stranger has it: a store behind its commands and pages, with the catalogue that all can read."""

    store: Path
    evidence: Evidence

    @property
    def catalogue(self) -> Catalogue:
        return self.evidence.catalogue

    @property
    def area(self) -> str:
        return self.catalogue.area.code

    def hides_up_to(self, counted: Counted) -> int:
        """The greatest number that the rule of the feed hides."""
        return self.catalogue.rules[self.catalogue.sources[counted.source].small_number_rule].hide_up_to

    @property
    def months(self) -> list[date]:
        """The months that the feeds with a rule cover."""
        return [move_month(date(2023, 10, 1), step) for step in range(36)]


def open_product(store: Path) -> Product:
    """The product with ``store`` behind it."""
    return Product(store, open_evidence(store))


def list_protected(product: Product) -> dict[str, Counted]:
    """What each indicator counts, of those that count the records of a feed with a rule."""
    declared = product.catalogue.indicators.values()
    counted = {one.id: one for one in declared if one.calculation.basis == "facts" and not one.calculation.weights}
    named = {name: name_counted(product.catalogue, one) for name, one in counted.items()}
    return {name: one for name, one in named.items() if product.hides_up_to(one)}


def measure(product: Product, names: list[str], first: date, last: date, by: By, **filters: tuple) -> list[dict]:
    """The rows that pages and commands show, with ``counted``; a share gives those of its whole too."""
    result = measure_many(product.evidence, names, Selection(first, last, **filters), by)
    return _name_rows(product, mark_hidden(result).to_dict("records"), filters.get("ages", ()))


def measure_by_command(product: Product, name: str, first: date, last: date, by: str) -> list[dict]:
    """The same of one indicator through the command line."""
    period = ["--from", f"{first:%Y-%m}", "--to", f"{last:%Y-%m}"]
    printed = run("measure", name, "--by", by, *period, "--format", "json", "--store", product.store)
    return _name_rows(product, json.loads(printed), ())


def count_records(product: Product, first: date, last: date, by: By, **filters: tuple) -> list[dict]:
    """The rows of records by source and category, as the page for exploring shows them."""
    records = record_counts.count_records(product.evidence, Selection(first, last, **filters), by)
    return _name_records(product, mark_hidden(records).to_dict("records"))


def export(product: Product, folder: Path, first: date, last: date, **filters: tuple) -> list[dict]:
    """The rows of the sheets of figures of a workbook that the command line wrote, read back from the file."""
    path = folder / f"{first:%Y%m}-{last:%Y%m}.xlsx"
    options = [part for name, values in filters.items() for value in values for part in (f"--{name[:-1]}", value)]
    period = ["--from", f"{first:%Y-%m}", "--to", f"{last:%Y-%m}"]
    run("export", "--out", path, *period, *options, "--store", product.store)
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True)
    names = {one.title: one.id for one in product.catalogue.indicators.values()}
    rows = [row for level in LEVELS.values() if level in book.sheetnames for row in _read_sheet(book[level])]
    shown = [
        {
            "indicator": names.get(row["Indicator"], ""),
            "period": row["Period"],
            "ward_code": row["Area code"],
            "count": row["Count"],
            "denominator": row["Out of"],
        }
        for row in rows
    ]
    return _name_rows(product, shown, filters.get("ages", ()))


def draw(product: Product, name: str, first: date, last: date, ward: str = "") -> dict:
    """The specification of an indicator's chart of counts by month, with its control limits where it has any."""
    by = "ward_month" if ward else "month"
    series = measure_many(product.evidence, [name], Selection(first, last), by)
    series = read_counts(series[series["ward_code"] == (ward or product.area)].reset_index(drop=True))
    indicator = product.catalogue.indicators[name]
    control = control_series(series, indicator, find_restarts(product.evidence, indicator))
    lines = None if control.reason else control.months
    return draw_trend(series, title=name, subtitle="", unit="counts", control=lines).to_dict()


def compare(product: Product, names: list[str], first: date, last: date, by: By) -> list[dict]:
    """The rows of changes since the period before, with their verdicts.

    ``free``: how many months the scatter is estimated from, less one a group: worked out, as it is, from shown months.
    """
    selection = Selection(first, last)
    changes = measure_changes(product.evidence, names, selection, by)
    earlier = find_comparator(selection, product.catalogue).selection
    if earlier is not None:
        _, free = measure_spread(product.evidence, names, selection, earlier, by)
        wards = {code: place for place, code in enumerate(product.evidence.cube.wards)} if by == "ward" else {}
        rows, places = changes["indicator"].map(names.index), changes["ward_code"].map(lambda code: wards.get(code, -1))
        changes["free"] = free[rows.to_numpy(), places.to_numpy()]
    return _name_rows(product, changes.to_dict("records"), ())


def build(extracts: Path, store: Path) -> Product:
    """The product after a build from the files of a folder."""
    run("build", "--extracts", extracts, "--store", store)
    return open_product(store)


def count_cells(product: Product, first: date, last: date) -> list[dict]:
    """What the map of each protected feed shows of a period, cell by cell."""
    rows = []
    for question in _ask_places(product, first, last):
        feed = question.feed
        counted = count_parts(question, feed.cells) if feed is not None and feed.cells is not None else None
        if counted is not None and counted.spans:
            start, end = counted.spans[0][0], counted.spans[-1][1]
            told = {"counted": name_feed(question.source.id), "period": _word_span(product, start, end)}
            cells = [name_cell(feed.side, number) for number in range(len(counted.count(start, end)))]
            figures = [*counted.count(start, end), counted.count_rest()]
            named = zip([*cells, name_cell(feed.side)], figures, strict=True)
            rows += [told | {"place": place, "count": _hide(figure, feed.base)} for place, figure in named]
    return rows


def count_hours(product: Product, first: date, last: date) -> list[dict]:
    """What the week of each protected feed shows of a period, block by block."""
    rows = []
    for question in _ask_places(product, first, last):
        week = count_week(question)
        told = {"counted": name_feed(question.source.id), "period": week.provenance.period}
        for number, block in enumerate(week.blocks.itertuples()):
            shown = block.count if block.status == OK else HIDDEN_MARK
            rows.append(told | {"place": name_hours(number), "count": shown})
    return rows


def _ask_places(product: Product, first: date, last: date) -> list[PlaceQuestion]:
    selection = Selection(first, last)
    sources = find_place_sources(product.catalogue, selection)
    rules = product.catalogue.rules
    protected = [one for one in sources if rules[one.small_number_rule].hide_up_to]
    return [PlaceQuestion(product.evidence, source, "", selection) for source in protected]


def _word_span(product: Product, start: int, end: int) -> str:
    months = product.evidence.places.months
    return word_period(months[start], months[end - 1])


def _hide(figure: float, base: int) -> object:
    return float(figure) if figure >= base else HIDDEN_MARK


def preview(product: Product, examined: Examination) -> list[dict]:
    """The area's figures that the page which takes files in shows beside a file, with the months of each.

    ``known``: whether they are what would become of them, so that the file's own rows are in them.
    """
    forecast = foretell(examined, product.store)
    selection, told = forecast.selection, forecast.indicators
    told = told[told["indicator"].isin(list_protected(product)) & told["form"].isin(["rate", "count"])]
    names = told["indicator"].tolist()
    today = measure_many(product.evidence, names, selection, "borough").set_index("indicator") if names else told
    rows = []
    for row in told.itertuples():
        page = today.loc[row.indicator]
        for value, status, is_known in (
            (row.before, row.status_before, False),
            (row.after, row.status_after, True),
        ):
            if pd.isna(value) and status not in SHORTHAND:
                continue
            per = product.catalogue.indicators[row.indicator].calculation.per if row.form == "rate" else 1
            people = page["denominator"] if row.form == "rate" else 1
            count = HIDDEN_MARK if pd.isna(value) else round(value * people / per)
            is_other = not (pd.isna(value) and pd.isna(page["value"])) and value != page["value"]
            told_of = {"indicator": row.indicator, "ward_code": product.area, "period": page["period"], "count": count}
            rows.append(told_of | {"known": is_known or is_other})
    return _name_rows(product, rows, ())


def run(*arguments: object) -> str:
    """What a command printed; a command that fails is a fault of the test."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code in (0, 1) and isinstance(result.exception, SystemExit | None), result.output
    return result.stdout


def _read_sheet(sheet: object) -> list[dict]:
    rows = list(sheet.iter_rows(values_only=True))
    header = next(place for place, row in enumerate(rows) if row[0] == "Indicator")
    return [dict(zip(rows[header], row, strict=True)) for row in rows[header + 1 :] if row[0]]


def _name_rows(product: Product, rows: list[dict], ages: tuple) -> list[dict]:
    """The rows of feeds with a rule, each with what it counts; a share's whole is a row of its own.

    A hidden share is left out: it tells no more than that one of its two parts is small.
    """
    protected = list_protected(product)
    named = []
    for row in rows:
        if row["indicator"] not in protected:
            continue
        indicator = product.catalogue.indicators[row["indicator"]]
        counted = name_counted(product.catalogue, indicator, ages)
        if indicator.calculation.form != "proportion":
            named.append(row | {"counted": counted})
        elif not isinstance(row["count"], str):
            whole = name_whole(product.catalogue, indicator, ages)
            named += [row | {"counted": counted}, row | {"counted": whole, "count": row["denominator"]}]
    return named


def _name_records(product: Product, rows: list[dict]) -> list[dict]:
    sources = {one.title: one.id for one in product.catalogue.sources.values()}
    offences = {one.title: one.id for one in product.catalogue.offences.values()}
    named = []
    for row in rows:
        source, offence = sources[row["source"]], offences.get(row["offence"])
        counted = offence and name_category(product.catalogue, source, offence)
        if counted and product.hides_up_to(counted):
            named.append(row | {"counted": counted})
    return named
