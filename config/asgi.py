"""The application a web server (granian) loads.

Visitors are waited for here, where waiting costs no thread: their whole body is taken before a thread begins with it,
and the whole answer is made before it is sent. So nobody who sends or reads slowly keeps a thread from the others."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar
from urllib.parse import quote

from asgiref.wsgi import WsgiToAsgiInstance

from config.bodies import Bodies, Receive, Scope, VisitorLeftError
from config.signed_in import refusal_of_much
from config.wsgi import application as django
from styrmodell.disk import is_at_fault

T = TypeVar("T")
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[str, str]]
Answer = tuple[int, Headers, IO[bytes]]  # status, headers and the body from its beginning
Environ = dict[str, Any]

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
    try:
        status, headers, answer = await _answered(scope, receive)
        with answer:
            async with asyncio.timeout(SEND_SECONDS):
                await _send(send, status, headers, answer)
    except (VisitorLeftError, TimeoutError):
        return


async def _answered(scope: Scope, receive: Receive) -> Answer:
    with SpooledTemporaryFile(IN_MEMORY) as body:
        async with _bodies.taken(scope, receive, body) as refusal:
            return await _in_thread(_answer, _environ(scope, body), refusal)


def _environ(scope: Scope, body: IO[bytes]) -> Environ:
    bridge: Any = WsgiToAsgiInstance(django)  # type: ignore[no-untyped-call]
    bridge.scope = scope
    environ: Environ = bridge.build_environ(scope, body)
    return environ


def _answer(environ: Environ, refusal: HTTPStatus | None) -> Answer:
    """What Django answers; when the disk has no room for it, that it cannot be answered now."""
    if refusal:
        environ = environ | {"styrmodell.refusal": refusal, "CONTENT_LENGTH": "0"}
    try:
        with ExitStack() as unless_whole:
            body = unless_whole.enter_context(SpooledTemporaryFile(IN_MEMORY))
            status, headers = _of_django(environ, body)
            body.seek(0)
            unless_whole.pop_all()  # whoever sends it closes it
            return status, headers, body
    except OSError as error:
        if refusal or not is_at_fault(error):
            raise
    return _answer(environ, HTTPStatus.SERVICE_UNAVAILABLE)


def _of_django(environ: Environ, into: IO[bytes]) -> tuple[int, Headers]:
    """Write the body of Django's answer to `into`."""
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
