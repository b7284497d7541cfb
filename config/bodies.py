"""What a visitor may send, and for how long: taken to its end, within limits, before anybody works with it.

The headers are limited by the web server; what stands here is about the body. Django's own limits are for what it reads
into memory, and come too late: by then a thread has waited for the visitor, and the disk holds what was sent."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import IO, Any

from styrmodell.disk import is_full

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]

SMALL = 64_000  # bytes: more than any form of somebody who is not signed in
LARGE = 101_000_000  # bytes: the largest file that may be read in, and the form around it
SECONDS = 10.0  # for a small body, from its first byte to its last
LARGE_SECONDS = 300.0  # for a large one: the largest file at three megabits a second
LARGE_AT_ONCE = 4  # in each process: they stand on the disk until they are read


class VisitorLeftError(Exception):
    """The connection was closed before all had come: there is nobody to answer."""


class Bodies:
    """Takes what visitors send. `refusal_of_much` says why a visitor may not send more than what is small."""

    def __init__(self, refusal_of_much: Callable[[Scope], Awaitable[HTTPStatus | None]]) -> None:
        self.refusal_of_much = refusal_of_much
        self.large = 0  # under way now

    async def take(self, scope: Scope, receive: Receive, into: IO[bytes]) -> HTTPStatus | None:
        """Fill `into` with the body. Answers with why it is refused, None when it is not. Raises VisitorLeftError."""
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"0")
        if b"transfer-encoding" in headers or not length.isdigit():
            return HTTPStatus.LENGTH_REQUIRED
        size = int(length)
        if size <= SMALL:
            return await _read(receive, into, size, SECONDS)
        if size > LARGE:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return await self.refusal_of_much(scope) or await self._take_large(receive, into, size)

    async def _take_large(self, receive: Receive, into: IO[bytes], size: int) -> HTTPStatus | None:
        if self.large >= LARGE_AT_ONCE:
            return HTTPStatus.SERVICE_UNAVAILABLE
        self.large += 1
        try:
            return await _read(receive, into, size, LARGE_SECONDS)
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
    except TimeoutError:
        return HTTPStatus.REQUEST_TIMEOUT
    except OSError as error:
        if not is_full(error):
            raise
        return HTTPStatus.INSUFFICIENT_STORAGE
    return None
