"""One reader a format: a sent table in the partner's words -> a ReadExtract in ours."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from svd.ingest.extract import ReadExtract
from svd.ingest.read import SentTable
from svd.ingest.readers.incidents import read_incidents
from svd.ingest.readers.mps_knife import read_mps_knife
from svd.ingest.readers.mps_ward import read_mps_ward
from svd.ingest.readers.police_uk_street import read_police_uk_street
from svd.ingest.readers.returns import read_returns
from svd.ingest.recognise import Sender
from svd.ingest.reference import Reference

READERS: Mapping[str, Callable[[Sender, SentTable, Reference], ReadExtract]] = MappingProxyType(
    {
        "mps_ward": read_mps_ward,
        "mps_knife": read_mps_knife,
        "police_uk_street": read_police_uk_street,
        "incidents": read_incidents,
        "returns": read_returns,
    }
)
