"""Python's side of `cargo bench --bench primitives`.

Reads one request a line and answers each with a line of JSON: nanoseconds an
operation, measured as benches/primitives/load.rs does. By hand:

    echo 'queue 64 1 100000' | python3 benches/python/primitives.py
"""

import json
import queue
import sys
import threading
from statistics import median
from time import perf_counter_ns

try:
    import greenlet
except ImportError:
    greenlet = None


PARTS = 25


def alone(count, loop):
    """Nanoseconds a turn of the loop, the median of some parts."""
    each = count // PARTS

    def part():
        begun = perf_counter_ns()
        loop(each)
        return (perf_counter_ns() - begun) / each

    return median(part() for _ in range(PARTS))


def together(threads, work):
    """Nanoseconds from the start of the first thread to the end of the last."""
    start = threading.Barrier(threads)
    times = []

    def timed(number):
        start.wait()
        begun = perf_counter_ns()
        work(number)
        times.append((begun, perf_counter_ns()))

    running = [threading.Thread(target=timed, args=(n,)) for n in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return max(end for _, end in times) - min(begin for begin, _ in times)


def transfer(capacity, pairs, items):
    q = queue.Queue(capacity)
    each = items // pairs

    def work(number):
        if number % 2 == 0:
            put = q.put
            for n in range(each):
                put(n)
        else:
            get = q.get
            for _ in range(each):
                get()

    return together(2 * pairs, work) / (each * pairs)


def locked(lock, threads, count):
    total = 0

    def loop(count):
        nonlocal total
        for n in range(count):
            with lock:
                total += n

    if threads == 1:
        return alone(count, loop)
    each = count // threads
    return together(threads, lambda _: loop(each)) / (each * threads)


def event(count):
    flag = threading.Event()

    def loop(count):
        for _ in range(count):
            flag.set()
            flag.wait()
            flag.clear()

    return alone(count, loop)


def semaphore(count):
    seats = threading.Semaphore(2)

    def loop(count):
        for _ in range(count):
            seats.acquire()
            seats.release()

    return alone(count, loop)


def barrier(parties, meetings):
    meeting = threading.Barrier(parties)

    def work(_):
        for _ in range(meetings):
            meeting.wait()

    return together(parties, work) / meetings


def generator(count):
    def echo():
        answer = 0
        while True:
            answer = (yield answer) + 1

    consumer = echo()
    next(consumer)
    send = consumer.send

    def loop(count):
        for n in range(count):
            send(n)

    return alone(count, loop)


def switches(count):
    main = greenlet.getcurrent()

    def echo(value):
        while True:
            value = main.switch(value + 1)

    switch = greenlet.greenlet(echo).switch

    def loop(count):
        for n in range(count // 2):
            switch(n)

    return alone(count, loop)


CASES = {
    "queue": transfer,
    "lock": lambda threads, count: locked(threading.Lock(), threads, count),
    "rlock": lambda threads, count: locked(threading.RLock(), threads, count),
    "event": event,
    "semaphore": semaphore,
    "barrier": barrier,
    "generator": generator,
    "greenlet": switches,
}


def say(answer):
    print(json.dumps(answer), flush=True)


say(
    {
        "python": sys.version.split()[0],
        "greenlet": greenlet.__version__ if greenlet else None,
    }
)
for line in sys.stdin:
    case, *numbers = line.split()
    say({"case": line.strip(), "ns": CASES[case](*map(int, numbers))})
