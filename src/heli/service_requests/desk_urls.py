"""Addresses of the request desk among the officers' pages; mounted under /desk/."""

from django.urls import path

from heli.service_requests import desk_views, field_views, parking

app_name = "request_desk"
urlpatterns = [
    path("intake/", desk_views.intake, name="intake"),
    path("intake/topic/", desk_views.topic, name="topic"),
    path("intake/alike/", desk_views.alike, name="alike"),
    path("intake/park/", parking.park, name="park"),
    path("intake/<str:reference>/", desk_views.taken, name="taken"),
    path("field/", field_views.field, name="field"),
    path("field/map.json", field_views.field_map, name="field_map"),
    path("field/report/", field_views.field_report, name="field_report"),
]
