#!/bin/sh
# consumer.sh BUILD HERE: install into an empty folder, then build a program with what pkg-config says: C and C++, shared
# and static. Without pkg-config the compiler must not find the library, or this test would prove nothing.
set -eu
build=$1 here=$2
command -v pkg-config >/dev/null 2>&1 || { echo "pkg-config is not there"; exit 77; }
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
DESTDIR=$root meson install -C "$build" --no-rebuild --quiet

pc=$(find "$root" -name wijkteam.pc)
[ -n "$pc" ] || { echo "no wijkteam.pc was installed"; exit 1; }
PKG_CONFIG_PATH=$(dirname "$pc")
export PKG_CONFIG_PATH
prefix=$root$(pkg-config --variable=prefix wijkteam)
config="pkg-config --define-variable=prefix=$prefix"
pkg-config --validate wijkteam
libdir=$($config --variable=libdir wijkteam)
[ -f "$($config --variable=apijson wijkteam)" ] || { echo "no wijkteam-api.json where the .pc file says"; exit 1; }
for header in wijkteam acts constants status; do
    [ -f "$prefix/include/wijkteam/$header.h" ] || { echo "$header.h was not installed"; exit 1; }
done
[ ! -e "$libdir/libwijk_internal.a" ] || { echo "the internal library was installed"; exit 1; }

cp "$here/consumer.c" "$root/consumer.c"
cp "$here/consumer.c" "$root/consumer.cc"
cd "$root"
if $CC -std=c99 -o nothing consumer.c >/dev/null 2>&1; then
    echo "compiles without pkg-config: another libwijkteam is installed on this machine"
    exit 77
fi

attempt() { # attempt NAME COMPILER... : build and run
    name=$1
    shift
    "$@" -o "$name" || { echo "FAILED to build: $name"; exit 1; }
    LD_LIBRARY_PATH=$libdir "./$name" || { echo "FAILED to run: $name"; exit 1; }
}

# shellcheck disable=SC2046,SC2086 # words are wanted
attempt shared_c $CC -std=c99 -Wall -Werror $($config --cflags wijkteam) consumer.c $($config --libs wijkteam)
# shellcheck disable=SC2046,SC2086
attempt static_c $CC -std=c99 -Wall -Werror $($config --cflags wijkteam) consumer.c "$libdir/libwijkteam.a" \
    $($config --libs --static wijkteam | tr ' ' '\n' | grep -v '^-lwijkteam$')
for cxx in g++ clang++ clang++-14; do
    command -v $cxx >/dev/null 2>&1 || continue
    # shellcheck disable=SC2046
    attempt shared_cxx $cxx -std=c++11 -Wall -Werror $($config --cflags wijkteam) consumer.cc $($config --libs wijkteam)
    # shellcheck disable=SC2046
    attempt static_cxx $cxx -std=c++11 -Wall -Werror $($config --cflags wijkteam) consumer.cc "$libdir/libwijkteam.a" \
        $($config --libs --static wijkteam | tr ' ' '\n' | grep -v '^-lwijkteam$')
    break
done
readelf -d shared_c | grep -q 'NEEDED.*libwijkteam\.so\.0' || { echo "does not need the soname"; exit 1; }
if readelf -d static_c | grep -q 'NEEDED.*libwijkteam'; then
    echo "the static program needs the shared library"
    exit 1
fi
