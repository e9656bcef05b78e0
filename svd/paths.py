"""Where every folder and file is; SVD_HOME chooses another area's, SVD_EXTRACTS and the like one of them."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """The folders of one area, all below its home."""

    home: Path

    @property
    def catalogue(self) -> Path:
        return self.home / "data" / "catalogue"

    @property
    def sample(self) -> Path:
        return self.home / "data" / "sample"

    @property
    def extracts(self) -> Path:
        named = os.environ.get("SVD_EXTRACTS")
        return Path(named) if named else self.home / "data" / "extracts"

    @property
    def downloads(self) -> Path:
        return self.home / "data" / "downloads"

    @property
    def store(self) -> Path:
        return self.home / "data" / "curated"

    @property
    def signals(self) -> Path:
        """Where the log of signals is kept."""
        named = os.environ.get("SVD_SIGNALS")
        return Path(named) if named else self.home / "data" / "signals"

    @property
    def geo(self) -> Path:
        return self.home / "geo"


def find_store(store: Path | None = None) -> Path:
    """The store's folder: the one named, else SVD_STORE, else the area's own."""
    named = os.environ.get("SVD_STORE")
    return store or (Path(named) if named else read_paths().store)


def read_paths() -> Paths:
    """The folders below SVD_HOME, or below the folder that holds this package."""
    home = os.environ.get("SVD_HOME")
    return Paths(Path(home) if home else Path(__file__).resolve().parent.parent)
