"""Starts the runner of a sandboxed tool that may use the internet.

The sandbox has no network but its own loopback. Here a proxy listens there, and a process carries what reaches it to the
gateway outside, which connects to public addresses only. Programs find the proxy in their environment.
"""

import os
import socket
import sys
import threading

PROXY_NAMES = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")


def main(gateway, runner):
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    if os.fork() == 0:
        leave_streams()
        serve(listener, gateway)
    listener.close()
    os.environ.update({name: f"http://127.0.0.1:{port}" for name in PROXY_NAMES})
    with open(runner, encoding="utf-8") as file:
        source = file.read()
    exec(compile(source, runner, "exec"), {"__name__": "__main__"})


def leave_streams():
    """The streams of the call, its result among them, belong to the tool's process alone."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(4):
        os.dup2(nothing, stream)


def serve(listener, gateway):
    while True:
        client, _ = listener.accept()
        threading.Thread(target=carry, args=(client, gateway), daemon=True).start()


def carry(client, gateway):
    with client, socket.socket(socket.AF_UNIX) as outside:
        outside.connect(gateway)
        back = threading.Thread(target=copy, args=(outside, client), daemon=True)
        back.start()
        copy(client, outside)
        back.join()


def copy(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


main(*sys.argv[1:])
