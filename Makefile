# make run    the dashboard, on made-up data, at http://localhost:8501
# make test   everything a change must pass, in a real browser too
# make check  the part of it that takes seconds
# make prove  every claim with its full numbers, which takes long
# make bench  how fast it is
PYTHON ?= python3
PORT ?= 8501

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-input

# A process a core, a file of tests each; those of the browser last, since their loop stays open.
SHARED := -n auto --dist loadfile --no-loadscope-reorder

.PHONY: run test check prove bench

run: $(VENV)/installed
	@echo "Building the store ..."
	@$(PY) -m svd build || [ $$? -eq 1 ]  # 1: built, with some rows set aside and listed
	@echo "Open http://localhost:$(PORT) in a browser. Ctrl+C stops the dashboard."
	@$(PY) -m streamlit run app.py --server.port $(PORT)

test: $(VENV)/installed-for-tests
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	@chrome="$$($(PY) tests/browser/find_chromium.py --install)" || exit 1; \
	echo "CHROME=$$chrome $(PY) -m pytest $(SHARED)"; CHROME="$$chrome" $(PY) -m pytest $(SHARED)

check: $(VENV)/installed-for-tests
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m pytest $(SHARED) --ignore tests/browser

prove: $(VENV)/installed-for-tests
	@chrome="$$($(PY) tests/browser/find_chromium.py --install)" || exit 1; \
	CHROME="$$chrome" SVD_PROVE=1 $(PY) -m pytest $(SHARED)

bench: $(VENV)/installed-for-tests
	$(PY) -m benchmarks

# The stamps: packages are installed again only when the pins change.
$(VENV)/installed: requirements.txt | $(PY)
	@echo "Installing what the dashboard needs; the first time takes a few minutes ..."
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-for-tests: tests/requirements.txt requirements.txt | $(PY)
	@echo "Installing what the dashboard and its tests need; the first time takes a few minutes ..."
	@$(PIP) -r tests/requirements.txt
	@touch $@ $(VENV)/installed

$(PY):
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { \
	echo "Python 3.11 or later is needed, and '$(PYTHON)' is not. Install it, or name one: make run PYTHON=python3.12"; \
	exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	echo "The virtual environment could not be made. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }
