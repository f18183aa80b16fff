"""A read, a pause and a write are three steps, lock or no lock."""

import contextlib
import sys
import threading
import time

speed, threads = float(sys.argv[1]), int(sys.argv[2])


def run(guard):
    """Every thread takes one from 100 inside `guard`; what is left, and
    how long it took."""
    left = 100

    def take():
        nonlocal left
        with guard:
            seen = left
            time.sleep(0.1 * speed)
            left = seen - 1

    start = time.monotonic()
    takers = [threading.Thread(target=take) for _ in range(threads)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    return left, time.monotonic() - start


def report(name, left, took):
    lost = left - (100 - threads)
    verdict = f"{lost} of {threads} updates are lost" if lost else "right"
    print(f"{name:12} left: 100 -> {left}   {verdict}, in {took:.2f} s")


report("unprotected:", *run(contextlib.nullcontext()))
report("locked:", *run(threading.Lock()))
print("the GIL protects Python, not your program: it may switch in between")
