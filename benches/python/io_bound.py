"""Python's side of `cargo bench --bench io_bound`: the same waits for the same
server, in Python's ways. Seconds as JSON:

    cargo bench --bench io_bound -- --serve          prints an address
    python3 benches/python/io_bound.py ADDRESS

gevent's are left out where it is not installed.
"""

import asyncio
import json
import socket
import sys
import threading
from multiprocessing import Pool
from statistics import median
from time import perf_counter

try:
    import gevent
    from gevent import socket as green
except ImportError:
    gevent = None

BYTE = b"\x07"
PROCESSES = 16

# How many replies are waited for, and how often that is measured.
WAITS = {1: 10, 10: 10, 100: 5, 1000: 3}


def ask(address, sockets=socket):
    with sockets.create_connection(address) as connection:
        connection.sendall(BYTE)
        assert connection.recv(1) == BYTE


def serial(address, count):
    for _ in range(count):
        ask(address)


def threads(address, count):
    started = [threading.Thread(target=ask, args=[address])
               for _ in range(count)]
    for thread in started:
        thread.start()
    for thread in started:
        thread.join()


def asynchronous(address, count):
    async def wait():
        reader, writer = await asyncio.open_connection(*address)
        writer.write(BYTE)
        assert await reader.readexactly(1) == BYTE
        writer.close()

    async def all_of_them():
        await asyncio.gather(*[wait() for _ in range(count)])

    asyncio.run(all_of_them())


def tasks(address, count):
    gevent.joinall([gevent.spawn(ask, address, green) for _ in range(count)],
                   raise_error=True)


def main():
    host, port = sys.argv[1].rsplit(":", 1)
    address = (host, int(port))
    # Before any thread: a child is this process once more.
    with Pool(PROCESSES) as pool:
        def processes(address, count):
            pool.map(ask, [address] * count, chunksize=1)

        ways = [("serial", serial, 100), ("threads", threads, 1000),
                ("pool of 16 processes", processes, 1000),
                ("asyncio", asynchronous, 1000)]
        if gevent:
            ways.append(("gevent", tasks, 1000))
        for count, times in WAITS.items():
            for name, way, most in ways:
                if count <= most:
                    measure(count, times, name, lambda: way(address, count))


def measure(count, times, name, wait):
    took = []
    for _ in range(times):
        begun = perf_counter()
        wait()
        took.append(perf_counter() - begun)
    print(json.dumps({"group": "io", "way": name, "count": count,
                      "seconds": median(took)}), flush=True)


if __name__ == "__main__":
    main()
