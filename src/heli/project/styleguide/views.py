"""The pages of the style guide."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from heli.access.gates import needs
from heli.access.permissions import PLATFORM
from heli.project.styleguide import places
from heli.project.styleguide.forms import SampleForm
from heli.project.styleguide.samples import both, case_sample, chart_sample, queue_sample
from heli.project.styleguide.words import words

ERRORS = {"400", "403", "404", "409", "413", "429", "500"}


@needs(PLATFORM)
def portal(request: HttpRequest) -> HttpResponse:
    """Components on a resident's page; `?wrong` shows the form refused."""
    form = SampleForm({"text": "", "kind": "", "community": ""} if "wrong" in request.GET else None)
    context = {"form": form, "charts": chart_sample(), **_common(), **case_sample(), **_photos()}
    return render(request, "heli/styleguide/portal.html", context)


@needs(PLATFORM)
def workbench(request: HttpRequest) -> HttpResponse:
    """Components on an officer's page."""
    context = {"queue": queue_sample(), "charts": chart_sample(), **_common(), **case_sample(), **_workbench()}
    return render(request, "heli/styleguide/workbench.html", context)


@needs(PLATFORM)
def wall(request: HttpRequest) -> HttpResponse:
    """Components on the wall."""
    context = {"queue": queue_sample(), "charts": chart_sample(), **_common(), "as_of": case_sample()["now"]}
    return render(request, "heli/styleguide/wall.html", context)


@needs(PLATFORM)
def error(request: HttpRequest, code: str) -> HttpResponse:
    """An error page, answered with its own status."""
    if code not in ERRORS:
        raise Http404
    context = {**_common(), "retry_after": 3 if code == "429" else None}
    return render(request, f"heli/errors/{code}.html", context, status=int(code))


@needs(PLATFORM)
@conditional_page
def areas(_request: HttpRequest) -> JsonResponse:
    """The sample quarter as GeoJSON; an asker who has it already gets an empty answer."""
    return JsonResponse(places.areas())


@needs(PLATFORM)
def points(_request: HttpRequest) -> JsonResponse:
    """The sample matters as GeoJSON."""
    return JsonResponse(places.points())


@needs(PLATFORM)
def found(request: HttpRequest) -> JsonResponse:
    """Which sample grid a point lies in."""
    try:
        point = float(request.GET["lat"]), float(request.GET["lon"])
    except (KeyError, ValueError):
        return JsonResponse({"error": _("lat and lon must be degrees.")}, status=400)
    return JsonResponse(places.found(*point))


def _photos() -> dict[str, Any]:
    picture = static("heli/favicon.svg")
    return {"before": [{"url": picture, "alt": both("坏掉的路灯", "The broken lamp")}], "after": []}


def _common() -> dict[str, Any]:
    return {
        "w": words(),
        "district_name": both("示范区", "Sample District"),
        "navigation": [
            {"label": both("首页", "Home"), "url": "#", "icon": "home", "current": True},
            {"label": both("查进度", "Follow a matter"), "url": "#", "icon": "search"},
            {"label": both("公开数据", "Public figures"), "url": "#", "icon": "chart-bar"},
        ],
        "footer_links": [
            {"label": both("隐私说明", "Privacy"), "url": "#"},
            {"label": both("无障碍说明", "Accessibility"), "url": "#"},
        ],
        "tiles": [
            {
                "label": both("我要报事", "Report something"),
                "hint": both("路灯、垃圾、噪声、井盖……", "Lamps, rubbish, noise, holes in the road"),
                "icon": "camera",
                "url": "#",
                "primary": True,
            },
            {
                "label": both("查进度", "Follow a matter"),
                "hint": both("凭编号和查询码", "With its number and query code"),
                "icon": "search",
                "url": "#",
            },
            {
                "label": both("附近的事", "Near you"),
                "hint": both("看看别人报了什么", "What others have reported"),
                "icon": "map-2",
                "url": "#",
            },
            {
                "label": both("公开数据", "Public figures"),
                "hint": both("办得怎么样", "How well it is done"),
                "icon": "chart-bar",
                "url": "#",
            },
        ],
    }


def _workbench() -> dict[str, Any]:
    return {
        "search_url": "#",
        "inbox_url": "#",
        "inbox_count": 3,
        "account": {
            "name": both("李晓明", "Li Xiaoming"),
            "unit": both("河畔街道综治中心", "Riverside centre"),
            "url": "#",
        },
        "sign_out_url": "#",
        "navigation": [
            {
                "label": both("我的待办", "My tasks"),
                "url": "#",
                "icon": "inbox",
                "current": True,
                "count": 12,
                "late": 2,
            },
            {"label": both("单位事项", "Unit's matters"), "url": "#", "icon": "list-details", "count": 58},
            {"label": both("派遣台", "Dispatch board"), "url": "#", "icon": "route"},
            {"heading": both("查看", "Look up")},
            {"label": both("地图", "Map"), "url": "#", "icon": "map-2"},
            {"label": both("统计", "Figures"), "url": "#", "icon": "chart-bar"},
            {"label": both("单位和岗位", "Units and posts"), "url": "#", "icon": "users-group"},
        ],
        "tabs": [
            {"label": both("办理", "Handling"), "url": "#", "current": True},
            {"label": both("记录", "History"), "url": "#", "count": 4},
            {"label": both("文书", "Papers"), "url": "#", "count": 0},
        ],
        "crumbs": [{"label": both("我的待办", "My tasks"), "url": "#"}, {"label": "8C1W-03HT-5"}],
        "actions": [{"label": both("导出", "Export"), "url": "#", "icon": "download"}],
    }
