"""Computing and waiting, alone and in threads: CPython's lock lets one thread
compute at a time, and is given up while a thread waits."""

import multiprocessing
import sys
import threading
import time

speed, threads = float(sys.argv[1]), int(sys.argv[2])
NUMBERS = int(7_000_000 * speed)  # a tenth of the notes' 70 million
WAITS = 10


def add_up():
    total = 0
    for number in range(NUMBERS):
        total += number
    return total


def wait():
    time.sleep(0.2 * speed)


def serial(work, count):
    for _ in range(count):
        work()


def at_once(kind, work, count):
    workers = [kind(target=work) for _ in range(count)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def timed(how, run, *args):
    start = time.monotonic()
    run(*args)
    took = time.monotonic() - start
    print(f"{how}: {took:.3f} s")
    return took


def ratio(what, alone, together):
    print(f"{what}: {alone / together:.2f} times as fast")


# Processes are forked: this program has no file that they could read again.
process = multiprocessing.get_context("fork").Process

alone = timed("computing, one after the other", serial, add_up, threads)
together = timed(f"{threads} threads", at_once, threading.Thread, add_up, threads)
apart = timed(f"{threads} processes", at_once, process, add_up, threads)
ratio("threads that compute", alone, together)
ratio("processes that compute", alone, apart)
alone = timed("waiting, one after the other", serial, wait, WAITS)
together = timed(f"{WAITS} threads", at_once, threading.Thread, wait, WAITS)
ratio("threads that wait", alone, together)
