"""Texts that stand twice in a column of codes, each meant to be there once."""

import numpy as np
import pandas as pd
import pyarrow as pa

_WORD = 8
# An odd number without a pattern, and half of 64 bits less a few: every bit of a word moves the bits of its hash.
_FACTOR, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)


def find_repeats(texts: pd.Series) -> pd.Series:
    """Whether each text is the same as an earlier one, index kept.

    Looking a million codes up one by one takes as long as reading them, so that none is where hashes all differ.
    """
    if isinstance(texts.array, pd.arrays.ArrowStringArray) and _are_different(hash_texts(pa.array(texts.array))):
        return pd.Series(False, index=texts.index)
    return texts.duplicated()


def hash_texts(texts: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """A whole number for each text, the same for all that are the same; two that differ may share one, by chance."""
    cells = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    cells = cells.cast(pa.large_string())
    _, ends, data = cells.buffers()
    ends = np.frombuffer(ends, dtype="int64")[cells.offset : cells.offset + len(cells) + 1]
    # With spare bytes behind the last text, a whole word can be read from the start of any.
    taken = np.concatenate([np.frombuffer(data, dtype="uint8")[: ends[-1]], np.zeros(_WORD, dtype="uint8")])
    words = np.ndarray(len(taken) - _WORD + 1, dtype="uint64", buffer=taken, strides=(1,))
    lengths = np.diff(ends)
    found = lengths.astype("uint64")
    for start in range(0, lengths.max(initial=0), _WORD):
        word = words[np.minimum(ends[:-1] + start, len(words) - 1)]
        found = (found ^ (word & _mask_rest(lengths - start))) * _FACTOR
        found ^= found >> _SHIFT
    return found


def _mask_rest(left: np.ndarray) -> np.ndarray:
    """A word whose bits are set for as many of its bytes, the first ones, as are ``left`` of each text."""
    masks = np.array([(1 << (8 * size)) - 1 for size in range(_WORD + 1)], dtype="uint64")
    return masks[np.clip(left, 0, _WORD)]


def _are_different(hashes: np.ndarray) -> bool:
    hashes = np.sort(hashes)
    return not (hashes[1:] == hashes[:-1]).any()
