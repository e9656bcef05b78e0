"""The synthetic partnership: three made-up years of every partner's extracts, with signals and bad rows planted.

The levels and everything planted stand in one TOML file; the answers are kept beside the extracts for the tests.
"""

from svd.ingest.sample.answer_key import AnswerKey, BadRow
from svd.ingest.sample.folder import write_sample

__all__ = ["AnswerKey", "BadRow", "write_sample"]
