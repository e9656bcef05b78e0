"""The link that opens a message in a mail program: no address, and never longer than such a program takes."""

from urllib.parse import parse_qs, urlsplit

from svd.figures.messages import Message
from svd.ui.messages import link_mail


def test_a_short_message_is_in_the_link_with_its_lines():
    parts = urlsplit(link_mail(Message("Fires: 1 month missing", "Dear colleague,\n\nMay & June?\n", 1)))
    assert (parts.scheme, parts.path) == ("mailto", "")
    said = parse_qs(parts.query)
    assert said == {"subject": ["Fires: 1 month missing"], "body": ["Dear colleague,\r\n\r\nMay & June?\r\n"]}


def test_a_long_message_opens_with_its_subject_only():
    assert link_mail(Message("Fires", "a" * 3000, 0)) == "mailto:?subject=Fires"
