"""A mail server of one's own, that can be slow, full, angry, or gone in the middle of a letter."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message


@dataclass
class MailServer:
    """What it does with the next letters, and those it has taken."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)  # to a command, in place of yes; empty: it hangs up
    silent: threading.Event | None = None  # until it is set nothing is answered
    visits: int = 0  # how many have come to it
    taken: list[Message] = field(default_factory=list)

    def ids(self) -> list[str]:
        """The Message-IDs of what it has taken."""
        return [str(letter["Message-ID"]) for letter in self.taken]


class _Talk(socketserver.StreamRequestHandler):
    server: _Tcp

    def handle(self) -> None:
        self.server.mail.visits += 1
        self._say("220 prov")
        while line := self.rfile.readline():
            command = line[:4].decode("ascii").upper().strip()
            answer = self.server.mail.answers.get(command, "354 go on" if command == "DATA" else "250 yes")
            if not answer or command == "QUIT":
                return
            self._say(answer)
            if command == "DATA" and answer.startswith("354") and not self._took():
                return

    def _took(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        answer = self.server.mail.answers.get("TAKEN", "250 taken")
        if answer[:1] in {"2", ""}:  # taken, whether or not the sender comes to hear of it
            self.server.mail.taken.append(message_from_bytes(b"".join(lines)))
        if answer:
            self._say(answer)
        return bool(answer)

    def _say(self, answer: str) -> None:
        if self.server.mail.silent:
            self.server.mail.silent.wait(30)
        self.wfile.write(f"{answer}\r\n".encode())


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    mail: MailServer


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    """One that takes everything, while the block lasts."""
    with _Tcp(("127.0.0.1", 0), _Talk) as server:
        server.mail = MailServer(port=server.server_address[1])
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.mail
        server.shutdown()
