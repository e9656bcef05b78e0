"""Open data from its publishers: asked for patiently, checked, then kept whole beside the partners' extracts."""

from svd.ingest.fetch.fetch import Fetched, FetchReport, fetch, fetch_all
from svd.ingest.fetch.request import Line

__all__ = ["FetchReport", "Fetched", "Line", "fetch", "fetch_all"]
