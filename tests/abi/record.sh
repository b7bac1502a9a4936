#!/bin/sh
# tests/abi/record.sh [--accept-changes]: after an intended change of the public headers, write anew what is recorded of
# them: src/wijkteam.map, docs/symbols-in-versions, tests/abi/constants.json, tests/abi/wijkteam-0.1.abi. Commit the
# four together with the change. --accept-changes is for numbers and names that go or change before a first release.
set -eu
cd "$(dirname "$0")/../.."
build=build-record
WIJK_VERSION=$(sed -n "s/^  version: '\(.*\)',/\1/p" meson.build)
baseline=tests/abi/wijkteam-${WIJK_VERSION%.*}.abi
[ -f "$baseline" ] || touch "$baseline"
[ -f $build/build.ninja ] || CC=gcc meson setup $build -Ddocs=disabled -Dbench=disabled >/dev/null
ninja -C $build include/wijkteam/status.h >/dev/null

WIJK_SOURCE_ROOT=$PWD WIJK_BUILD_ROOT=$PWD/$build CC=gcc PYTHONDONTWRITEBYTECODE=1
export WIJK_SOURCE_ROOT WIJK_BUILD_ROOT WIJK_VERSION CC PYTHONDONTWRITEBYTECODE

python3 tests/abi/versions.py record "$@"
python3 tests/abi/constants.py record "$@"
ninja -C $build "tests/abi/libwijkteam.so.$WIJK_VERSION" >/dev/null
python3 tests/abi/abidiff.py record "$build/tests/abi/libwijkteam.so.$WIJK_VERSION" "$baseline" \
    include/wijkteam/*.h $build/include/wijkteam/constants.h $build/include/wijkteam/status.h
git --no-pager diff --stat -- src/wijkteam.map docs/symbols-in-versions tests/abi
