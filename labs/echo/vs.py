"""A server that answers in upper case, and what it takes to stay one."""

import socket
import sys
import threading
import time

speed = float(sys.argv[1])
start = time.monotonic()


def say(text):
    who = threading.current_thread().name
    print(f"{time.monotonic() - start:.2f} s  {who:10} {text}")


def listen(address=("127.0.0.1", 0), reuse=False):
    phone = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if reuse:
        phone.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    phone.bind(address)
    phone.listen(5)
    return phone


def talk(line):
    """Answers until the caller hangs up."""
    while words := line.recv(1024):
        line.sendall(words.upper())


def serve(phone, calls):
    with phone:
        for _ in range(calls):
            line, _ = phone.accept()
            with line:
                talk(line)
            say("the caller has hung up")


def call(line, *words):
    with line:
        for word in words:
            line.sendall(word.encode())
            say(f"hears {line.recv(1024).decode()}")
            time.sleep(0.3 * speed)


def started(name, what, *args):
    thread = threading.Thread(target=what, args=args, name=name)
    thread.start()
    return thread


def unchecked():
    """Counts what is read of a caller who has hung up."""
    with listen() as phone:
        anna = socket.create_connection(phone.getsockname())
        line, _ = phone.accept()
    anna.close()
    empty, until = 0, time.monotonic() + 0.3 * speed
    with line:
        while time.monotonic() < until:
            line.send(line.recv(1024).upper())
            empty += 1
    print(f"without a check: {empty} times nothing, without end")


def restart(reuse):
    """Listens again where a server has hung up first."""
    phone = listen(reuse=reuse)
    number = phone.getsockname()
    anna = socket.create_connection(number)
    line, _ = phone.accept()
    for it in (line, anna, phone):
        it.close()
    try:
        listen(number, reuse).close()
        return "listens again, at once"
    except OSError as why:
        return why.strerror


unchecked()
phone = listen()
number = phone.getsockname()
threads = [started("phone", serve, phone, 2)]
words = {"anna": ["hello", "how are you?", "bye"], "ben": ["and I?"]}
for name in words:
    line = socket.create_connection(number)
    threads.append(started(name, call, line, *words[name]))
for thread in threads:
    thread.join()
print(f"the same number again:  {restart(reuse=False)}")
print(f"with SO_REUSEADDR:      {restart(reuse=True)}")
