"""Template tags of the officers' pages."""

from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone

from heli.organizations.models import Duty, Post
from heli.organizations.settings import district
from heli.workbench.shell import district_name

register = template.Library()


@register.simple_tag
def desk_district() -> str:
    """The district's name in the reader's language, for pages without the frame."""
    return district_name()


@register.inclusion_tag("workbench/_demo_accounts.html")
def demo_accounts() -> dict[str, Any]:
    """One account for each duty, in the demo district only; its passwords are public, those of others never shown."""
    if settings.PRODUCTION or not district().demo:
        return {"accounts": []}
    posts = Post.objects.on(timezone.localdate()).filter(user__is_active=True).select_related("user", "unit")
    first: Any = posts.order_by("duty", "pk").distinct("duty")
    found = {post.duty: post for post in first}
    return {"accounts": [found[duty] for duty in Duty.values if duty in found]}
