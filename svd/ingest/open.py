"""Opens one file, whatever it is: recognised, read by its source's reader, or refused with the reason."""

from svd.catalogue import Catalogue
from svd.ingest.extract import ReadExtract, refuse_extract
from svd.ingest.problems import UnusableFileError
from svd.ingest.read import SentTable, read_table
from svd.ingest.readers import READERS
from svd.ingest.received import ReceivedFile
from svd.ingest.recognise import is_synthetic, recognise_sender, recognise_source
from svd.ingest.reference import Reference

_TABLES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def list_known(file: ReceivedFile, catalogue: Catalogue) -> frozenset[str]:
    """The headers by which the file's table is told from what stands around it: its feed's, and those accepted."""
    return catalogue.list_headers(recognise_source(file, catalogue)) | {header for header, _ in file.accepted}


def open_extract(file: ReceivedFile, reference: Reference) -> ReadExtract:
    """The file as read, or its refusal: a bad file never stops the others."""
    return open_with_table(file, reference)[0]


def open_with_table(file: ReceivedFile, reference: Reference) -> tuple[ReadExtract, SentTable | None]:
    """The same with the table as it was sent; None where there is none to read."""
    source, sent = recognise_source(file, reference.catalogue), None
    try:
        if source is None and file.path.suffix.casefold() not in _TABLES:
            message = f"{file.name} comes from no source the catalogue knows and is no table."
            raise UnusableFileError("unknown_file", message, "Take it out of the folder, or send it as CSV or .xlsx.")
        sent = read_table(file.path, list_known(file, reference.catalogue))
        sender = recognise_sender(file, sent.frame.columns, reference.catalogue)
        source = sender.source
        if sent.rows_read == len(sent.foot) and not (source.are_empty_months_zero and sender.period_from):
            raise UnusableFileError("empty_file", f"{file.name} holds a header and no rows.", "Ask for the file again.")
        return READERS[source.reader](sender, sent, reference), sent
    except UnusableFileError as fault:
        named = source.id if source else None
        return refuse_extract(file, named, is_synthetic(file.path.name), fault), sent
