"""The Serious Violence Duty dashboard's engine.

One path, one direction: extracts as sent -> ``ingest`` (read, validate, place, curate) -> Parquet -> ``store`` (the
only reader) -> ``figures`` (measure, test, disclose, put in words) -> ``views`` (chart, map, table, workbook) -> ``ui``
and the pages, or the command line. ``ingest`` writes, ``figures`` reads, and neither knows the other.
"""
