"""The pages' edge: the only part that knows Streamlit.

Whatever the pages need is loaded with it, once: sessions that begin together on a server just started each load in an
order of their own, and one may be handed what another has only half loaded.

Pages show tables of a few rows and many columns. There, text held as Python's own strings is cut, joined and copied
three times as fast as in Arrow's form, which is made for columns of millions.
"""

from importlib import import_module
from pkgutil import iter_modules

import pandas as pd

pd.options.mode.string_storage = "python"

for _room in iter_modules(__path__):
    import_module(f"{__name__}.{_room.name}")
