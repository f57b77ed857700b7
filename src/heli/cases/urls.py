"""Addresses of files and papers, mounted at the root: /files/… and /papers/…."""

from django.urls import path

from heli.cases import file_views

app_name = "cases"

urlpatterns = [
    path("files/<uuid:pk>/", file_views.file, name="file"),
    path("files/<uuid:pk>/thumbnail/", file_views.thumbnail, name="thumbnail"),
    path("papers/<uuid:pk>.pdf", file_views.paper, name="paper"),
]
