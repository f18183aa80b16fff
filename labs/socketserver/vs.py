"""One handler; who serves is said elsewhere: alone, threads, processes."""

import os
import socket
import socketserver
import sys
import threading
import time

speed = float(sys.argv[1])
CALLERS = ("anna", "ben", "carl")


class Clerk(socketserver.BaseRequestHandler):
    """Answers in upper case, which takes half a second."""

    def handle(self):
        while words := self.request.recv(1024):
            time.sleep(0.5 * speed)
            answer = f"{words.decode().upper()} from process {os.getpid()}"
            self.request.sendall(answer.encode())


def call(address, name, heard):
    with socket.create_connection(address) as phone:
        phone.sendall(name.encode())
        heard.append(phone.recv(1024).decode())
        # A fork has this socket too: to close it here is not to hang up.
        phone.shutdown(socket.SHUT_WR)


def run(title, kind):
    heard = []
    with kind(("127.0.0.1", 0), Clerk) as server:
        serving = threading.Thread(target=server.serve_forever, args=(0.02,))
        serving.start()
        start = time.monotonic()
        callers = [
            threading.Thread(target=call,
                             args=(server.server_address, name, heard))
            for name in CALLERS
        ]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
        took = time.monotonic() - start
        server.shutdown()
        serving.join()
    processes = {answer.rsplit(" ", 1)[1] for answer in heard}
    print(f"{title:10} {len(heard)} callers, "
          f"{len(processes)} processes: {took:.2f} s")


run("iterative", socketserver.TCPServer)
run("threads", socketserver.ThreadingTCPServer)
if hasattr(socketserver, "ForkingTCPServer"):
    run("processes", socketserver.ForkingTCPServer)
print("a pool is not there; concurrent.futures has one, to be put together")
