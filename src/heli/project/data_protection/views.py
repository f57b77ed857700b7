"""The public page of what is kept, why and how long."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heli.access.gates import needs
from heli.access.permissions import PUBLIC_INFORMATION
from heli.portal.pages import render
from heli.project.data_protection.declared import purposes


@needs(PUBLIC_INFORMATION)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Show the purpose register, made from what the models declare."""
    crumbs = [{"label": _("Start page"), "url": reverse("portal:home")}, {"label": _("What we keep, why and how long")}]
    return render(request, "heli/data_register.html", {"purposes": purposes(), "crumbs": crumbs})
