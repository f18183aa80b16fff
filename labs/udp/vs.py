"""Datagrams: each arrives whole or not at all."""

import socket
import sys

speed = float(sys.argv[1])


def letter_box():
    box = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    box.bind(("127.0.0.1", 0))
    return box, box.getsockname()


post = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
box, address = letter_box()
cards = [b"hello", b"", b"how are you?"]
for card in cards:
    post.sendto(card, address)
print(f"borders:  {[box.recv(1024).decode() for _ in cards]}")

card = b"meet me at ten, not at nine"
post.sendto(card, address)
print(f"cut:      {box.recv(14).decode()}, and no error")
post.sendto(card, address)
read, _, flags, _ = box.recvmsg(14)
print(f"told:     MSG_TRUNC is set: {bool(flags & socket.MSG_TRUNC)}")

box.close()
post.settimeout(max(0.3 * speed, 0.05))
try:
    post.sendto(b"hello?", address)
    print(f"nobody:   {post.recv(1024)}")
except TimeoutError:
    print("nobody:   silence")
try:
    post.connect(address)
    post.send(b"hello?")
    print(f"nobody:   {post.recv(1024)}")
except ConnectionRefusedError as why:
    print(f"nobody:   connected, it is told: {why.strerror}")

post = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
box, address = letter_box()
for _ in range(1000):
    post.sendto(b"x" * 1024, address)
box.settimeout(0.05)
came = 0
try:
    while box.recv(1024):
        came += 1
except TimeoutError:
    print(f"flood:    1000 sent, {came} came")
