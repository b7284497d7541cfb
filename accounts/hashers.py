"""How passwords are kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth import hashers

AT_ONCE = 2  # in each process: more would be no quicker on as few cores
# Threads of their own, since each thread that has hashed keeps the memory it took.
_hashing = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="hashing")


class Argon2PasswordHasher(hashers.Argon2PasswordHasher):
    """Argon2id with 19 MiB and two rounds, as OWASP advises, and few at once: many who sign in, or guess, take no more
    memory than a few. A password that was kept in another way is kept in this one when its owner signs in."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """The password as it is kept. Waits for its turn."""
        return _hashing.submit(super().encode, password, salt).result()

    def verify(self, password: str, encoded: str) -> bool:
        """Is it the password that is kept? Waits for its turn."""
        return _hashing.submit(super().verify, password, encoded).result()
