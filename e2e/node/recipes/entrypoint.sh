#!/bin/sh
# Copyright The cgrant Authors
# SPDX-License-Identifier: Apache-2.0
#
# What images of GitLab start first: it makes configuration of templates, and then is the program.
exec "$@"
