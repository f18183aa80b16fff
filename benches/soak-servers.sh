#!/usr/bin/env bash
# Servers under full load, with callers who come and go at any moment. Fails
# if one has more descriptors, threads or memory afterwards than before.
#     bash benches/soak-servers.sh [SECONDS] [SERVER...]
#     bash benches/soak-servers.sh              each for 60 s
#     bash benches/soak-servers.sh 5 epoll pool
set -euo pipefail

seconds="${1:-60}"
[[ "$seconds" =~ ^[1-9][0-9]*$ ]] || {
    echo "error: '$seconds' is no number of seconds; type for example 60" >&2
    exit 2
}
[ $# -eq 0 ] || shift
modes=(iterative threads pool process)
models=(blocking nonblocking select poll epoll sigio uring)
servers=("$@")
[ ${#servers[@]} -gt 0 ] || servers=("${modes[@]}" "${models[@]}")
python="$(type -P python3)" || {
    echo "error: callers that come and go need Python 3 (apt-get install python3)" >&2
    exit 2
}

cd "$(dirname "$0")/.."
cargo build --release
workbench="${CARGO_TARGET_DIR:-target}/release/workbench"

folder="$(mktemp -d)"
server=""
cleanup() {
    [ -z "$server" ] || kill -9 "$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap cleanup EXIT

# Descriptors, threads and KiB of memory of a process.
uses() {
    local descriptors threads memory
    descriptors=$(find "/proc/$1/fd" -mindepth 1 | wc -l)
    threads=$(awk '/^Threads:/ { print $2 }' "/proc/$1/status")
    memory=$(awk '/^VmRSS:/ { print $2 }' "/proc/$1/status")
    echo "$descriptors $threads $memory"
}

# What it uses once nobody is there any more: whoever has hung up may be
# noticed a moment later.
rested() {
    local before after
    before=$(uses "$1")
    for ((n = 0; n < 50; n++)); do
        sleep 0.2
        after=$(uses "$1")
        [ "${after% *}" != "${before% *}" ] || [ "$n" -lt 5 ] || break
        before=$after
    done
    echo "$after"
}

# Eight that hang up before they speak, in the middle of a word, with an
# answer unread, with a reset, or after a while; for so many seconds.
come_and_go() {
    "$python" - "$1" "$2" <<'PYTHON'
import random, socket, struct, sys, threading, time

host, port = sys.argv[1].rsplit(":", 1)
end = time.monotonic() + float(sys.argv[2])
RESET = struct.pack("ii", 1, 0)

def call(dice):
    # From anywhere on this machine: of one address the ports would be used up.
    source = ("127." + ".".join(str(dice.randrange(1, 255)) for _ in range(3)), 0)
    with socket.create_connection((host, int(port)), 30, source) as caller:
        way = dice.randrange(5)
        if way == 0:
            return
        caller.sendall(b"x" * dice.choice((1, 100, 10_000)))
        if way == 1:
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            return
        if way >= 3:
            caller.recv(1)
        if way == 4:
            time.sleep(dice.random() / 100)

def come(seed):
    dice = random.Random(seed)
    while time.monotonic() < end:
        try:
            call(dice)
        except OSError:
            pass  # who resets is reset now and then

threads = [threading.Thread(target=come, args=(n,)) for n in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
PYTHON
}

# As much as the server bears: a load of its own beside those.
burden() {
    come_and_go "$1" "$2" &
    local callers=$! good=0
    "$workbench" load "$1" --connections "$3" --seconds "$2" >"$folder/load" 2>&1 ||
        # Whoever waits for a worker until the end is not answered.
        grep -q '^errors    [0-9]* unanswered' "$folder/load" || {
        cat "$folder/load"
        good=1
    }
    wait "$callers"
    return "$good"
}

failed=0
printf '%-12s%12s%26s%26s%26s\n' server requests/s descriptors threads "memory KiB"
for name in "${servers[@]}"; do
    option=--model
    [[ " ${modes[*]} " != *" $name "* ]] || option=--mode
    : >"$folder/said" # whose last line is that of the server before
    "$workbench" server echo $option "$name" --workers 24 >"$folder/said" 2>"$folder/why" &
    server=$!
    for ((n = 0; n < 100; n++)); do
        address=$(sed -n 's/^listening on //p' "$folder/said")
        [ -z "$address" ] && kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    if [ -z "$address" ]; then
        echo "$name: $(cat "$folder/why")"
        wait "$server" || true
        server=""
        # What the system refuses is no growth; a name that is wrong is.
        grep -q 'this system has no' "$folder/why" || failed=1
        continue
    fi
    # One that serves nobody else meanwhile is asked by one at a time.
    connections=16
    [ "$name" != iterative ] || connections=1
    # What is kept for later callers is there after a first burden.
    burden "$address" $((seconds / 10 + 1)) "$connections" || failed=1
    read -r descriptors threads memory <<<"$(rested "$server")"
    burden "$address" "$seconds" "$connections" || failed=1
    read -r descriptors_after threads_after memory_after <<<"$(rested "$server")"
    rate=$(sed -n 's/^requests .*: \([0-9,]*\) a second.*/\1/p' "$folder/load")
    verdict=""
    # A mebibyte and a tenth is what allocators come and go with.
    most=$((memory + memory / 10 + 1024))
    if [ "$descriptors_after" -gt "$descriptors" ] ||
        [ "$threads_after" -gt "$threads" ] || [ "$memory_after" -gt "$most" ]; then
        verdict="  GREW"
        failed=1
    fi
    printf '%-12s%12s%26s%26s%26s%s\n' "$name" "${rate:-none}" \
        "$descriptors -> $descriptors_after" "$threads -> $threads_after" \
        "$memory -> $memory_after" "$verdict"
    kill -TERM "$server"
    wait "$server" || {
        echo "$name: it did not end well: $(cat "$folder/why")"
        failed=1
    }
    server=""
done
exit "$failed"
