# Everything a person or a machine does with Heli. `make` alone lists the targets.
PYTHON ?= python3.11
UV_VERSION := 0.13.9
V := .venv
BIN := $(V)/bin
UV := $(BIN)/uv
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
STATIC := src/heli/project/static/heli
ASSETS := $(STATIC)/.stamp
FRONTEND := $(shell find frontend -path frontend/node_modules -prune -o -type f -print 2>/dev/null)
CATALOGUES := $(shell find src -name '*.po' 2>/dev/null)

# Where the environment forbids compiled modules, every start would cost three more seconds.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: lint types floors sound generated
.PHONY: help install demo demo-reset serve test check format bench bench-audit bench-rows bench-wall tamper hostile sbom audit assets messages samples docs screenshots lock clean
.PHONY: bench-reception conflicts faults matrix pairs fuzz faces bench-faces

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

# ── installing ────────────────────────────────────────────────────────────────────────────────────
# Stamps under the environment make a second run instant.

$(UV):
	$(PYTHON) -m venv $(V)
	$(BIN)/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(V)/runtime.stamp: $(UV) requirements.txt pyproject.toml
	$(UV) pip install --quiet -p $(BIN)/python --require-hashes -r requirements.txt
	$(UV) pip install --quiet -p $(BIN)/python --no-deps -e .
	@touch $@

$(V)/develop.stamp: $(V)/runtime.stamp requirements-dev.txt
	$(UV) pip install --quiet -p $(BIN)/python --require-hashes -r requirements-dev.txt
	@touch $@

$(V)/messages.stamp: $(V)/runtime.stamp $(CATALOGUES) tools/messages.py
	$(BIN)/python tools/messages.py --compile
	@touch $@

install: $(V)/develop.stamp $(V)/messages.stamp ## install everything, tools for developers included

# A machine without Node 20 and npm gets them as a Python package.
$(V)/node.stamp: $(UV) requirements-node.txt
	@{ command -v npm && node -e 'process.exit(parseInt(process.versions.node) < 20)'; } >/dev/null 2>&1 \
	  || $(UV) pip install --quiet -p $(BIN)/python --no-deps --require-hashes -r requirements-node.txt
	@touch $@

frontend/node_modules/.stamp: $(V)/node.stamp frontend/package-lock.json frontend/package.json
	cd frontend && $(WITH_NODE) npm ci --loglevel=error --no-progress
	@touch $@

$(ASSETS): frontend/node_modules/.stamp $(FRONTEND)
	cd frontend && $(WITH_NODE) npm run --silent build
	@touch $@

assets: $(ASSETS) ## build styles, scripts, icons and maps

# ── running ───────────────────────────────────────────────────────────────────────────────────────

demo: $(V)/messages.stamp $(ASSETS) ## build a demo district and serve it; Ctrl-C stops everything
	@$(BIN)/heli demo

demo-reset: $(V)/messages.stamp ## throw the demo district's data away
	@$(BIN)/heli demo --reset

serve: $(V)/messages.stamp $(ASSETS) ## serve what is in the database
	@$(BIN)/heli serve

# ── checking ──────────────────────────────────────────────────────────────────────────────────────

test: install assets ## run the whole suite
	$(BIN)/pytest $(ARGS)

check: lint types floors sound generated ## lint, types, floors, migrations, messages, generated files

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

floors: install
	$(BIN)/lint-imports

sound: install
	$(BIN)/heli check --fail-level WARNING
	$(BIN)/heli makemigrations --check --dry-run

generated: install
	$(BIN)/python tools/messages.py --check
	rm -rf var/cache/procedures var/cache/permissions && mkdir -p var/cache/procedures var/cache/permissions
	$(BIN)/heli procedures --write var/cache/procedures
	diff -r docs/procedures var/cache/procedures
	$(BIN)/heli permissions --write var/cache/permissions
	for page in var/cache/permissions/*; do diff docs/$$(basename $$page) $$page || exit 1; done

format: install ## put the code into its usual form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

sbom: install ## write the bill of materials (CycloneDX) to var/sbom.json
	@mkdir -p var
	$(BIN)/python tools/sbom.py > var/sbom.json

# Both fail where their source cannot be reached: an answer that nobody gave is not "no known faults".
audit: install frontend/node_modules/.stamp ## ask the public lists for known faults of what is locked; needs the network
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r requirements.txt
	cd frontend && $(WITH_NODE) npm audit --audit-level=low

hostile: install ## send hostile files through the checks of uploads
	$(BIN)/python tools/hostile.py

bench: install assets bench-faces ## measure, on a database of its own, and pages in a browser
	$(BIN)/python -m bench.run $(ARGS)

bench-wall: install assets ## measure the wall's map with 20,000 open cases in a browser
	$(BIN)/python -m bench.wall $(ARGS)

bench-faces: install assets ## measure first paint, bytes and layout shift of the portal's pages (Chromium)
	$(BIN)/python -m bench.faces --write

tamper: install ## change the audit record a thousand times in each of thirteen ways: all is found
	HELI_TAMPER_TRIALS=1000 $(BIN)/pytest -n0 --durations=0 src/heli/audit/tests/test_campaign.py

bench-rows: install ## measure what row security costs
	HELI_HOME=$(CURDIR)/var/bench-rows DJANGO_SETTINGS_MODULE=heli.project.settings \
	  $(BIN)/python -m bench.stage row_security $(ARGS)

bench-reception: install ## let two hundred people book at once: no window is promised twice
	HELI_HOME=$(CURDIR)/var/bench-reception DJANGO_SETTINGS_MODULE=heli.project.settings \
	  $(BIN)/python -m bench.stage reception '{"write": true}'

bench-audit: install ## measure checkpoints and verification with 200,000 chains
	HELI_HOME=$(CURDIR)/var/bench-audit DJANGO_SETTINGS_MODULE=heli.project.settings \
	  $(BIN)/python -m bench.stage audit '{"chains": 200000, "entries": 1000000}'

faults: install assets ## break everything, on an installation of its own, and count what was lost
	DJANGO_SETTINGS_MODULE=heli.project.settings.faults $(BIN)/python -m faults.run $(ARGS)

pairs: install ## let two people act at once, in every pair of steps
	DJANGO_SETTINGS_MODULE=heli.project.settings.faults $(BIN)/python -m faults.pairs $(ARGS)

conflicts: install ## draw a million checks of conflicts of interest (HELI_CONFLICT_CHECKS says how many): nothing leaks
	HELI_CONFLICT_CHECKS=$${HELI_CONFLICT_CHECKS:-1000000} $(BIN)/pytest -n0 src/heli/service_requests/tests/test_conflict_worlds.py

matrix: install ## let everybody outside come to every address, where the suite lets each come to a third
	HELI_MATRIX=all $(BIN)/pytest -n0 tests/security/test_matrix.py

courses: install ## draw random courses of disputes (HELI_COURSES says how many): nothing is decided or told for a side
	HELI_COURSES=$${HELI_COURSES:-500} $(BIN)/pytest -n0 src/heli/mediation/tests/test_courses.py

fuzz: install ## put hostile requests to the pages and the API, and walk the procedures at random
	$(BIN)/python -m fuzz.run $(ARGS)

faces: install assets ## every page in both languages and main journeys, at three widths, with axe at each
	HELI_FACES=all $(BIN)/pytest -n0 tests/test_every_page.py tests/test_resident_walk.py tests/test_officers_walk.py tests/test_leaders_walk.py

screenshots: install assets ## take the pictures of docs/screenshots.md in both languages from a demo district
	$(BIN)/python tools/screenshots.py

# ── generating ────────────────────────────────────────────────────────────────────────────────────

messages: install ## collect texts for translation, keeping what is translated
	$(BIN)/python tools/messages.py

samples: install ## draw the demo district's territory anew
	$(BIN)/python -m heli.demo.geography samples

docs: install ## write the generated tables and charts under docs/
	@mkdir -p docs/procedures
	$(BIN)/heli procedures --write docs/procedures
	$(BIN)/heli data_classes --write docs
	$(BIN)/heli permissions --write docs

lock: $(UV) ## lock the newest allowed releases
	$(UV) pip compile --quiet --universal -p 3.11 --generate-hashes --no-header requirements.in -o requirements.txt
	$(UV) pip compile --quiet --universal -p 3.11 --generate-hashes --no-header requirements-dev.in -c requirements.txt -o requirements-dev.txt
	$(UV) pip compile --quiet --universal -p 3.11 --generate-hashes --no-header requirements-node.in -c requirements-dev.txt -o requirements-node.txt

clean: ## remove what was installed and built; data stay
	rm -rf $(V) frontend/node_modules
	find $(STATIC) -type f ! -name favicon.svg ! -name .gitignore -delete
