"""A TCP proxy that holds every byte back for a while: a far-away server, on this machine.

    python benchmarks/delay_proxy.py --to 8888 --delay 0.05

It prints the port it listens on. Order is kept, bandwidth is not limited, and it knows nothing of
what passes through, so websockets pass too. It serves until its standard input is closed.
"""

import argparse
import asyncio
import socket
import sys
import threading

CHUNK = 1 << 16


async def receive(reader, pieces, delay):
    loop = asyncio.get_running_loop()
    while piece := await reader.read(CHUNK):
        pieces.put_nowait((loop.time() + delay, piece))
    pieces.put_nowait((loop.time() + delay, b""))


async def deliver(pieces, writer):
    loop = asyncio.get_running_loop()
    while True:
        due, piece = await pieces.get()
        await asyncio.sleep(due - loop.time())
        if not piece:
            writer.write_eof()
            return
        writer.write(piece)
        await writer.drain()


async def join(near, port, delay):
    """Connect one incoming connection (reader, writer) to `port`, both ways, until both end."""
    ends = [near]
    try:
        far = await asyncio.open_connection("127.0.0.1", port)
        ends.append(far)
        for _, writer in ends:
            # Else the system would hold small packets back until the last is acknowledged.
            writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        async with asyncio.TaskGroup() as tasks:
            for (reader, _), (_, writer) in ((near, far), (far, near)):
                pieces = asyncio.Queue()
                tasks.create_task(receive(reader, pieces, delay))
                tasks.create_task(deliver(pieces, writer))
    except* OSError:  # either side went away
        pass
    finally:
        for _, writer in ends:
            writer.close()


async def serve(port, delay):
    tasks = set()

    def accept(*near):  # as tasks of our own: of one that ends with us, asyncio would print a trace
        task = asyncio.get_running_loop().create_task(join(near, port, delay))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    closed, loop = asyncio.Event(), asyncio.get_running_loop()

    def wait():
        sys.stdin.read()
        loop.call_soon_threadsafe(closed.set)

    threading.Thread(target=wait, daemon=True).start()
    async with server:
        await closed.wait()
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--to", type=int, required=True, help="port of the real server")
    parser.add_argument("--delay", type=float, default=0.05, help="seconds, each way")
    options = parser.parse_args()
    asyncio.run(serve(options.to, options.delay))
