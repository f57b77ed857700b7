"""Addresses of the wall."""

from django.urls import path

from heli.wall import views

app_name = "wall"
urlpatterns = [
    path("", views.wall, name="wall"),
    path("figures", views.refresh, name="figures"),
    path("grids.geojson", views.grids, name="grids"),
    path("points.geojson", views.points, name="points"),
    path("public/", views.public_wall, name="public"),
    path("public/figures", views.public_refresh, name="public_figures"),
    path("public/towns.geojson", views.public_towns, name="public_towns"),
]
