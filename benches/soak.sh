#!/usr/bin/env bash
# Runs the stress tests over and over, optimised, until something fails, the
# time is over or Ctrl-C. To be left alone.
#     bash benches/soak.sh [TIME] [TEST...]
#     bash benches/soak.sh 2h               for two hours: 90, 90s, 30m, 2h
#     bash benches/soak.sh 30m stress::event
# WORKBENCH_STRESS_ROUNDS says how much one run does (50 unless told).
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
    echo "error: '$1' is no time; type for example 90, 90s, 30m or 2h" >&2
    exit 2
}

seconds_of() {
    [[ "$1" =~ ^([0-9]+)(s|m|h|)$ ]] || usage "$1"
    local unit=1
    case "${BASH_REMATCH[2]}" in
        m) unit=60 ;;
        h) unit=3600 ;;
    esac
    echo $((10#${BASH_REMATCH[1]} * unit))
}

limit=""
if [ $# -gt 0 ]; then
    limit=$(seconds_of "$1")
    shift
fi
tests=("$@")
[ ${#tests[@]} -gt 0 ] || tests=(stress:: races::)
export WORKBENCH_STRESS_ROUNDS="${WORKBENCH_STRESS_ROUNDS:-50}"

# The binary itself is run, so that an edit of the sources meanwhile does not
# change what is being looked for.
binary=$(cargo test --release --test it --no-run --message-format=json |
    sed -n 's/.*"name":"it".*"executable":"\([^"]*\)".*/\1/p')
[ -x "$binary" ] || {
    echo "error: cargo names no test binary; see 'cargo test --test it'" >&2
    exit 2
}
output=$(mktemp)
trap 'rm -f "$output"' EXIT

passed=0
took() { printf '%d:%02d:%02d' $((SECONDS / 3600)) $((SECONDS / 60 % 60)) $((SECONDS % 60)); }
summary() { printf '\nruns passed: %d, in %s; none failed\n' "$passed" "$(took)"; }
trap 'summary; exit 0' INT TERM

SECONDS=0
echo "$WORKBENCH_STRESS_ROUNDS rounds a run of ${tests[*]}, ${limit:+for $limit s, }Ctrl-C ends it"
while [ -z "$limit" ] || [ "$SECONDS" -lt "$limit" ]; do
    if ! "$binary" "${tests[@]}" >"$output" 2>&1; then
        cat "$output"
        failed=$(sed -n 's/^    \([a-z_0-9:]*\)$/\1/p' "$output" | sort -u | tr '\n' ' ')
        echo "failed in run $((passed + 1)), after $(took); again:"
        echo "    WORKBENCH_STRESS_ROUNDS=$WORKBENCH_STRESS_ROUNDS cargo test --release --test it -- ${failed:-${tests[*]} }--nocapture"
        exit 1
    fi
    if [ "$passed" = 0 ] && grep -q '^running 0 tests' "$output"; then
        echo "error: no test has '${tests[*]}' in its name" >&2
        exit 2
    fi
    passed=$((passed + 1))
    printf '%s  run %d passed:%s\n' "$(took)" "$passed" \
        "$(sed -n 's/^test result: ok\.\([^;]*\);.*/\1/p' "$output")"
done
summary
