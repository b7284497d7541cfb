"""The application a web server (granian) loads.

Visitors are waited for here, where waiting costs no thread: their whole body is taken before a thread begins with it,
and the whole answer is made before it is sent. So nobody who sends or reads slowly keeps a thread from the others."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar
from urllib.parse import quote

from asgiref.wsgi import WsgiToAsgiInstance

from config.bodies import Bodies, Receive, Scope, VisitorLeftError
from config.signed_in import refusal_of_much
from config.wsgi import application as django

T = TypeVar("T")
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[str, str]]

THREADS = 4  # in each process; each has a connection to the database
IN_MEMORY = 256_000  # bytes of a body or an answer; the rest stands on the disk
PIECE = 256_000  # bytes
VISIBLE = bytes(range(0x21, 0x7F))  # what stands in an address as it is
SEND_SECONDS = 300.0  # for an answer, from its first byte to its last
sys.setswitchinterval(0.0005)  # seconds: beside a thread that calculates, the others do not wait long for their turn
_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="web")


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Take the body, let a thread make the answer, send it."""
    scope["headers"] = [header for header in scope["headers"] if b"_" not in header[0]]  # "_" would pass for "-"
    scope["query_string"] = quote(scope["query_string"], safe=VISIBLE).encode()  # some send "å" as it is
    with SpooledTemporaryFile(IN_MEMORY) as body, SpooledTemporaryFile(IN_MEMORY) as answer:
        try:
            refusal = await _bodies.take(scope, receive, body)
            body.seek(0)
            status, headers = await _in_thread(_answer, _environ(scope, body, refusal), answer)
            answer.seek(0)
            async with asyncio.timeout(SEND_SECONDS):
                await _send(send, status, headers, answer)
        except (VisitorLeftError, TimeoutError):
            return


def _environ(scope: Scope, body: IO[bytes], refusal: HTTPStatus | None) -> dict[str, Any]:
    bridge: Any = WsgiToAsgiInstance(django)  # type: ignore[no-untyped-call]
    bridge.scope = scope
    environ: dict[str, Any] = bridge.build_environ(scope, body)
    if refusal:
        environ |= {"styrmodell.refusal": refusal, "CONTENT_LENGTH": "0"}
    return environ


def _answer(environ: dict[str, Any], into: IO[bytes]) -> tuple[int, Headers]:
    """What Django answers, its whole body written to `into`."""
    head: list[tuple[int, Headers]] = []

    def start_response(status: str, headers: Headers, *_: Any) -> Callable[[bytes], object]:
        head.append((int(status[:3]), headers))
        return into.write

    with closing(django(environ, start_response)) as chunks:
        for chunk in chunks:
            into.write(chunk)
    return head[-1]


async def _send(send: Send, status: int, headers: Headers, answer: IO[bytes]) -> None:
    encoded = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    while piece := answer.read(PIECE):
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _in_thread(work: Callable[..., T], *args: Any) -> T:
    return await asyncio.get_running_loop().run_in_executor(_pool, partial(work, *args))


async def _refusal_of_much(scope: Scope) -> HTTPStatus | None:
    return await _in_thread(refusal_of_much, dict(scope["headers"]).get(b"cookie", b"").decode("latin-1"))


_bodies = Bodies(_refusal_of_much)
