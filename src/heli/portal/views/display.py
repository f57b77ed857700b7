"""How pages look on this device: large text, high contrast. Kept in a cookie that says nothing else."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heli.access.addresses import own_address
from heli.access.gates import needs
from heli.access.permissions import PLATFORM
from heli.portal.pages import render

COOKIE = "heli_display"
CHOICES = ("large", "contrast")
A_YEAR = 365 * 24 * 60 * 60


class DisplayForm(forms.Form):
    """What somebody needs to read well."""

    large = forms.BooleanField(
        label=gettext_lazy("Large text"), help_text=gettext_lazy("Everything a quarter larger."), required=False
    )
    contrast = forms.BooleanField(
        label=gettext_lazy("High contrast"),
        help_text=gettext_lazy("Black on white, with strong lines."),
        required=False,
    )


@needs(PLATFORM)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def display(request: HttpRequest) -> HttpResponse:
    """Show the choices, or keep them on this device and go back to the page that somebody came from."""
    if request.method == "POST":
        chosen = [name for name in CHOICES if request.POST.get(name)]
        messages.success(request, _("Changed on this device."))
        return _keep(redirect(_back(request, request.POST.get("next", ""))), ".".join(chosen))
    now = request.COOKIES.get(COOKIE, "").split(".")
    form = DisplayForm(initial={name: name in now for name in CHOICES})
    crumbs = [{"label": _("Start page"), "url": reverse("portal:home")}, {"label": _("Display")}]
    context = {"form": form, "next": _back(request, request.GET.get("next", "")), "crumbs": crumbs}
    return render(request, "portal/display.html", context)


def _keep(answer: HttpResponse, chosen: str) -> HttpResponse:
    if chosen:
        secure = settings.SESSION_COOKIE_SECURE
        answer.set_cookie(COOKIE, chosen, max_age=A_YEAR, samesite="Lax", httponly=True, secure=secure)
    else:
        answer.delete_cookie(COOKIE)
    return answer


def _back(request: HttpRequest, address: str) -> str:
    """Return the address if it is one of ours, else the start page."""
    return own_address(request, address) or reverse("portal:home")
