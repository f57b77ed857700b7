"""Addresses of the advice desk among the officers' pages; mounted under /desk/advice/."""

from django.urls import path

from heli.advice.views import counsel, desk, editing, talking

app_name = "advice_desk"
urlpatterns = [
    path("", desk.home, name="home"),
    path("new/", talking.new, name="new"),
    path("talks/<str:reference>/", talking.talk, name="talk"),
    path("talks/<str:reference>/open/<slug:kind>/", talking.opening, name="opening"),
    path("talks/<str:reference>/booked/", talking.booked, name="booked"),
    path("talks/<str:reference>/callback/", talking.callback, name="talk_callback"),
    path("callbacks/<str:reference>/", desk.number, name="number"),
    path("callbacks/<str:reference>/<slug:what>/", desk.called, name="called"),
    path("texts/", editing.texts, name="texts"),
    path("texts/<slug:code>/", editing.text, name="text"),
    path("figures/", editing.figures_page, name="figures"),
    path("offer/", counsel.for_caller, name="offer"),
    path("helping/", counsel.helping, name="helping"),
    path("helping/<int:pk>/", counsel.number, name="wish"),
    path("helping/<int:pk>/answered/", counsel.done, name="answered"),
]
