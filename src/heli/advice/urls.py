"""Addresses of the advice desk among the residents' pages; mounted under /advice/."""

from django.urls import path

from heli.advice.views import asking, counsel, reading

app_name = "advice"
urlpatterns = [
    path("", reading.topics, name="topics"),
    path("about/<slug:code>/", reading.topic, name="topic"),
    path("callback/", asking.ask_for, name="callback"),
    path("callback/mine/", asking.look_up, name="look_up"),
    path("callback/mine/<str:reference>/", asking.mine, name="mine"),
    path("callback/mine/<str:reference>/cancel/", asking.give_up, name="cancel"),
    path("counselling/", counsel.offer, name="counselling"),
]
