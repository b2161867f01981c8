# make run     build, and show the house with invented data
# make build   bin/rastreo
# make test    every test, on both databases and in a browser
# make check   everything that can be said about the code without running it
# make bench   measure
# make clean   forget what was built
#
# A machine needs Go, Node and make; the rest is fetched on first use.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := build
.PHONY: run build assets test check lint bench clean

export CGO_ENABLED := 0
version := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)
flags := -trimpath -buildvcs=false
tools := .cache/bin/golangci-lint .cache/bin/deadcode

run: build
	bin/rastreo demo

build: assets
	go build $(flags) -ldflags '-s -w -X main.version=$(version)' -o bin/rastreo ./cmd/rastreo

# Assets: built again only when something they are made of has changed.
inputs := $(shell find web -name node_modules -prune -o -type f ! -name '*.go' -print)

assets: static/dist/manifest.json

static/dist/manifest.json: $(inputs) web/node_modules/.package-lock.json
	cd web && node build.mjs
	@touch $@

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	@touch $@

# With CI set no test may skip for want of a database or a browser.
test: export CI := true
test: assets
	@.ci/need chromium 'command -v chromium || command -v google-chrome'
	@.ci/need postgresql 'ls /usr/lib/postgresql/*/bin/initdb || command -v initdb'
	@.ci/postgres url >/dev/null 2>&1 || trap '.ci/postgres stop' EXIT; \
	database=$$(.ci/postgres start); \
	env "$$database" go test -p 2 -timeout 20m $(TESTFLAGS) ./...

check: assets $(tools)
	.ci/shape
	go mod tidy -diff
	.ci/generated
	go vet ./...
	$(MAKE) --no-print-directory lint
	@dead=$$(.cache/bin/deadcode ./cmd/rastreo); test -z "$$dead" || { echo "$$dead"; exit 1; }

lint: $(tools)
	.cache/bin/golangci-lint run ./...

$(tools) &: .ci/tools/go.mod .ci/tools/go.sum
	cd .ci/tools && GOBIN=$(CURDIR)/.cache/bin go install $(flags) tool
	@touch $(tools)

bench: assets
	go run $(flags) ./cmd/bench $(BENCHFLAGS)
	go test -run NONE -bench VerifyAudit -benchtime 1x ./internal/app

clean:
	rm -rf bin .cache web/node_modules
	find static/dist -mindepth 1 ! -name .gitkeep -delete
