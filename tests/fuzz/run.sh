#!/bin/sh
# tests/fuzz/run.sh [SECONDS [TARGET...]]: build the fuzz targets with clang, libFuzzer, AddressSanitizer and
# UndefinedBehaviorSanitizer in build-fuzz/, and run each for so many seconds (60). Each begins with the corpus here and
# what it found before, which is kept in build-fuzz/corpus/. One line for each target; exit 0 when nothing broke, 1 when
# something did, 77 without clang and libFuzzer.
#
# What breaks a target is kept in build-fuzz/broken/. Make it smaller, mend the code, and add it to the corpus here, so
# that every build tries it from then on:
#   build-fuzz/tests/fuzz/fuzz_TARGET -minimize_crash=1 -max_total_time=60 -exact_artifact_path=SMALL FILE
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${WIJK_FUZZ_BUILD:-build-fuzz}
seconds=${1:-60}
[ $# -gt 0 ] && shift
targets=$*
[ -n "$targets" ] || targets=$(basename -s .dict tests/fuzz/*.dict)

works() { # whether a clang has the fuzzer and the sanitizers
    trial=$(mktemp -d)
    echo 'int LLVMFuzzerTestOneInput(const char *d, unsigned long n) { return d && n > 9999 ? 1 : 0; }' >"$trial/a.c"
    "$1" -fsanitize=fuzzer,address,undefined "$trial/a.c" -o "$trial/a" >/dev/null 2>&1
    result=$?
    rm -rf "$trial"
    return $result
}
clang=
for command in clang-14 clang clang-16 clang-19; do
    [ -z "$clang" ] && command -v "$command" >/dev/null 2>&1 && works "$command" && clang=$command
done
if [ -z "$clang" ]; then
    echo "Skipped: no clang with libFuzzer."
    exit 77
fi

mkdir -p "$build/broken"
output=$build/output.txt
set_up() {
    [ -f "$build/build.ninja" ] ||
        CC=$clang meson setup "$build" -Dfuzz=enabled -Dtests=enabled -Djson=enabled -Dhardening=false \
            -Ddocs=disabled -Dbench=disabled -Dcli=disabled
}
if ! { set_up && ninja -C "$build" fuzz-programs; } >"$output" 2>&1; then
    echo "FAILED: the fuzz targets do not build"
    tail -n 40 "$output"
    exit 1
fi

export ASAN_OPTIONS=detect_leaks=1:strict_string_checks=1:quarantine_size_mb=16:malloc_context_size=12
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
failed=0
for target in $targets; do
    mkdir -p "$build/corpus/$target"
    if "$build/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 \
        -print_final_stats=1 -dict="tests/fuzz/$target.dict" -artifact_prefix="$build/broken/$target-" \
        "$build/corpus/$target" "tests/fuzz/corpus/$target" >"$output" 2>&1; then
        executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$output")
        coverage=$(grep -o 'cov: [0-9]* ft: [0-9]*' "$output" | tail -n 1)
        echo "ok: $target: $executions executions, $coverage"
    else
        failed=1
        echo "FAILED: $target"
        tail -n 40 "$output"
    fi
done
exit $failed
