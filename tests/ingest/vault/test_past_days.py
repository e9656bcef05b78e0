"""The store of any past moment is built again from the files kept, figure for figure."""

import random
from datetime import date

from svd.ingest.curate import build_store
from svd.ingest.received import ReceivedFile, hash_file
from svd.ingest.vault.accept import accept_file, undo_entry
from svd.ingest.vault.journal import list_standing, read_journal
from svd.ingest.vault.kept import keep_loose
from svd.journal.lines import now
from tests.ingest.builders import incident_row, make_catalogue, make_geography, write_csv
from tests.proof import some

STEPS = max(some(25), 8)


def build(place, name: str = "store", **given) -> str:
    return build_store(place / "extracts", place / name, make_catalogue(), make_geography(), **given).version


def step(place, number: int, chance: random.Random) -> None:
    """One thing that officers do: a file laid in the folder, changed or taken away, one taken in, or one undone."""
    extracts = place / "extracts"
    standing = [entry for entry in list_standing(read_journal(extracts)) if entry.event == "accepted"]
    loose = [path for path in extracts.glob("*.csv") if path.name != "asb_2025-01_2025-01.csv"]
    what = chance.choice(["lay", "lay", "accept", "accept", "undo", "remove"])
    month = f"2025-{chance.randint(1, 6):02d}"
    rows = [incident_row(n, occurred_at=f"{month}-05") for n in range(1, chance.randint(2, 9))]
    name = f"asb_{month}_{month}.csv"
    if what == "undo" and standing:
        undo_entry(extracts, chance.choice(standing).sequence, "Ann")
    elif what == "remove" and loose:
        chance.choice(loose).unlink()
    elif what == "accept":
        rows[0]["record_id"] = f"once {number}"  # no two files are the same
        path = write_csv(place / "inbox", name, rows)
        accept_file(extracts, ReceivedFile(path, name, date(2025, 12, 1), hash_file(path)), "Ann")
    else:
        write_csv(extracts, name, rows)
    keep_loose(extracts)


def test_every_store_of_the_past_comes_again(tmp_path):
    chance = random.Random(7)
    write_csv(tmp_path / "extracts", "asb_2025-01_2025-01.csv", [incident_row()])
    keep_loose(tmp_path / "extracts")
    past = []
    for number in range(STEPS):
        step(tmp_path, number, chance)
        past.append((now(), build(tmp_path)))

    again = [build(tmp_path, "past", as_of=moment) for moment, _ in past]

    assert again == [version for _, version in past]
    assert len(set(again)) > STEPS / 3, "Some steps change what the store holds."


def test_undoing_a_file_gives_the_very_store_of_before(tmp_path):
    write_csv(tmp_path / "extracts", "asb_2025-01_2025-01.csv", [incident_row()])
    before = build(tmp_path)
    path = write_csv(tmp_path, "asb_2025-02_2025-02.csv", [incident_row(occurred_at="2025-02-01")])
    entry = accept_file(tmp_path / "extracts", ReceivedFile(path, path.name, date(2025, 3, 1), hash_file(path)), "Ann")

    assert build(tmp_path) != before
    undo_entry(tmp_path / "extracts", entry.sequence, "Ann")
    assert build(tmp_path) == before
