"""The writing wing: extracts as sent -> read -> validate -> place -> curate -> one version of the store in Parquet."""
