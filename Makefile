# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
.DEFAULT_GOAL := help
.PHONY: help build test generate verify e2e e2e-node node-matrix fuzz mutation run demo bench reliability soak sweep-cost image image-test lock
sh := src/main/sh
# Each program finds a JDK by itself; this spares them the search.
export JAVA_HOME := $(shell $(sh)/find-jdk 2>/dev/null)

help: ## Say what can be made
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/make \1@\2/p' $(MAKEFILE_LIST) | awk -F@ '{printf "%-20s%s\n", $$1, $$2}'

build: ## Build the jar, without tests
	@$(sh)/build

test: verify ## All tests, also those on a real API server; the same as verify

generate: ## Format the code and write the generated files
	@$(sh)/generate

verify: ## What CI runs: generated files are current, the format holds, all tests pass
	@$(sh)/verify

e2e: build ## The scenarios alone, on a real API server
	@$(sh)/maven verify -DskipITs=false -Dsurefire.skip=true

e2e-node: ## What Debian's containerd makes of the node files (root; a minute and a half when its packages are there)
	@$(sh)/e2e-node

node-matrix: ## The same on a virtual machine, each containerd and CRI-O, into docs/reference/node-compatibility.md (root, half an hour)
	@$(sh)/e2e-node --all && e2e/node/matrix --write

fuzz: ## A night of fuzzing: a million bent pods, then Jazzer on each reader
	@$(sh)/fuzz

mutation: ## Break each line of the policies and see that a test notices (20 minutes)
	@$(sh)/maven -Pmutation test-compile org.pitest:pitest-maven:mutationCoverage

run: ## Start cgrant without a cluster and show it sample pods (PORT=8443, ONCE=1 exits)
	@$(sh)/run

demo: build ## Walk through a real control plane
	@e2e/demo/run

bench: build ## Measure cost and latency
	@e2e/bench/run

reliability: build ## Kill, stop and starve it, and see what becomes of pods (root, 15 minutes; TRIALS="dead disk" are two)
	@e2e/reliability/run $(TRIALS)

soak: build ## Half an hour of reviews: nothing grows, nothing gets lost (MINUTES=2 is a look)
	@e2e/soak/run

sweep-cost: build ## Measure the look at pods that run: 100,000 made up, 10,000 on a real API server (5 minutes)
	@$(sh)/maven verify -DskipITs=false -Dtest=SweepMemory -Dit.test=SweepCost

image: ## Write the container image as an OCI archive, without Docker (ARCH=arm64 JMODS=folder on another machine)
	@$(sh)/image

image-test: ## Build it twice, unpack it and run it on a real API server (root)
	@$(sh)/image-test

lock: ## Pin what the image ships, by checksum: after a change of dependencies
	@$(sh)/lock
