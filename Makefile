# `make demo` shows a province on a map; `make test` runs everything that is tested. Both install what they need.

MAKEFLAGS += --no-print-directory
SOURCES := Package.swift Sources Tests
DEMO_FLAGS ?=
BENCH_FLAGS ?=
TEST_FLAGS ?=

.PHONY: help setup runtime build demo test soak bench bench-short check format clean

help:
	@echo 'make demo         build, make the sample province, import it, serve the map'
	@echo 'make build        build the release executable, .build/release/bando'
	@echo 'make test         run every test          (TEST_FLAGS="--filter RasterTests")'
	@echo 'make soak         run the tests with the long ones at full length'
	@echo 'make bench        measure against the peers (BENCH_FLAGS="--only raster")'
	@echo 'make bench-short  the same on a small load'
	@echo 'make check        lint the format, check that targets import what they declare'
	@echo 'make format       format the sources'
	@echo 'make setup        install what is missing; the others do it by themselves'
	@echo 'make clean        remove what was built'

setup:
	@scripts/setup

runtime:
	@scripts/setup --runtime

build: runtime
	swift build -c release --product bando

demo: build
	.build/release/bando demo $(DEMO_FLAGS)

test: setup
	@scripts/test $(TEST_FLAGS)

soak: setup
	@scripts/test --soak $(TEST_FLAGS)

bench: build
	@bench/run $(BENCH_FLAGS)

bench-short: build
	@bench/run --short $(BENCH_FLAGS)

check: setup
	swift format lint --strict --parallel --recursive $(SOURCES)
	swift build --build-tests --explicit-target-dependency-import-check error

format:
	swift format --in-place --parallel --recursive $(SOURCES)

clean:
	swift package clean
	rm -rf bench/out
