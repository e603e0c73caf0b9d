"""The server of readers: a process that has all of reading warm and divides itself whenever a reader is wanted.

It never sees a file. Started by `api.isolation.client`, it ends with the process that started it.
"""

import gc
import os
import signal
import socket
import time
from importlib.resources import files

import msgspec

from api.isolation.confinement import leave_network, peak_of
from api.isolation.messages import FORK, PID, REAPED
from api.isolation.reader import read
from api.isolation.terms import Terms
from loaders.extraction import extract

_WARM = "warm.txt"  # a made-up plan that has something for each of the rules
_PATIENCE = 2.0  # seconds for a killed reader to be gone


def serve(fd: int) -> None:
    """Until the other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started us
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    control = socket.socket(fileno=fd)
    leave_network()
    extract(files("api.isolation").joinpath(_WARM).read_bytes(), _WARM)  # every reader has all rules from its birth
    gc.collect()
    gc.freeze()
    children: set[int] = set()
    while True:
        try:
            message, fds, _, _ = socket.recv_fds(control, 1 << 16, 1)
        except OSError:
            break
        if not message:
            break
        if message[:1] == FORK:
            children.add(_fork(control, fds[0], msgspec.msgpack.decode(message[1:], type=Terms)))
        else:
            (pid,) = PID.unpack(message[1:])
            control.sendall(REAPED.pack(*_reaped(pid)))
            children.discard(pid)
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    os._exit(0)


def _fork(control: socket.socket, fd: int, terms: Terms) -> int:
    pid = os.fork()
    if pid:
        os.close(fd)
        return pid
    status = 1
    try:
        control.close()
        if not terms.debug:
            os.dup2(0, 2)  # what native code says goes where nobody is disturbed
        read(fd, terms)
        status = 0
    finally:
        os._exit(status)


def _reaped(pid: int) -> tuple[int, int]:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            done, status, usage = os.wait4(pid, os.WNOHANG)
        except ChildProcessError:
            break
        if done:
            return status, peak_of(usage)
        time.sleep(0.001)
    return 0, 0
