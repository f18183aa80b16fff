"""What was measured on."""

import os
import platform
import subprocess


def machine():
    """Rows of a name and a value."""
    rustc = subprocess.run(["rustc", "--version"], capture_output=True,
                           text=True).stdout.strip()
    load = f"{os.getloadavg()[0]:.2f}" if hasattr(os, "getloadavg") else "?"
    return [
        ["processor", processor()],
        ["cores", str(cores())],
        ["system", f"{platform.system()} {platform.release()}"],
        ["Rust", rustc],
        ["Python", f"{platform.python_version()}, "
                   f"{platform.python_implementation()}"],
        ["load before", f"{load} threads wanted to run in the last minute"],
    ]


def cores():
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processor():
    try:
        with open("/proc/cpuinfo") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
