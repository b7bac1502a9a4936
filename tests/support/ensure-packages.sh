#!/bin/sh
# ensure-packages.sh GROUP...: install the packages of these groups of packages.txt that are missing.
# Touches the network only when something is missing. Where it cannot install, it names the packages and goes on: the
# build then says for itself whether they matter.
set -u
list=$(dirname "$0")/packages.txt
[ $# -gt 0 ] || { echo "usage: ensure-packages.sh GROUP..." >&2; exit 2; }

installed() {
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

wanted=
for group in "$@"; do
    found=$(sed -n "s/^$group  *//p" "$list")
    [ -n "$found" ] || { echo "ensure-packages.sh: no group named $group" >&2; exit 2; }
    wanted="$wanted $found"
done

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This is not Debian; going on with what is there. The Debian packages are:"
    echo "$wanted" | tr '\n' ' ' | sed 's/  */ /g; s/|[^ ]*//g'
    echo
    exit 0
fi

missing=
for entry in $wanted; do
    present=no
    for package in $(echo "$entry" | tr '|' ' '); do
        installed "$package" && present=yes
    done
    [ $present = yes ] || missing="$missing ${entry%%|*}"
done
[ -n "$missing" ] || exit 0

as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
if ! command -v apt-get >/dev/null 2>&1 || { [ -n "$as_root" ] && ! command -v sudo >/dev/null 2>&1; }; then
    echo "Going on without these packages, which cannot be installed from here:$missing"
    exit 0
fi

echo "Installing:$missing"
get="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y"
$get update >/dev/null 2>&1 || echo "The package lists could not be refreshed; trying with the old ones."
# shellcheck disable=SC2086 # both are lists of words
if ! $get install --no-install-recommends $missing >/dev/null 2>&1; then
    for package in $missing; do # one that has gone must not keep the others out
        $get install --no-install-recommends "$package" >/dev/null 2>&1 || echo "Going on without $package."
    done
fi
exit 0
