"""Template tags of the officers' pages."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from heli.access.second_factor import half_signed_in
from heli.organizations.models import Duty, Post
from heli.organizations.settings import district

register = template.Library()


@register.simple_tag
def desk_district() -> str:
    """The district's name in the reader's language, for pages without the frame."""
    return district().label


@register.simple_tag(takes_context=True)
def must_set_up(context: template.Context) -> bool:
    """Whether whoever is signed in must set a second factor up before anything else."""
    request = context.get("request")
    return request is not None and half_signed_in(request)


@register.simple_tag
def provider_sign_in() -> str:
    """The address that leads to the district's provider of sign-ins; empty where there is none."""
    return reverse("oidc_begin") if settings.HELI_OIDC_ISSUER else ""


@register.inclusion_tag("workbench/_demo_accounts.html")
def demo_accounts() -> dict[str, Any]:
    """One account for each duty, in the demo district only; its passwords are public, those of others never shown."""
    if settings.PRODUCTION or not district().demo:
        return {"accounts": []}
    posts = Post.objects.on(timezone.localdate()).filter(user__is_active=True).select_related("user", "unit")
    first: Any = posts.order_by("duty", "pk").distinct("duty")
    found = {post.duty: post for post in first}
    asked = [label for duty, label in Duty.choices if duty in district().second_factor]
    return {"accounts": [found[duty] for duty in Duty.values if duty in found], "asked": asked}
