"""Addresses of the officers' pages for mediation."""

from django.urls import path

from heli.mediation import court_views, desk_views, room_desk_views

app_name = "mediation_desk"
urlpatterns = [
    path("desk/mediation/<str:reference>/code/", desk_views.code, name="code"),
    path("desk/mediation/<str:reference>/rooms/", room_desk_views.joint, name="joint"),
    path("desk/mediation/<str:reference>/rooms/<int:side>/", room_desk_views.private, name="private"),
    path("desk/mediation/<str:reference>/rooms/answer/<int:item>/", room_desk_views.answer_item, name="answer"),
    path("desk/mediation/<str:reference>/rooms/file/<int:item>/", room_desk_views.file, name="file"),
    path("desk/mediation/<str:reference>/court.zip", court_views.court, name="court"),
]
