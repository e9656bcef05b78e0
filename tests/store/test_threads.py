"""Many threads ask one store at once: each has a connection of its own, for one that they share refuses."""

from datetime import date
from threading import Barrier, Thread

import ibis
import pytest

from svd.store.selection import Selection
from svd.store.store import Store
from tests.builders import covered, fact, incident, returned, write_store

YEAR = Selection(date(2025, 1, 1), date(2025, 3, 1))
THREADS, ROUNDS = 16, 5


@pytest.fixture
def folder(tmp_path):
    store = write_store(
        tmp_path,
        is_listed=False,
        facts=[fact("2025-01-01", "A", 4)],
        incidents=[incident("2025-01-01")],
        coverage=covered("2025-01-01"),
        returns=[returned("2025-01-01", "2025-03-01", 5, 10)],
    )
    return store.folder


def ask(store: Store) -> tuple:
    counted = store.count_incidents("las_incidents", YEAR, ("offence",))["count"].to_list()
    records = store.table("incidents").to_pandas()["offence"].to_list()
    return store.count_facts()["count"].to_list(), counted, records, len(store.coverage), len(store.returns)


def ask_at_once(store: Store) -> list:
    """What each of the threads got, or the fault it met."""
    begin, got = Barrier(THREADS), []

    def run() -> None:
        begin.wait()
        try:
            got.append(ask(store))
        except Exception as fault:
            got.append(fault)

    threads = [Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def test_sixteen_threads_at_once_all_get_the_same_answer(folder):
    for _ in range(ROUNDS):
        assert ask_at_once(Store(folder)) == [([4], [1], ["ambulance_assault"], 1, 1)] * THREADS


def test_one_connection_for_them_all_refuses_some(folder):
    shared = [ask_at_once(Store(folder, ibis.duckdb.connect())) for _ in range(ROUNDS)]
    assert any(isinstance(answer, Exception) for got in shared for answer in got)


def test_each_thread_has_a_connection_of_its_own(folder):
    store, seen = Store(folder), []
    threads = [Thread(target=lambda: seen.append(store.table("facts").get_backend())) for _ in range(3)]
    for thread in threads:
        thread.start()
        thread.join()
    assert len({id(each) for each in [*seen, store.table("facts").get_backend()]}) == 4
    assert store.table("facts").get_backend() is store.table("returns").get_backend()
