"""The store: the only reader of the curated Parquet. A Selection goes in, a table comes out."""
