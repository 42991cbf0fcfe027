PREFIX ?= /usr/local
RELEASE := swift build -c release --static-swift-stdlib
STRICT := --explicit-target-dependency-import-check error
SOURCES := Package.swift Sources Tests

.PHONY: help demo build test lint install bench clean

help:
	@echo 'make demo                 look round: a sandbox organisation, synced, with requests waiting'
	@echo 'make test                 lint, build with warnings as errors, all tests'
	@echo 'make install PREFIX=DIR   install countersign and countersign-sandbox (default /usr/local)'
	@echo 'make bench                measure: ratios in one run, against the peers'

demo: build
	@exec "$$($(RELEASE) --show-bin-path)/countersign" demo

build:
	@.ci/dependencies build
	@$(RELEASE) --product countersign-sandbox
	@$(RELEASE) --product countersign

test: lint
	@.ci/dependencies test
	COUNTERSIGN_STRICT=1 swift build --build-tests $(STRICT)
	COUNTERSIGN_STRICT=1 swift test $(STRICT) --skip ProgramTests
	COUNTERSIGN_STRICT=1 swift test $(STRICT) --filter ProgramTests

lint:
	@.ci/dependencies build
	swift format lint --strict --recursive $(SOURCES)

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -s -m 755 "$$($(RELEASE) --show-bin-path)/countersign" "$$($(RELEASE) --show-bin-path)/countersign-sandbox" "$(DESTDIR)$(PREFIX)/bin"

bench: build
	@Tests/Bench/run

clean:
	rm -rf .build
