"""The pages' edge: the only part that knows Streamlit.

Pages show tables of a few rows and many columns. There, text held as Python's own strings is cut, joined and copied
three times as fast as in Arrow's form, which is made for columns of millions.
"""

import pandas as pd

pd.options.mode.string_storage = "python"
