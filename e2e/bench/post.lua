-- Copyright The cgrant Authors
-- SPDX-License-Identifier: Apache-2.0
-- wrk script: posts the file named as its first argument, over and over, and prints one line of
-- numbers: requests, failures (socket errors and answers other than 2xx), p50 and p99 in µs.

function init(args)
  local file = assert(io.open(args[1], "rb"))
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
  wrk.body = file:read("*a")
  file:close()
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("numbers %d %d %d %d\n",
    summary.requests, failed, latency:percentile(50), latency:percentile(99)))
end
