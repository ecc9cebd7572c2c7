# Two commands do everything: `make demo` and `make test`. `make help` lists the others.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup build demo stop run test sanitize bench truth models format lint fuzz crash clean

PRESET ?= release
T ?=
JOBS ?= $(shell nproc)

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: ## install what is missing (Debian packages, DuckDB)
	@scripts/setup build web

build: setup ## build the program and its pages: build/bellwether, build/web
	@scripts/build $(PRESET) bellwether
	@scripts/web

demo: build ## a simulated company: its brief, and the server running with its pages
	@scripts/demo

stop: ## end the server that `make demo` left running
	@scripts/demo stop

run: build ## run the program: make run ARGS="measures"
	@build/bellwether $(ARGS)

test: ## set up, build, run every test; one module: make test T=measure, the pages: make test T=web
	@scripts/setup build web test
	@scripts/test $(T)

sanitize: ## every unit test under sanitizers: more than make test does
	@scripts/setup build test
	@scripts/sanitize

bench: build ## measure what is fast, against the raw engine: build/bench.json
	@scripts/setup build web bench
	@scripts/build release
	@scripts/web
	@scripts/bench

truth: build ## check intervals against known truth: build/truth.json
	@scripts/build release
	@scripts/truth

models: setup ## train the shipped models anew from the data sets: models/*.model
	@scripts/build release train_language train_sentiment train_mentions
	@build/release/models/train_language
	@build/release/models/train_sentiment
	@build/release/models/train_mentions

format: ## lay the code out
	@scripts/setup lint
	@git ls-files '*.cpp' '*.hpp' | xargs clang-format-19 -i

lint: ## layout, clang-tidy, and the longest files and functions as places to look at
	@scripts/setup build test lint
	@scripts/lint

fuzz: ## feed the parsers with generated input: make fuzz SECONDS=60
	@scripts/setup build fuzz
	@scripts/fuzz $(or $(SECONDS),60)

crash: build ## kill the server, cut its power, fill its disk, again and again: make crash CYCLES=200
	@scripts/setup build test
	@scripts/build release story_test
	@BELLWETHER_CRASH_CYCLES=$(or $(CYCLES),200) build/release/tests/story_test --gtest_filter='Serving.LosesNothing*:PowerCut.*:Troubled.*'

clean: ## remove what was built (not what was installed)
	@rm -rf build
