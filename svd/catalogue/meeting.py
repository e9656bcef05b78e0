"""The partnership's meetings, whose dates say what is new since the last."""

from datetime import date

from svd.catalogue.entry import Declaration, Text


class Meeting(Declaration):
    """A meeting of the partnership and its day."""

    date: date
    title: Text
