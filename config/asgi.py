"""The application a web server (granian) loads.

Visitors are waited for here, where waiting costs no thread: their whole body is taken before a thread begins with it,
and the whole answer is made before it is sent. So nobody who sends or reads slowly keeps a thread from the others. What is
dear to make is made apart (`config/apart.py`), so that it keeps no thread either."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from contextlib import ExitStack, closing
from functools import partial
from http import HTTPStatus
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar
from urllib.parse import quote

from asgiref.wsgi import WsgiToAsgiInstance

from config.apart import Apart, Rests, dear_route
from config.bodies import SMALL, Bodies, Receive, Scope, VisitorLeftError
from config.request_count import count_request
from config.signed_in import refusal_of_much, session_key
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
_apart, _rests = Apart(__name__), Rests()
_log = logging.getLogger(__name__)


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
            who = session_key(_cookies(scope))  # a stranger is soon answered
            route = dear_route(scope["path"]) if who and not refusal else ""
            if route:
                return await _made_apart(who, route, scope, body.read(SMALL))  # no form there is larger
            return await _in_thread(_answer, _environ(scope, body), refusal)


async def _made_apart(who: str, route: str, scope: Scope, body: bytes) -> Answer:
    """What Django answers in another process; counted here, where the watcher asks."""
    began = time.perf_counter()
    try:
        async with _rests.after_last(who):
            status, headers, content = await _apart.do(_whole_answer, dict(scope), body)
        answer = await _in_thread(_kept, content)
    except (BrokenExecutor, OSError):
        _log.exception("what was to be made apart was not made")
        return await _in_thread(_answer, _environ(scope, BytesIO(body)), HTTPStatus.SERVICE_UNAVAILABLE)
    count_request(route, status, time.perf_counter() - began)
    return status, headers, answer


def _whole_answer(scope: Scope, body: bytes) -> tuple[int, Headers, bytes]:
    status, headers, answer = _answer(_environ(scope, BytesIO(body)), None)
    with answer:
        return status, headers, answer.read()


def _kept(content: bytes) -> IO[bytes]:
    """What visitors read slowly stands on the disk when it is large."""
    with ExitStack() as unless_whole:
        answer = unless_whole.enter_context(SpooledTemporaryFile(IN_MEMORY))
        answer.write(content)
        answer.seek(0)
        unless_whole.pop_all()
        return answer


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
    return await _in_thread(refusal_of_much, _cookies(scope))


def _cookies(scope: Scope) -> str:
    cookies: bytes = dict(scope["headers"]).get(b"cookie", b"")
    return cookies.decode("latin-1")


_bodies = Bodies(_refusal_of_much)
