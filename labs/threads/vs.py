"""Two things at once: as long as the longer one, not as both together."""

import sys
import threading
import time

speed = float(sys.argv[1])
start = time.monotonic()


def say(text):
    who = threading.current_thread().name
    print(f"{time.monotonic() - start:.2f} s  {who:10} {text}")


def hear_music():
    say("listens to music")
    time.sleep(3 * speed)
    say("has heard the music")


def write_article():
    say("writes an article")
    time.sleep(5 * speed)
    say("has written the article")


class Number(threading.Thread):
    """A type of one's own that runs in a thread."""

    def __init__(self, number):
        super().__init__()
        self.number = number

    def run(self):
        say(f"my number is {self.number}")
        time.sleep(3 * speed)


def together(threads):
    global start
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.monotonic() - start


hear_music()
write_article()
print(f"{time.monotonic() - start:.2f} s: 3 and 5 add up")

took = together(
    [
        threading.Thread(target=hear_music, name="music"),
        threading.Thread(target=write_article, name="article"),
    ]
)
print(f"{took:.2f} s: as long as the longer, for a sleep needs no GIL")

took = together([Number(56), Number(78)])
print(f"{took:.2f} s for both numbers")
print(f"in the end {threading.active_count()} thread is alive")
