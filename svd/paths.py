"""Where every folder and file is; SVD_HOME chooses another area's, SVD_EXTRACTS and SVD_SIGNALS one of them."""

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


def read_paths() -> Paths:
    """The folders below SVD_HOME, or below the folder that holds this package."""
    home = os.environ.get("SVD_HOME")
    return Paths(Path(home) if home else Path(__file__).resolve().parent.parent)
