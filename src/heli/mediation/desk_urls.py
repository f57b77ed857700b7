"""Addresses of the officers' pages for mediation."""

from django.urls import path

from heli.mediation import desk_views

app_name = "mediation_desk"
urlpatterns = [path("desk/mediation/<str:reference>/code/", desk_views.code, name="code")]
