"""Cells that touch are joined as the library's search for connected parts joins them."""

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse import csgraph

from svd.figures.places.gi_star import find_neighbours
from svd.figures.places.verdicts import _join_touching


@pytest.mark.parametrize("share", [0.0, 0.2, 0.4, 0.6, 1.0])
def test_groups_are_the_librarys(share):
    rng = np.random.default_rng(3)
    for _ in range(20):
        at = np.argwhere(rng.random((25, 30)) < share)
        kin = rng.integers(0, 3, len(at))
        touching = find_neighbours(at[:, 1], at[:, 0]).tocoo() if len(at) else sparse.coo_array((0, 0))
        is_kin = kin[touching.row] == kin[touching.col]
        links = sparse.csr_array((touching.data[is_kin], (touching.row[is_kin], touching.col[is_kin])), touching.shape)
        number, wanted = csgraph.connected_components(links, directed=False)
        found = _join_touching(kin, touching)
        pairs = set(zip(wanted.tolist(), found.tolist(), strict=True))
        assert len(pairs) == number == len(set(found.tolist()))
