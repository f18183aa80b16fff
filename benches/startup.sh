#!/usr/bin/env bash
# What it costs to start the command: CPU of one `workbench lab`, beside `true`
# and `python3 -c pass`, and the size of the binary. Fails above LIMIT.
#     bash benches/startup.sh [BINARY]
set -euo pipefail

binary="${1:-${CARGO_TARGET_DIR:-target}/release/workbench}"
rounds=9
starts=20 # in a round, of each
limit=10  # ms of CPU

[ -x "$binary" ] || {
    echo "error: no '$binary'; type 'cargo build --release'" >&2
    exit 2
}

true="$(type -P true)" # not the shell's own, which starts nothing
contenders=("$binary lab" "$true")
if python="$(type -P python3)"; then
    contenders+=("$python -c pass")
else
    echo "skipped: python3 -c pass; install it (apt-get install python3)"
fi

# Says on its second line what the children of this very shell took, which
# is why it stands at the left of a pipe.
start_often() {
    for ((n = 0; n < starts; n++)); do
        "$@" >/dev/null
    done
    times
}

# CPU in ms of one start of the given command.
cpu_of() {
    start_often "$@" | awk -v starts="$starts" 'NR == 2 {
        gsub(/[ms]/, " ")
        print ($1 * 60 + $2 + $3 * 60 + $4) * 1000 / starts
    }'
}

# In turns, so that what else the machine does hits all of them alike; the
# first round warms up.
for ((round = 0; round <= rounds; round++)); do
    line=""
    for contender in "${contenders[@]}"; do
        # shellcheck disable=SC2086 # a command and its words
        line+="$(cpu_of $contender) "
    done
    [ "$round" = 0 ] || echo "$line"
done | awk -v limit="$limit" '
function sort(from, n,    i, j, x) {
    for (i = 2; i <= n; i++)
        for (j = i; j > 1 && from[j] < from[j - 1]; j--) {
            x = from[j]; from[j] = from[j - 1]; from[j - 1] = x
        }
}
function show(name, figures, unit) {
    sort(figures, NR)
    middle = figures[int((NR + 1) / 2)]
    printf "%-32s%8.2f%s  %.2f - %.2f\n", name, middle, unit,
        figures[1], figures[NR]
}
{
    ours[NR] = $1
    above_true[NR] = $1 - $2
    if (NF > 2 && $1 > 0) as_python[NR] = $3 / $1
}
END {
    show("workbench lab, CPU", ours, " ms")
    cpu = middle
    show("  more than true", above_true, " ms")
    if (length(as_python)) show("  python3 -c pass takes", as_python, "x ")
    printf "limit: %d ms of CPU: %s\n", limit, cpu < limit ? "met" : "MISSED"
    exit !(cpu < limit)
}'
echo "binary: $(($(wc -c <"$binary") / 1024)) KiB"
