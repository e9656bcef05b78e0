"""The full attack on a store, printed: python -m tests.adversary STORE SAMPLE [least answers of each sort]."""

import itertools
import os
import sys
import tempfile
from pathlib import Path

import numpy as np

from tests.adversary import ask
from tests.adversary.answers import join_answers
from tests.adversary.attack import attack
from tests.adversary.editions import CCTV, FIRE, add_late_record, ask_previews, ask_version, copy_files
from tests.adversary.harvest import SORTS, ask_all_periods, gather
from tests.adversary.truth import Truth

_FAMILIES = 200


def run_attack(store: Path, sample: Path, least: int) -> int:
    """Ask, solve, print; gives how many counts were told that may not be."""
    product, rng = ask.open_product(store), np.random.default_rng(2026)
    truth = Truth(store, product.area)
    tables = {sort: gather(harvester, product, rng, least) for sort, harvester in SORTS.items()}
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"SVD_STORE": str(store), "SVD_EXTRACTS": str(Path(folder) / "none")}
        tables["previews"] = ask_previews(product, sample, Path(folder), [CCTV, FIRE], least)
        told = attack_versions(sample, Path(folder), rng, least)
    tables["all periods"] = ask_all_periods(product, list(ask.list_protected(product)))
    for sort, table in tables.items():
        print(f"{sort}: {len(table):,} answers")
    found = attack(product, join_answers(tables.values()), truth, rng, programmes=_FAMILIES)
    print(found.describe())
    return found.forbidden + told


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
    print(f"versions: {len(joined):,} answers\nversions, {found.describe()}")
    return found.forbidden


if __name__ == "__main__":
    sys.exit(1 if run_attack(Path(sys.argv[1]), Path(sys.argv[2]), int((*sys.argv[3:], "3000")[0])) else 0)
