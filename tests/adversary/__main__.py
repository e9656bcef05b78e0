"""The full attack on a store, printed: python -m tests.adversary STORE SAMPLE [least answers of each sort [without]].

``without``: sorts that are left out, apart by commas, such as ``previews``, which take the longest, or ``worlds``.
"""

import itertools
import os
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd

from tests.adversary import ask
from tests.adversary.answers import join_answers
from tests.adversary.attack import attack
from tests.adversary.editions import CCTV, FEEDS, add_late_record, ask_previews, ask_version, copy_files
from tests.adversary.harvest import SORTS, ask_all_periods, gather, name_counts
from tests.adversary.shown_alone import BESIDE_A_CHANGE, find_unfounded
from tests.adversary.truth import Truth
from tests.adversary.world_attack import FAMILIES, attack_worlds, describe

_FAMILIES = 200


def run_attack(store: Path, sample: Path, least: int, without: str = "") -> int:
    """Ask, solve, print; gives how many counts were told that may not be."""
    product, rng = ask.open_product(store), np.random.default_rng(2026)
    truth = Truth(store, product.area, product.evidence.geography)
    tables = {}
    for sort, harvester in ((sort, one) for sort, one in SORTS.items() if sort not in without.split(",")):
        tables[sort] = _say(sort, gather(harvester, product, rng, least))
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ):
        os.environ |= {"SVD_STORE": str(store), "SVD_EXTRACTS": str(Path(folder) / "none")}
        if "previews" not in without:
            tables["previews"] = _say("previews", ask_previews(product, sample, Path(folder), FEEDS, least))
        told = 0 if "versions" in without else attack_versions(sample, Path(folder), rng, least)
    told += 0 if "verdicts" in without else find_unfounded_verdicts(product, rng, least)
    tables["all periods"] = _say("all periods", ask_all_periods(product, list(ask.list_protected(product))))
    found = attack(product, join_answers(tables.values()), truth, rng, programmes=_FAMILIES)
    print(found.describe(), flush=True)
    worlds = [] if "worlds" in without else attack_worlds(FAMILIES)
    print(describe(worlds), flush=True)
    return found.forbidden + told + sum(one.forbidden + one.wrong for one in worlds)


def _say(sort: str, answers: pd.DataFrame) -> pd.DataFrame:
    more = int(answers["known"].gt(0).sum())
    print(f"{sort}: {len(answers):,} answers{f', {more:,} with rows that are known' if more else ''}", flush=True)
    return answers


def find_unfounded_verdicts(product: ask.Product, rng: np.random.Generator, least: int) -> int:
    """How many groups of the same figures have different verdicts, tests or limits, of at least so many."""
    rows, names = [], name_counts(product)
    while len(rows) < least:
        first, last = sorted(rng.integers(0, len(product.months), size=2))
        by = ("ward", "borough")[len(rows) % 2]
        rows += ask.compare(product, names, product.months[first], product.months[last], by)
    unfounded = len(find_unfounded(rows, *BESIDE_A_CHANGE))
    print(f"verdicts beside figures: {len(rows):,}, of which {unfounded:,} do not follow from them", flush=True)
    return unfounded


def attack_versions(sample: Path, folder: Path, rng: np.random.Generator, least: int) -> int:
    """Two versions, the later with one late record that is known: put together, and how many counts they tell."""
    extracts = copy_files(sample, folder / "extracts", [CCTV])
    before = ask.build(extracts, folder / "before")
    months = before.months
    every = list(itertools.combinations_with_replacement(months, 2))
    periods = [every[place] for place in rng.permutation(len(every))]
    answers = [ask_version(before, CCTV, None, periods, least // 2)]
    add_late_record(extracts, CCTV, months[5])
    answers.append(ask_version(ask.build(extracts, folder / "after"), CCTV, months[5], periods, least // 2))
    joined = join_answers(answers)
    found = attack(before, joined, Truth(before.store, before.area), rng)
    print(f"versions: {len(joined):,} answers\nversions, {found.describe()}", flush=True)
    return found.forbidden


if __name__ == "__main__":
    _least, _without = (*sys.argv[3:], *("3000", "")[len(sys.argv) - 3 :])
    sys.exit(1 if run_attack(Path(sys.argv[1]), Path(sys.argv[2]), int(_least), _without) else 0)
