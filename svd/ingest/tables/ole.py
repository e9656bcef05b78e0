"""The chains of sectors in an old Office file, looked over before it is opened: one that runs in a ring has no end."""

import struct

import numpy as np

_LAST = 0xFFFFFFFA  # from here on a number marks the end of a chain, or a sector that is in none


def has_ring(data: bytes) -> bool:
    """Whether some chain of sectors comes back to itself, or the table of chains can't be read at all."""
    if len(data) < 512:
        return True
    size = 1 << struct.unpack_from("<H", data, 30)[0] if data[30] in (9, 12) and not data[31] else 0
    if not size:
        return True
    table = _read_table(data, size)
    if table is None:
        return True
    following = table.tolist()
    seen = [0] * len(following)
    for start in range(len(following)):
        at = start
        while at < len(following) and not seen[at]:
            seen[at] = start + 1
            at = following[at]
        if at < len(following) and seen[at] == start + 1:
            return True
    return False


def _read_table(data: bytes, size: int) -> np.ndarray | None:
    """For each sector the one that follows it; None where the list of the table's own sectors is broken."""
    parts = list(struct.unpack_from("<109I", data, 76))
    more, visited = struct.unpack_from("<I", data, 68)[0], set()
    while more < _LAST:
        at = (more + 1) * size
        if more in visited or at + size > len(data):
            return None
        visited.add(more)
        *listed, more = struct.unpack_from(f"<{size // 4}I", data, at)
        parts += listed
    offsets = [(part + 1) * size for part in parts if part < _LAST]
    if any(at >= len(data) for at in offsets):
        return None
    pieces = [data[at : at + size].ljust(size, b"\xff") for at in offsets]
    return np.frombuffer(b"".join(pieces), dtype="<u4")
