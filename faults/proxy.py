"""A relay between the site and its database that can refuse, cut, fall silent or crawl."""

import asyncio
import contextlib
import threading
from pathlib import Path

WHOLE, REFUSE, CUT, SILENT, SLOW = "whole", "refuse", "cut", "silent", "slow"
MANNERS = (REFUSE, CUT, SILENT, SLOW)
SLOW_SECONDS = 0.2


class Proxy:
    """Listens on 127.0.0.1 and passes on to the socket ``target``; ``manner`` may be changed at any time."""

    def __init__(self, target: Path) -> None:
        self.target, self.manner, self.port = target, WHOLE, 0
        self.open: set[asyncio.StreamWriter] = set()
        self.loop = asyncio.new_event_loop()
        ready = threading.Event()
        threading.Thread(target=self._serve, args=[ready], daemon=True).start()
        ready.wait()

    def _serve(self, ready: threading.Event) -> None:
        async def begin() -> None:
            server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            ready.set()

        self.loop.create_task(begin())
        self.loop.run_forever()

    def turn(self, manner: str) -> None:
        """Behave in another manner from now on; all but a slow line break what is open."""
        self.manner = manner
        if manner in (REFUSE, CUT, WHOLE):
            self.loop.call_soon_threadsafe(lambda: [writer.close() for writer in list(self.open)])

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.manner == REFUSE:
            writer.close()
            return
        with contextlib.suppress(OSError):
            there, back = await asyncio.open_unix_connection(str(self.target))
            self.open |= {writer, back}
            await asyncio.gather(self._pass(reader, back), self._pass(there, writer))
            self.open -= {writer, back}

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await source.read(65536):
                if self.manner == SILENT:
                    continue
                if self.manner == SLOW:
                    await asyncio.sleep(SLOW_SECONDS)
                target.write(piece)
                await target.drain()
        with contextlib.suppress(OSError):
            target.close()
