#!/bin/sh
# quickstart.sh: install what is missing, build, and run the main job: a household from the first question to the pilot
# light, and 1,050 real care pathways. What it makes stands in build/quickstart/ afterwards, to look around in.
set -eu
cd "$(dirname "$0")/.."
sh tests/support/ensure-packages.sh build

say() {
    printf '\n\033[1m%s\033[0m\n' "$*"
}

say "Building libwijkteam (once; in build/)"
[ -f build/build.ninja ] || meson setup build >build-setup.log 2>&1 || { cat build-setup.log; rm -f build-setup.log; exit 1; }
rm -f build-setup.log
ninja -C build src/cli/wijkteam >build/quickstart.log 2>&1 || { cat build/quickstart.log; exit 1; }
wijkteam=build/src/cli/wijkteam
out=build/quickstart
rm -rf $out
mkdir -p $out

say "1. A household: what happened is submitted act by act ($wijkteam import)"
echo "One step is decided before it was talked over and advised on. The rules refuse it and say what is missing:"
status=0
$wijkteam import $out/household.db examples/data/household.jsonl || status=$?
[ $status = 1 ] || { echo "expected one refused act, got exit status $status"; exit 1; }

say "The store is opened again and shown as a timeline ($wijkteam show)"
dossier=$($wijkteam table $out/household.db dossiers --format csv | sed -n '2s/,.*//p')
$wijkteam show $out/household.db "$dossier"

say "What could be done on 16 February, and on 8 September ($wijkteam steps ... --on)"
$wijkteam steps $out/household.db "$dossier" --on 2026-02-16 --ladder care --names
$wijkteam steps $out/household.db "$dossier" --on 2026-09-08 --ladder care

say "Who coordinated on 1 March, and what was known on 31 January ($wijkteam table ... --on --known)"
$wijkteam table $out/household.db coordinators --on 2026-03-01
$wijkteam table $out/household.db plans --known 2026-01-31T00:00:00Z

say "The history is whole: checksums, chain, sequence ($wijkteam journal verify)"
$wijkteam journal verify $out/household.db

say "2. Real data: 1,050 pathways through a hospital, with its own policy"
events=../shared/data/sepsis-events.csv
[ -f $events ] || events=examples/data/sepsis-pathways.csv
python3 examples/sepsis/acts.py $events >$out/sepsis.jsonl
$wijkteam import $out/sepsis.db $out/sepsis.jsonl --policy examples/data/sepsis-policy.json
python3 examples/sepsis/report.py $wijkteam $out/sepsis.db

say "Done. Try: $wijkteam --help, $wijkteam check $out/household.db, $wijkteam catalog print"
