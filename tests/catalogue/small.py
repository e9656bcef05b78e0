"""A small catalogue, a file a string, and the ways in which the tests break it."""

from pathlib import Path

import pytest

from svd.catalogue import load_catalogue
from svd.errors import CatalogueError

FILES = {
    "hot_spots.toml": """
[hot_spots]
cell_m = { point = 250 }
false_calls = 0.05
least_events = 5
windows = 6
least_windows = 3
persistent_share = 0.8
recent_share = 0.33
worst_share = 0.05
near_metres = [0, 200]
near_days = [0, 8]
permutations = 99
""",
    "area.toml": """
[area]
name = "The Borough"
short_name = "Borough"
code = "E1"
partnership = "The Partnership"
police_force = "The Police"
ward_count = 2
ward_vintage = "May 2022"
residents_year = 2021
residents_source = "Census"
boundary_source = "Office"
attribution = "Source: Office"
centre = [51.5, 0.1]
baseline_year = 2019

[[break]]
id = "new_system"
date = 2024-02-28
title = "New system"
what = "Records moved."
sources = ["police"]
""",
    "strategy.toml": """
[[tier]]
id = "primary"
title = "Primary"
summary = "Before."

[[five_d]]
id = "deter"
title = "Deter"
tiers = ["primary"]
summary = "Early."
what_we_do = ["Help."]

[[priority]]
id = "knives"
title = "Knives"
summary = "Fewer."
indicators = ["knife_crime"]

[[requirement]]
id = "strategy"
title = "A strategy"
summary = "Written."
page = "Five Ds"
""",
    "definitions.toml": """
[[definition]]
id = "older-2020"
title = "Older"
adopted = 2020-01-01
source = "The Partnership"
summary = "Knives."
offences = ["knife_crime"]

[[definition]]
id = "newer-2023"
title = "Newer"
adopted = 2023-01-01
source = "The Partnership"
summary = "Knives and more."
offences = ["knife_crime"]
""",
    "partners.toml": """
[[partner]]
id = "police_service"
name = "The Police"
short_name = "Police"
sector = "Police"
role = "specified"
duty = "Works with the others."
""",
    "small_numbers.toml": """
[[rule]]
id = "published"
title = "Published"
hide_up_to = 0
words = "Nothing is hidden."
authority = "The publisher"

[[rule]]
id = "under_5"
title = "Under 5"
hide_up_to = 4
words = "1 to 4 are hidden."
authority = "The council"
""",
    "sources.toml": """
[[source]]
id = "police"
title = "Police"
partner = "police_service"
reader = "incidents"
files = ["*police*.csv"]
is_public = false
small_number_rule = "under_5"
frequency = "month"
due_days = 20
licence = "By agreement"
description = "Offences."
""",
    "contracts.toml": """
[[agreement]]
id = "sharing"
title = "Sharing agreement"
words = "Shared by agreement."

[[column]]
reader_or_source = "incidents"
field = "record_id"
name = "record_id"
type = "record"
is_required = true
meaning = "A code."
aliases = ["reference"]

[[column]]
reader_or_source = "incidents"
field = "sex"
name = "sex"
type = "choice"
meaning = "As recorded."
allowed = ["female", "male"]
also = { f = "female" }
""",
    "offences.toml": """
[[kind]]
id = "knife"
title = "Knife crime"

[[offence]]
id = "knife_crime"
title = "Knife crime"
kind = "knife"
is_knife = true

[[category]]
reader_or_source = "police"
text = "Knife Crime"
offence = "knife_crime"
""",
    "indicators.toml": """
[[indicator]]
id = "knife_crime"
code = "D1"
title = "Knife crime"
short_title = "Knife crime"
five_d = "deter"
tier = "primary"
definition = "Offences."
how_it_works = "Counted."
what_good_looks_like = "A fall."
why_it_matters = "Harm."
numerator = "Offences"
denominator = "Residents"
unit = "per 1,000 residents"
polarity = "lower"
source = "police"
frequency = "month"
small_number_rule = "under_5"

[indicator.calculation]
basis = "facts"
form = "rate"
offences = ["knife_crime"]
measure = "records"
per = 1000
""",
    "harm.toml": """
[[index]]
id = "days"
kind = "harm"
title = "Days"
weighs = "a sentence"
unit = "days per 1,000 residents"
total_unit = "days"
per = 1000
edition = "2020"
source = "The publisher"

[[weight]]
index = "days"
offence = "knife_crime"
value = 5
stands_for = "Having a blade"
""",
    "open_data.toml": """
[[download]]
id = "crime"
title = "Crime"
publisher = "The Police"
source = "police"
page = "https://example.org/crime"
address = "https://example.org/crime/{month}.csv"
file = "police {month}.csv"
kind = "csv"
columns = ["record_id"]
largest_mb = 1
saves_to = "extracts"
licence = "Open"
next_step = "Build."
""",
    "interventions.toml": """
[[intervention]]
id = "outreach"
title = "Outreach"
wards = ["W1"]
from = "2026-04"
to = "2026-09"
indicator = "knife_crime"
owner = "The Partnership"
source = "A paper"
""",
    "targets.toml": """
[[target]]
id = "knife_level"
indicator = "knife_crime"
kind = "benchmark"
title = "The force's level"
value = 1.5
unit = "per 1,000 residents"
since = 2025-03-01
set_by = "Nobody yet"
source = "The force's published figures"
""",
}


def change(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def repeat(folder: Path, name: str, entry: str) -> None:
    """Write an entry a second time at the end of its file."""
    text = FILES[name]
    start = text.index(entry)
    (folder / name).write_text(text + text[start:], encoding="utf-8")


def fault_of(folder: Path) -> str:
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(folder)
    assert caught.value.remedy
    return str(caught.value)
