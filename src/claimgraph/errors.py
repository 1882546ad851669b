"""Every way an input can be wrong, as one family of errors.

Each error says what is wrong, where, and the way out; the command line turns it into one line and
``exit_code``, the web application into ``application/problem+json`` and ``status``.
"""

from os import PathLike


class ClaimgraphError(Exception):
    """Something the user can put right. ``hint`` is the way out, in one clause."""

    status = 400
    exit_code = 2

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class UnreadableFile(ClaimgraphError):
    """A file that cannot be read or parsed; ``line`` is 1-based where it is known."""

    def __init__(self, path: PathLike[str] | str, reason: str, line: int | None = None, hint: str | None = None) -> None:
        self.path, self.line = path, line
        place = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{place}: {reason}", hint)


class Misuse(ClaimgraphError):
    """A command or request whose words do not fit together."""


class NotFound(ClaimgraphError):
    """A name or IRI that the graph does not know."""

    status = 404


class TooLarge(ClaimgraphError):
    """An input or a result above a stated limit."""

    status = 413


class RemoteFailure(ClaimgraphError):
    """A server elsewhere that did not answer as its protocol says."""

    status = 502
