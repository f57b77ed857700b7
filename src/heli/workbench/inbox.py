"""Messages to the actor and to the posts that the actor holds."""

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heli.access.gates import staff
from heli.notices.models import Channel, Notice
from heli.workbench.shell import DeskRequest, desk


@require_safe
@staff()
def inbox(request: DeskRequest) -> HttpResponse:
    return desk(request, "workbench/inbox.html", {"tabs": [], "notices": []})


@require_POST
@staff()
def read(request: DeskRequest, pk: int) -> HttpResponse:
    return redirect("workbench:inbox")


@require_POST
@staff()
def read_all(request: DeskRequest) -> HttpResponse:
    return redirect("workbench:inbox")
