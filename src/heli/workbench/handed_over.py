"""Query codes of what staff took in for others: shown again to them alone, in the session in which they took it in."""

from uuid import UUID

from django.http import HttpRequest

from heli.cases.codes import secret
from heli.kernel.references import query_code_for

MOST_REMEMBERED = 20


class HandedOver:
    """What one kind of page remembers, under ``name`` in the session: keys of submissions, never a code."""

    def __init__(self, name: str) -> None:
        self.name = name

    def remember(self, request: HttpRequest, reference: str, key: UUID) -> None:
        """Keep the key of the submission, so that the page with the code can be loaded again in this session."""
        kept = {name: value for name, value in self._kept(request).items() if name != reference}
        request.session[self.name] = dict(list({**kept, reference: key.hex}.items())[-MOST_REMEMBERED:])

    def code(self, request: HttpRequest, reference: str) -> str:
        """Return the query code of a case that was taken in during this session; empty for every other."""
        key = self._kept(request).get(reference)
        return query_code_for(secret(), UUID(key)) if key else ""

    def _kept(self, request: HttpRequest) -> dict[str, str]:
        found: dict[str, str] = request.session.get(self.name, {})
        return found
