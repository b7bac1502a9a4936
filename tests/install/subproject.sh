#!/bin/sh
# subproject.sh SOURCE HERE: build a project that has the library as a Meson subproject. What only the library's own
# developers need (tests, command, pages) must stay away by itself.
set -eu
source=$1 here=$2
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir "$root/subprojects"
cp "$here/subproject/meson.build" "$here/consumer.c" "$root"
ln -s "$source" "$root/subprojects/libwijkteam"
meson setup "$root/build" "$root" >"$root/log" 2>&1 || { cat "$root/log"; exit 1; }
ninja -C "$root/build" >"$root/log" 2>&1 || { cat "$root/log"; exit 1; }
meson test -C "$root/build" --no-rebuild consumer
if meson introspect --tests "$root/build" | grep -q '"abi"'; then
    echo "the library's own tests came along"
    exit 1
fi
