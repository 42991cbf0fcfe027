PREFIX ?= /usr/local
RELEASE := swift build -c release --static-swift-stdlib
STRICT := --explicit-target-dependency-import-check error
SOURCES := Package.swift Sources Tests
SANITIZERS := $(CURDIR)/Tests/Sanitizers

.PHONY: help demo build docs test conformance sanitize fuzz kills lint install bench clean

help:
	@echo 'make demo                 look round: a sandbox organisation, synced, with requests waiting'
	@echo 'make test                 lint, build with warnings as errors, all tests, the release build'
	@echo 'make conformance          hold the sandbox to scim2-tester and scim-sanity (strict), from PyPI'
	@echo 'make sanitize             fuzz the readers under the address sanitizer, sync under the thread sanitizer'
	@echo 'make fuzz                 a million random keys; COUNTERSIGN_FUZZ_SEED=N presses the same ones again'
	@echo 'make docs                 write docs anew from the tables that the program works by'
	@echo 'make kills                SIGKILL at a thousand random moments; KILLS=N how many, SEED=N which ones'
	@echo 'make install PREFIX=DIR   install countersign and countersign-sandbox (default /usr/local)'
	@echo 'make bench                measure: ratios in one run, against the peers'

demo: build
	@exec "$$($(RELEASE) --show-bin-path)/countersign" demo

build:
	@.ci/dependencies build
	@$(RELEASE) --product countersign-sandbox
	@$(RELEASE) --product countersign

docs: build
	@"$$($(RELEASE) --show-bin-path)/countersign" manual --to docs

test: lint
	@.ci/dependencies test
	COUNTERSIGN_STRICT=1 swift build --build-tests $(STRICT)
	COUNTERSIGN_STRICT=1 swift test $(STRICT) --skip ProgramTests
	COUNTERSIGN_STRICT=1 swift test $(STRICT) --filter ProgramTests
	@Tests/Conformance/run --or-skip
	@$(MAKE) --no-print-directory build

conformance:
	@.ci/dependencies test
	COUNTERSIGN_STRICT=1 swift build $(STRICT) --product countersign-sandbox
	@Tests/Conformance/run

sanitize:
	@.ci/dependencies test
	LSAN_OPTIONS=suppressions=$(SANITIZERS)/leaks.txt COUNTERSIGN_TESTS=SCIMTests,HTTPTests \
	  swift test --scratch-path .build-address --sanitize address
	TSAN_OPTIONS=suppressions=$(SANITIZERS)/threads.txt COUNTERSIGN_TESTS=SyncTests \
	  swift test --scratch-path .build-thread --sanitize thread

# Without shuffled hashes the same seed presses the same keys before the same screens.
fuzz:
	@.ci/dependencies test
	SWIFT_DETERMINISTIC_HASHING=1 COUNTERSIGN_TESTS=CountersignTests COUNTERSIGN_STRICT=1 \
	  COUNTERSIGN_FUZZ_SEED=$${COUNTERSIGN_FUZZ_SEED:-random} \
	  COUNTERSIGN_FUZZ_KEYS=$${COUNTERSIGN_FUZZ_KEYS:-1000000} swift test --filter FuzzTests

# Real processes and a real database; a round that fails says by which seed to play it again.
kills:
	@.ci/dependencies test
	COUNTERSIGN_TESTS=ProgramTests COUNTERSIGN_STRICT=1 COUNTERSIGN_KILLS=$${KILLS:-1000} \
	  COUNTERSIGN_SEED=$${SEED:-1} swift test --filter ProgramTests.KilledTests/atRandomMoments

lint:
	@.ci/dependencies build
	swift format lint --strict --recursive $(SOURCES)

install: build
	install -d "$(DESTDIR)$(PREFIX)/bin"
	install -s -m 755 "$$($(RELEASE) --show-bin-path)/countersign" "$$($(RELEASE) --show-bin-path)/countersign-sandbox" "$(DESTDIR)$(PREFIX)/bin"
	install -d "$(DESTDIR)$(PREFIX)/share/man/man1" "$(DESTDIR)$(PREFIX)/share/man/man5"
	install -m 644 docs/countersign.1 "$(DESTDIR)$(PREFIX)/share/man/man1"
	install -m 644 docs/countersign.5 "$(DESTDIR)$(PREFIX)/share/man/man5"

bench: build
	@Tests/Bench/run

clean:
	rm -rf .build .build-address .build-thread
