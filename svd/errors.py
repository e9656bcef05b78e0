"""The faults a person can mend, each shown as one plain message and never as a traceback."""


class UserError(Exception):
    """A fault in a file, command or setting, in words that name the fault and its remedy."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message} {remedy}".strip())
        self.message = message
        self.remedy = remedy


class CatalogueError(UserError):
    """A declaration in the catalogue is wrong; the message names file, entry, key and remedy."""


class FileError(UserError):
    """A whole file can't be used: missing, empty, of another format or another encoding."""


class StoreError(UserError):
    """The store is missing, unreadable or was built by another version."""
