"""Under ``make prove``: the whole attack, at least 3,000 answers of each sort and all families of made-up worlds."""

import pytest

from tests.adversary.__main__ import run_attack
from tests.browser.served_app import PROJECT
from tests.proof import IS_PROOF


@pytest.mark.skipif(not IS_PROOF, reason="takes a quarter of an hour; test_product.py and test_worlds.py try a tenth")
def test_all_answers_of_all_sorts_tell_no_count_that_may_not_be(sample_store):
    assert run_attack(sample_store, PROJECT / "data" / "sample", 3000) == 0
