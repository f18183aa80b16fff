"""A stream has no borders; Python's streams neither."""

import json
import socket
import statistics
import struct
import threading
import time

WORDS = "one two three four five six seven eight nine ten".split()


def line(no_delay=False):
    """The two ends of a connection; the first one writes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        there = socket.create_connection(listener.getsockname())
        here, _ = listener.accept()
    there.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, no_delay)
    return there, here


def ten_sends(no_delay):
    """What the first recv gets, when all has come."""
    there, here = line(no_delay)
    with there, here:
        for word in WORDS:
            there.sendall(word.encode())
        wanted = len("".join(WORDS))
        while len(here.recv(1024, socket.MSG_PEEK)) < wanted:
            time.sleep(0.001)
        return here.recv(1024).decode()


def frame(body):
    header = json.dumps({"data_size": len(body)}).encode()
    return struct.pack("i", len(header)) + header, body


def receive(stream):
    """The next message; nothing where the stream ends."""
    length = stream.read(4)
    if not length:
        return None
    header = json.loads(stream.read(struct.unpack("i", length)[0]))
    return stream.read(header["data_size"])


def framed():
    there, here = line()
    with there, here:
        for word in WORDS:
            there.sendall(b"".join(frame(word.encode())))
        there.shutdown(socket.SHUT_WR)
        with here.makefile("rb") as stream:
            return len(list(iter(lambda: receive(stream), None)))


def answer(here):
    with here, here.makefile("rb") as stream:
        while (body := receive(stream)) is not None:
            here.sendall(b"".join(frame(body.upper())))


def request(no_delay, parts):
    """Milliseconds from the first send to the answer: the median of 5."""
    there, here = line(no_delay)
    server = threading.Thread(target=answer, args=[here])
    server.start()
    times = []
    with there, there.makefile("rb") as stream:
        for _ in range(5):
            start = time.monotonic()
            for part in parts(b"hello"):
                there.sendall(part)
            receive(stream)
            times.append(time.monotonic() - start)
    server.join()
    return f"{statistics.median(times) * 1000:.2f} ms a request"


print(f"ten sends, one recv:  {ten_sends(no_delay=False)}")
print(f"with TCP_NODELAY:     {ten_sends(no_delay=True)}")
print(f"framed:               {framed()} messages")
print(f"two sends:            {request(False, frame)}")
print(f"with TCP_NODELAY:     {request(True, frame)}")
print(f"one send:             {request(False, lambda b: [b''.join(frame(b))])}")
