# The words people and CI type. `make` alone lists them.

SHELL := /bin/bash
JOBS ?= $(shell nproc)

# What a compilation cost is paid once for all checkouts and presets of this
# machine: ccache sees paths relative to the checkout.
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_NOHASHDIR := 1
export CCACHE_SLOPPINESS := pch_defines,time_macros

# make check-pages, bench-shape: a TSV of pages (date, section, keywords), or
# nothing for generated ones alone; against how many generated line items.
PAGES ?=
LINE_ITEMS ?= 10000
SEED ?= 1

# make bench: QUICK=1 leaves out the largest catalogues; TABLE_IN=FILE puts the
# table where FILE has it. make bench-compare: this tree against revision BASE,
# by the benchmarks that FILTER names, so many rounds.
QUICK ?=
TABLE_IN ?=
BASE ?= HEAD
FILTER ?= SearchTop5/mode:[01]/line_items:100000/|Decide/mode:[01]/line_items:10000/
ROUNDS ?= 5

# make soak: half of it quiet, half with changes, in rounds of a minute.
MINUTES ?= 30
REVISION = $(shell git describe --always --dirty)
BENCHES = placard-bench-engine placard-bench-codec placard-bench-control \
  placard-bench-changes placard-twin placardd

BUILD = cmake --build --preset $(1) --parallel $(JOBS)

.PHONY: help setup build run test lint asan tsan format clean check-pages \
  bench soak bench-compare bench-shape
.DELETE_ON_ERROR:

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' \
	  Makefile

setup: ## install the Debian packages that are missing
	@.ci/setup

# Ninja configures again by itself when a CMakeLists.txt changes.
build/%/build.ninja: CMakePresets.json | setup
	$(if $(filter %.clang-tidy,$?),rm -rf $(@D))
	cmake --preset $*
	@touch $@

build: build/release/build.ninja ## build/release/placardd and build/release/placard
	$(call BUILD,release) --target placardd placard

run: build ## serve the sample campaigns on this machine until Ctrl-C
	@services/placardd/run.sh build/release

test: build/dev/build.ninja ## run every test
	$(call BUILD,dev)
	ctest --preset dev

asan: build/asan/build.ninja ## run every test under address and UB sanitizers
	$(call BUILD,asan)
	ctest --preset asan

tsan: build/tsan/build.ninja ## run every test under the thread sanitizer
	$(call BUILD,tsan)
	ctest --preset tsan

# clang-tidy rides along a compilation, so Ninja knows what has changed since
# it was last content; the compiling itself is ccache's from the dev preset.
# That the checks changed Ninja would not see.
build/lint/build.ninja: .clang-tidy tests/.clang-tidy
TIDIED = $(if $(FILES),$(patsubst %,$(CURDIR)/%^,$(filter %.cc,$(FILES))),all)

lint: build/lint/build.ninja ## check format, code, protos and scripts; FILES="a.cc b.sh" for some
	@.ci/lint $(FILES)
	$(if $(TIDIED),$(call BUILD,lint) --target $(TIDIED) -- -k 0)

format: setup ## format the code in place
	git ls-files --cached --others --exclude-standard '*.cc' '*.h' | \
	  xargs clang-format -i

check-pages: build/release/build.ninja ## PAGES=FILE: every answer over gRPC against brute force
	$(call BUILD,release) --target placardd placard-check-pages
	build/release/placard-check-pages $(if $(PAGES),--pages $(PAGES)) \
	  --line-items $(LINE_ITEMS) --seed $(SEED)

bench: build/release/build.ninja ## measure everything, in ten minutes; QUICK=1 in three
	$(call BUILD,release) --target placard-bench $(BENCHES)
	build/release/placard-bench --out build/bench --revision $(REVISION) \
	  $(if $(QUICK),--quick) $(if $(TABLE_IN),--table-in $(TABLE_IN))

soak: build/release/build.ninja ## decisions and changes for MINUTES=n; what the server holds afterwards
	$(call BUILD,release) --target placard-bench-changes placardd
	build/release/placard-bench-changes --line-items 100000 --twin-seconds 0 \
	  --seconds $$(($(MINUTES) * 30)) --rounds $(MINUTES)

bench-compare: build/release/build.ninja ## BASE=REV: this tree's speed against that revision's; FILTER=regex ROUNDS=n
	$(call BUILD,release) --target placard-bench-compare placard-bench-engine
	@bench/compare/compare.sh '$(BASE)' --filter '$(FILTER)' --rounds $(ROUNDS)

bench-shape: build/release/build.ninja ## PAGES=FILE: generated pages beside those, figure by figure
	$(call BUILD,release) --target placard-bench-shape
	build/release/placard-bench-shape $(if $(PAGES),--pages '$(PAGES)')

clean: ## remove everything that was built
	rm -rf build node_modules
