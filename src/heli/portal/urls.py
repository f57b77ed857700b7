"""Addresses of the residents' pages."""

from django.urls import path

from heli.portal.views import (
    bulletins, data, deadline, display, files, home, maps, mine, news, register, steps, track,
)  # fmt: skip

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("help/", home.help_page, name="help"),
    path("display/", display.display, name="display"),
    path("search/", home.search_page, name="search"),
    path("deadline/", deadline.deadline, name="deadline"),
    path("procedures/", home.procedures, name="procedures"),
    path("procedures/<slug:code>/", home.procedure, name="procedure"),
    path("me/", mine.mine, name="mine"),
    path("me/sign-in/", mine.sign_in, name="sign_in"),
    path("me/code/", mine.prove, name="prove"),
    path("me/sign-out/", mine.sign_out, name="sign_out"),
    path("me/devices/others/end/", mine.end_others, name="end_other_devices"),
    path("me/devices/<uuid:handle>/end/", mine.end, name="end_device"),
    path("track/", track.track, name="track"),
    path("track/<str:reference>/", track.case, name="case"),
    path("track/<str:reference>/receipt/", track.receipt, name="receipt"),
    path("track/<str:reference>/reads/", track.reads, name="reads"),
    path("track/<str:reference>/data/", data.page, name="data"),
    path("track/<str:reference>/data/copy.json", data.copy_json, name="data_json"),
    path("track/<str:reference>/data/copy.pdf", data.copy_pdf, name="data_pdf"),
    path("track/<str:reference>/leave/", track.leave, name="leave"),
    path("track/<str:reference>/<slug:name>/", steps.step, name="step"),
    path("register/", register.register, name="register"),
    path("register/map/", register.register_map, name="register_map"),
    path("register/points.geojson", register.points, name="points"),
    path("register/feed.atom", files.feed, name="feed"),
    path("register/list.csv", files.table, name="table"),
    path("register/<str:reference>/", register.one, name="entry"),
    path("register/<str:reference>/feed.atom", files.entry_feed, name="entry_feed"),
    path("news/", news.subscribe, name="news"),
    path("news/asked/", news.asked, name="news_asked"),
    path("news/confirm/<slug:token>/", news.confirm, name="confirm_news"),
    path("news/stop/<slug:token>/", news.stop, name="stop_news"),
    path("news/all/<slug:token>/", news.mine, name="my_news"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/feed.atom", bulletins.feed, name="bulletin_feed"),
    path("bulletins/<str:period>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<str:period>/<int:issue>/", bulletins.bulletin, name="bulletin_issue"),
    path("bulletins/<str:period>/<int:issue>/<slug:language>.<slug:form>", bulletins.file, name="bulletin_file"),
    path("map/areas.geojson", maps.areas, name="areas"),
    path("map/place.json", maps.place, name="place"),
]
