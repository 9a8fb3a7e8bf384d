"""Run one command as a whole process, and print what it took as JSON.

``python benchmarks/measure.py STOP OUT COMMAND...`` writes what the command prints to ``OUT`` and
ends it after ``STOP`` seconds. It is a process of its own because the peak memory of a child begins
at that of its parent, which must be small.
"""

import os
import signal
import sys
import time

stop, out, *command = sys.argv[1:]
file = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
null = os.open(os.devnull, os.O_WRONLY)
start = time.perf_counter()
child = os.posix_spawnp(
    command[0],
    command,
    os.environ,
    file_actions=[(os.POSIX_SPAWN_DUP2, file, 1), (os.POSIX_SPAWN_DUP2, null, 2)],
)
signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
signal.alarm(int(stop))
_, status, usage = os.wait4(child, 0)
wall = time.perf_counter() - start
# The peak is in kilobytes on Linux and in bytes on macOS.
peak = usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)
print(
    f'{{"wall": {wall:.4f}, "cpu": {usage.ru_utime + usage.ru_stime:.4f}, "peak_mb": {peak:.1f}, '
    f'"status": {os.waitstatus_to_exitcode(status)}}}'
)
