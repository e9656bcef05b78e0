"""Script time of a page run again, every figure kept: each page, and each part of it that an address opens."""

import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from streamlit.testing.v1 import AppTest

from benchmarks.page_times import PAGES, PROJECT, WAIT_SECONDS

RUNS, SECONDS = 9, 0.1
PARTS: dict[str, dict[str, str | list[str]]] = {
    "ward_map by harm": {"indicator": "Serious violence", "measure": "Harm"},
    "ward_map, change": {"measure": "Change"},
    "trends by rate": {"show": "Rate"},
    "trends by cost": {"indicator": "Serious violence", "show": "Cost"},
    "trends, three wards": {"wards": ["Abbey", "Alibon", "Beam"]},
    "trends, all years": {"years": "true"},
    "trends, small shifts": {"shifts": "true"},
    "trends without limits": {"limits": "false"},
    "trends of homicide": {"indicator": "Homicide"},
    "compare_wards, funnel": {"comparison": "Funnel"},
    "compare_wards, ranks": {"comparison": "Ranks"},
    "compare_wards, summary": {"comparison": "Summary"},
    "hot_spots, concentration": {"feed": "Ambulance call-outs", "places": "Concentration"},
    "hot_spots, near repeats": {"feed": "Ambulance call-outs", "places": "Near repeats"},
    "hot_spots, day and hour": {"feed": "Ambulance call-outs", "places": "Day and hour"},
    "people, repeat": {"people": "Repeat"},
    "people, fairness": {"people": "Fairness"},
    "people, services": {"people": "Police, hospital and ambulance"},
    "people, hospital by ward": {"people": "Police, hospital and ambulance", "people_view": "Hospital by ward"},
    "five_ds, disrupt": {"d": "Disrupt"},
    "five_ds, data": {"d": "Data"},
    "explore by month": {"level": "Month"},
    "partners, files": {"part": "Files"},
    "partners, revisions": {"part": "Revisions"},
    "partners, agreements": {"part": "Agreements"},
    "present, slide 3": {"slide": "3"},
    "present, slide 5": {"slide": "5"},
}
"""Parameters of an address by a name that begins with the page's."""


def time_reruns(store: Path) -> Iterator[tuple[str, float, float]]:
    """Page or part, and the best and the median of its script's seconds, run again and again."""
    os.environ["SVD_STORE"] = str(store)
    asked = {page.removesuffix(".py"): {} for page in PAGES} | PARTS
    for name, parameters in sorted(asked.items()):
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=WAIT_SECONDS)
        app.run()
        app.switch_page(f"pages/{name.replace(',', '').split(' ')[0]}.py")
        for key, value in parameters.items():
            app.query_params[key] = value
        app.run()
        app.run()
        seconds = [_time(app) for _ in range(RUNS)]
        yield name, min(seconds), statistics.median(seconds)


def _time(app: AppTest) -> float:
    started = time.perf_counter()
    app.run()
    seconds = time.perf_counter() - started
    if app.exception:
        raise SystemExit(f"The page failed: {app.exception[0].value}")
    return seconds
