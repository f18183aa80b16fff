"""Python's servers of `cargo bench --bench servers`: each answers what it is
sent in upper case. By hand:

    python3 benches/python/servers.py selectors
    python3 benches/python/servers.py sink /dev/shm/copy
    python3 benches/python/servers.py lines PORT FILE

`sink` takes a file as small pieces, `lines` sends one line by line and prints
how many seconds that took: as a first program does it.
"""

import asyncio
import selectors
import socket
import socketserver
import sys
import time

BACKLOG = 4096
ROOM = 65536


def listening(address):
    print(f"listening on {address[0]}:{address[1]}", flush=True)


def prompt(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Upper(socketserver.BaseRequestHandler):
    def handle(self):
        prompt(self.request)
        while words := self.request.recv(ROOM):
            self.request.sendall(words.upper())


class Threading(socketserver.ThreadingTCPServer):
    request_queue_size = BACKLOG
    daemon_threads = True


def serve_threading():
    with Threading(("127.0.0.1", 0), Upper) as server:
        listening(server.server_address)
        server.serve_forever()


def serve_selectors():
    listener = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
    listening(listener.getsockname())
    selector = selectors.DefaultSelector()

    def accept(listener):
        connection, _ = listener.accept()
        prompt(connection)
        connection.setblocking(False)
        selector.register(connection, selectors.EVENT_READ, answer)

    def answer(connection):
        try:
            words = connection.recv(ROOM)
        except ConnectionError:
            words = b""
        if words:
            connection.send(words.upper())
        else:
            selector.unregister(connection)
            connection.close()

    listener.setblocking(False)
    selector.register(listener, selectors.EVENT_READ, accept)
    while True:
        for key, _ in selector.select():
            key.data(key.fileobj)


class Answers(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, words):
        self.transport.write(words.upper())


async def serve_protocol():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        Answers, "127.0.0.1", 0, backlog=BACKLOG
    )
    listening(server.sockets[0].getsockname())
    await server.serve_forever()


async def answer(reader, writer):
    try:
        while words := await reader.read(ROOM):
            writer.write(words.upper())
            await writer.drain()
    except ConnectionError:
        pass
    writer.close()


async def serve_streams():
    server = await asyncio.start_server(
        answer, "127.0.0.1", 0, backlog=BACKLOG
    )
    listening(server.sockets[0].getsockname())
    await server.serve_forever()


def serve_uvloop():
    import uvloop

    uvloop.run(serve_protocol())


def take(path):
    listener = socket.create_server(("127.0.0.1", 0))
    listening(listener.getsockname())
    while True:
        connection, _ = listener.accept()
        with connection, open(path, "wb") as file:
            while piece := connection.recv(1024):
                file.write(piece)


def send(port, path):
    begun = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        with open(path, "rb") as file:
            for line in file:
                connection.sendall(line)
        connection.shutdown(socket.SHUT_WR)
        connection.recv(1)  # until the other side has written all
    print(time.perf_counter() - begun)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["threading"]:
            serve_threading()
        case ["selectors"]:
            serve_selectors()
        case ["protocol"]:
            asyncio.run(serve_protocol())
        case ["streams"]:
            asyncio.run(serve_streams())
        case ["uvloop"]:
            serve_uvloop()
        case ["sink", path]:
            take(path)
        case ["lines", port, path]:
            send(int(port), path)
        case words:
            sys.exit(f"no server is named {' '.join(words)!r}")
