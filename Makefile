.PHONY: test
test:
	COUNTERSIGN_STRICT=1 swift test --explicit-target-dependency-import-check error
