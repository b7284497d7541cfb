"""Somebody at a browser, without one: signs in to the demo, reads pages and sends forms over HTTP."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from http.client import HTTPException
from http.cookiejar import CookieJar

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

TIMEOUT = 20


class NoAnswer(Exception):  # noqa: N818 - reads as what it says
    """The server was away, or could not: whether anything was done is not known."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer."""

    def redirect_request(self, *_: object) -> None:
        return None


class Visitor:
    """Signed in as one of the demo's people."""

    def __init__(self, port: int, email: str) -> None:
        self.port = port
        self.email = email
        self._forget()

    def get(self, path: str) -> str:
        """The page; signs in first when need be. Raises NoAnswer."""
        if not self.signed_in:
            self._sign_in()
        status, text = self._send(path)
        if status != 200:
            self._forget()
            raise NoAnswer(f"{path}: {status}")
        return text

    def fetch(self, path: str) -> int:
        """The status of fetching a file, which is read to its end. Raises NoAnswer."""
        if not self.signed_in:
            self._sign_in()
        return self._send(path)[0]

    def post(self, path: str, values: dict[str, str], file: bytes | None = None) -> int:
        """The status of sending a form. Raises NoAnswer."""
        if not self.signed_in:
            self._sign_in()
        named = {**values, **({"file": SimpleUploadedFile("december.csv", file)} if file else {})}
        status, _ = self._send(path, named)
        if status >= 500:
            raise NoAnswer(f"{path}: {status}")
        return status

    def write(self, section: str, text: str) -> int:
        """The status of saving a text in a section of a report, over what stands there now: 302 is a yes. Raises NoAnswer."""
        version = re.search(r'name="version"[^>]*value="(\d+)"', self.get(section))
        return self.post(section, {"version": version[1] if version else "0", "body": text})

    def _forget(self) -> None:
        self.signed_in = False
        self.cookies = CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), _Stay())

    def _sign_in(self) -> None:
        self._forget()
        self._send("/konto/login/")
        status, _ = self._send("/konto/logga-in-som/", {"anvandare": self.email})
        if status != 302:
            raise NoAnswer(f"sign-in: {status}")
        self.signed_in = True

    def _send(self, path: str, values: dict[str, object] | None = None) -> tuple[int, str]:
        request = urllib.request.Request(f"http://localhost:{self.port}{path}")
        if values is not None:
            token = next((cookie.value for cookie in self.cookies if cookie.name.endswith("csrftoken")), "") or ""
            request.data = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": token, **values})
            request.add_header("Content-Type", MULTIPART_CONTENT)
            request.add_header("Origin", f"http://localhost:{self.port}")
        try:
            with self.browser.open(request, timeout=TIMEOUT) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            return error.code, ""
        except (OSError, HTTPException) as error:
            raise NoAnswer(path) from error
