"""An SVG picture as an image element: Streamlit's HTML blocks strip bare SVG, and keep images."""

import base64
from html import escape


def embed_svg(svg: str, words: str, width: int, height: int) -> str:
    """The picture as an ``img`` with its words as the text alternative; empty words mark it as decoration."""
    code = base64.b64encode(svg.encode("utf-8")).decode("ascii")
    return f'<img src="data:image/svg+xml;base64,{code}" alt="{escape(words)}" width="{width}" height="{height}">'
