"""How passwords are hashed: argon2id, few at once."""

from threading import BoundedSemaphore

from django.contrib.auth.hashers import Argon2PasswordHasher

#: So that a flood of sign-ins can neither take every core nor the memory of a process.
AT_ONCE = 2
_places = BoundedSemaphore(AT_ONCE)


class BoundedArgon2Hasher(Argon2PasswordHasher):
    """Argon2id with 64 MiB and three passes; at most ``AT_ONCE`` at the same time in each process."""

    time_cost = 3
    memory_cost = 64 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """Return the encoded hash; waits for a free place."""
        with _places:
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Whether ``password`` belongs to ``encoded``; waits for a free place."""
        with _places:
            return super().verify(password, encoded)
