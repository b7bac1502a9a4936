#!/bin/sh
# tests/run.sh [--full | --coverage]: install what is missing, build, run every test.
# The last line is "N passed, N failed, N skipped", over all builds; the exit status is 0 only when none failed.
#   build/           gcc, warnings as errors: all tests
#   build-clang/     clang, warnings as errors: tests of the public surface, once more under valgrind
#   build-sanitize/  gcc with AddressSanitizer and UndefinedBehaviorSanitizer: all tests that can run so
#   build-minimal/   every option off but the tests, warnings as errors
# --full adds suite `full` and the benchmarks, sets WIJK_TEST_FULL=1 for the tests that can do more, in build-fuzz/ runs
# each fuzz target for a minute, and in build-coverage/ measures how much of src/dossier the tests go through, where a
# branch that only a failing allocation takes counts as any other: the sweep of allocation failures is one of the tests.
# --coverage does that last step alone.
set -u
cd "$(dirname "$0")/.." || exit 1
groups="build test"
setup=ordinary
case "${1-}" in
    '') ;;
    --full) setup=full groups="build test full" ;;
    --coverage) setup=coverage ;;
    *) echo "usage: tests/run.sh [--full | --coverage]" >&2; exit 2 ;;
esac
# shellcheck disable=SC2086 # a list of words
sh tests/support/ensure-packages.sh $groups

passed=0 failed=0 skipped=0
started=$(date +%s)

say() {
    echo
    echo "== $* ($(($(date +%s) - started)) s)"
}

first_of() { # the first of these commands that is there
    for command in "$@"; do
        command -v "$command" >/dev/null 2>&1 && { echo "$command"; return; }
    done
}

add_log() { # counts of one of Meson's logs
    # shellcheck disable=SC2046 # three numbers
    set -- $(python3 tests/support/tally.py "$1" || echo 0 1 0)
    passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

build() { # build FOLDER MESON-OPTION...: counts as one test
    folder=$1
    shift
    say "build in $folder"
    output=$(mktemp)
    if ! { [ -f "$folder/build.ninja" ] && meson setup --reconfigure "$folder" "$@" >"$output" 2>&1; }; then
        rm -rf "$folder" # none yet, or one that cannot be used any more
        meson setup "$folder" "$@" >"$output" 2>&1
    fi && ninja -C "$folder" >>"$output" 2>&1
    result=$?
    if [ $result = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $folder does not build"
        tail -n 60 "$output"
    fi
    rm -f "$output"
    return $result
}

check() { # check FOLDER SETUP MESON-TEST-OPTION...: run tests and count them
    folder=$1 which=$2
    shift 2
    say "tests in $folder, setup $which"
    log=$folder/meson-logs/testlog-$which.json
    rm -f "$log"
    meson test -C "$folder" --no-rebuild --print-errorlogs --setup "$which" "$@"
    add_log "$log" # always succeeds: what failed is in the count
}

coverage() { # at least 97 % of the lines and 90 % of the branches of src/dossier; counts as one test more
    CC=$gcc CXX=$gxx build build-coverage -Db_coverage=true -Doptimization=0 -Dhardening=false -Ddocs=disabled \
        -Dbench=disabled || return
    find build-coverage -name '*.gcda' -delete
    check build-coverage ordinary --suite unit --suite api --suite cases --suite cli --suite oom --suite fuzz
    say "coverage"
    if python3 -B tests/support/coverage.py build-coverage src/dossier 97 90; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: too little of src/dossier is covered; coverage.py --missed tells what"
    fi
}

finish() {
    say "done"
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" = 0 ]
    exit
}

gcc=$(first_of gcc cc)
gxx=$(first_of g++ c++)
clang=$(first_of clang clang-19 clang-16 clang-14)
clangxx=$(first_of clang++ clang++-19 clang++-16 clang++-14)

if [ $setup = coverage ]; then
    coverage
    finish
fi

CC=$gcc CXX=$gxx build build --werror && check build $setup && [ $setup = full ] && check build full --benchmark

if [ -n "$clang" ]; then
    # DWARF 4, because that is what the valgrind of Debian 12 reads from clang.
    CC=$clang CXX=$clangxx build build-clang --werror -Dc_args=-gdwarf-4 -Ddocs=disabled -Dbench=disabled &&
        check build-clang ordinary --suite api --suite unit &&
        if command -v valgrind >/dev/null 2>&1; then
            check build-clang valgrind --suite api
        else
            echo "Skipped: valgrind is not there." && skipped=$((skipped + 1))
        fi
else
    echo "Skipped: clang is not there." && skipped=$((skipped + 1))
fi

export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:check_initialization_order=1
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
CC=$gcc CXX=$gxx build build-sanitize --werror -Db_sanitize=address,undefined -Db_lundef=false \
    -Dc_args=-fno-sanitize-recover=all -Doptimization=1 -Ddocs=disabled -Dbench=disabled &&
    check build-sanitize ordinary --no-suite checks # the longest random histories run in the first build only

CC=$gcc CXX=$gxx build build-minimal --werror --auto-features=disabled -Dtests=enabled &&
    check build-minimal ordinary --no-suite checks

if [ $setup = full ]; then
    for words in tests/fuzz/*.dict; do
        say "fuzzing, $(basename "$words" .dict)"
        sh tests/fuzz/run.sh 60 "$(basename "$words" .dict)"
        case $? in
            0) passed=$((passed + 1)) ;;
            77) skipped=$((skipped + 1)) ;;
            *) failed=$((failed + 1)) ;;
        esac
    done
    coverage
fi

finish
