"""Python's side of `cargo bench --bench cpu_bound`: the same jobs, a fiftieth of
them, one after the other, on threads, in processes. Seconds as JSON:

    python3 benches/python/cpu_bound.py
"""

import json
import os
import threading
from multiprocessing import Pool
from time import perf_counter

SUM = 700_000_000 // 50
PRIMES = 200_000_000 // 50
SEGMENT = 1 << 15

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") \
    else os.cpu_count() or 1


def add_up(begin, end):
    total = 0
    for number in range(begin, end):
        total += number
    return total


def count_primes(begin, end):
    """The sieve of Eratosthenes, a segment at a time, in plain Python."""
    small = primes_below(int(end ** 0.5) + 1)
    found = 0
    for low in range(begin, end, SEGMENT):
        high = min(end, low + SEGMENT)
        is_prime = bytearray([1]) * (high - low)
        for prime in small:
            first = max(-(-low // prime) * prime, prime * prime)
            for multiple in range(first, high, prime):
                is_prime[multiple - low] = 0
        found += sum(is_prime[max(2 - low, 0):])
    return found


def primes_below(end):
    is_prime = bytearray([1]) * end
    primes = []
    for number in range(2, end):
        if is_prime[number]:
            primes.append(number)
            for multiple in range(number * number, end, number):
                is_prime[multiple] = 0
    return primes


def parts(whole):
    at = [whole * part // CORES for part in range(CORES + 1)]
    return list(zip(at, at[1:]))


def serial(work, whole):
    return sum(work(*part) for part in parts(whole))


def threads(work, whole):
    found = []
    started = [threading.Thread(target=lambda part=part:
                                found.append(work(*part)))
               for part in parts(whole)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()
    return sum(found)


def processes(work, whole):
    with Pool(CORES) as pool:
        return sum(pool.starmap(work, parts(whole)))


def main():
    for job, work, whole in [("sum", add_up, SUM),
                             ("primes", count_primes, PRIMES)]:
        expected = work(0, whole)
        for way in [serial, threads, processes]:
            begun = perf_counter()
            found = way(work, whole)
            took = perf_counter() - begun
            assert found == expected, (job, way.__name__, found, expected)
            print(json.dumps({"group": f"cpu_{job}", "way": way.__name__,
                              "seconds": took}), flush=True)


if __name__ == "__main__":
    main()
