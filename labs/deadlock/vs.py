"""Two locks in opposite order. Nothing in Python sees the circle, so each
thread gives up after a while: without a timeout it would wait for ever."""

import sys
import threading
import time

speed = float(sys.argv[1])
PATIENCE = 0.5  # seconds
ROUNDS = 10

lock1, lock2 = threading.Lock(), threading.Lock()
names = {id(lock1): "lock1", id(lock2): "lock2"}


def together(*jobs):
    threads = [
        threading.Thread(target=job, name=f"Thread-{n}", args=args)
        for n, (job, *args) in enumerate(jobs, 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


both_hold_one = threading.Barrier(2)
both_gave_up = threading.Barrier(2)


def opposite(first, second):
    who = threading.current_thread().name
    with first:
        both_hold_one.wait()
        if second.acquire(timeout=PATIENCE):
            second.release()
            print(f"{who} got both locks")
        else:
            print(
                f"{who} holds {names[id(first)]} and gave up waiting for "
                f"{names[id(second)]} after {PATIENCE} s"
            )
        both_gave_up.wait()


def same_order():
    for _ in range(ROUNDS):
        with lock1:
            time.sleep(0.005 * speed)
            with lock2:
                pass


together((opposite, lock1, lock2), (opposite, lock2, lock1))
print("a deadlock: without the timeout both would wait for ever")
together((same_order,), (same_order,))
print(f"lock1 first in both: finished, {ROUNDS} rounds each")
