"""One thread, many callers, a callback for each; and what it costs to wait
beside those who say nothing."""

import selectors
import socket
import sys
import threading
import time

speed = float(sys.argv[1])
ROUNDS = max(200, int(2_000 * speed))
KINDS = [
    getattr(selectors, name)
    for name in ("SelectSelector", "PollSelector", "EpollSelector")
    if hasattr(selectors, name)
]


class Desk:
    """Serves until so many callers have hung up."""

    def __init__(self, kind, callers):
        self.door = socket.create_server(("127.0.0.1", 0))
        self.callers = callers
        self.selector = kind()
        self.selector.register(self.door, selectors.EVENT_READ, self.accept)

    def accept(self, door):
        line, _ = door.accept()
        line.setblocking(False)
        self.selector.register(line, selectors.EVENT_READ, self.answer)

    def answer(self, line):
        words = line.recv(1024)
        if words:
            line.sendall(words.upper())
            return
        self.selector.unregister(line)
        line.close()
        self.callers -= 1

    def serve(self):
        with self.selector, self.door:
            while self.callers:
                for key, _ in self.selector.select():
                    key.data(key.fileobj)


def talk(kind):
    desk = Desk(kind, 2)
    address = desk.door.getsockname()
    server = threading.Thread(target=desk.serve)
    server.start()
    with socket.create_connection(address) as anna, \
            socket.create_connection(address) as ben:
        heard = []
        for phone, words in ((ben, b"good morning"), (anna, b"hello")):
            time.sleep(0.2 * speed)
            phone.sendall(words)
            heard.append(phone.recv(1024).decode())
    server.join()
    return ", ".join(heard)


def wake_up(kind, silent):
    """Microseconds until one who speaks is heard beside the silent."""
    with kind() as selector:
        crowd = [socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
                 for _ in range(silent)]
        here, there = socket.socketpair()
        for quiet in crowd + [there]:
            selector.register(quiet, selectors.EVENT_READ)
        took = 0
        for _ in range(ROUNDS):
            here.send(b"!")
            start = time.perf_counter()
            selector.select()
            took += time.perf_counter() - start
            there.recv(1)
        for done in crowd + [here, there]:
            done.close()
    return took / ROUNDS * 1e6


for kind in KINDS:
    print(f"{kind.__name__:15} {talk(kind)}")
for kind in KINDS:
    for silent in (0, 200, 800):
        cost = wake_up(kind, silent)
        print(f"{kind.__name__:15} {silent:4} silent  {cost:8.1f} us a wake-up")
