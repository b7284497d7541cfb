"""What a visitor may send, and for how long: taken to its end, within limits, before anybody works with it.

The headers are limited by the web server; what stands here is about the body. Django's own limits are for what it reads
into memory, and come too late: by then a thread has waited for the visitor, and the disk holds what was sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from http import HTTPStatus
from typing import IO, Any

from styrmodell.disk import is_at_fault

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]

SMALL = 64_000  # bytes: more than any form of somebody who is not signed in
LARGE = 101_000_000  # bytes: the largest file that may be read in, and the form around it
SECONDS = 10.0  # for a small body, from its first byte to its last
LARGE_SECONDS = 300.0  # for a large one: the largest file at three megabits a second
LARGE_AT_ONCE = 2  # in each process: they stand on the disk, twice over when they are read, until they are answered


class VisitorLeftError(Exception):
    """The connection was closed before all had come: there is nobody to answer."""


class Bodies:
    """Takes what visitors send. `refusal_of_much` says why a visitor may not send more than what is small."""

    def __init__(self, refusal_of_much: Callable[[Scope], Awaitable[HTTPStatus | None]]) -> None:
        self.refusal_of_much = refusal_of_much
        self.large = 0  # under way now

    @asynccontextmanager
    async def taken(self, scope: Scope, receive: Receive, into: IO[bytes]) -> AsyncIterator[HTTPStatus | None]:
        """Fill `into` with the body, and give why it is refused, None when it is not. Answer it inside the block: a large
        one holds its place until it ends. Raises VisitorLeftError."""
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"0")
        if b"transfer-encoding" in headers or not length.isdigit():
            yield HTTPStatus.LENGTH_REQUIRED
        elif (size := int(length)) <= SMALL:
            yield await _read(receive, into, size, SECONDS)
        elif size > LARGE:
            yield HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        elif refusal := await self.refusal_of_much(scope):
            yield refusal
        else:
            with self._place() as is_free:
                yield await _read(receive, into, size, LARGE_SECONDS) if is_free else HTTPStatus.SERVICE_UNAVAILABLE

    @contextmanager
    def _place(self) -> Iterator[bool]:
        if self.large >= LARGE_AT_ONCE:
            yield False
            return
        self.large += 1
        try:
            yield True
        finally:
            self.large -= 1


async def _read(receive: Receive, into: IO[bytes], size: int, seconds: float) -> HTTPStatus | None:
    try:
        async with asyncio.timeout(seconds):
            while into.tell() < size:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise VisitorLeftError
                into.write(message.get("body", b""))
        into.seek(0)
    except TimeoutError:
        return HTTPStatus.REQUEST_TIMEOUT
    except OSError as error:
        if not is_at_fault(error):
            raise
        with suppress(OSError):
            into.close()  # what is left of it has no room either
        return HTTPStatus.INSUFFICIENT_STORAGE
    return None
