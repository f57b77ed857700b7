"""Addresses of the style guide."""

from django.urls import path

from heli.project.styleguide import views

app_name = "styleguide"
urlpatterns = [
    path("", views.portal, name="portal"),
    path("work/", views.workbench, name="workbench"),
    path("wall/", views.wall, name="wall"),
    path("error/<str:code>/", views.error, name="error"),
    path("areas.geojson", views.areas, name="areas"),
    path("points.geojson", views.points, name="points"),
    path("found/", views.found, name="found"),
]
