"""Addresses of files, papers and of what devices send, mounted at the root: /files/…, /papers/… and /sending/…."""

from django.urls import path

from heli.cases import file_views, sending_views

app_name = "cases"

urlpatterns = [
    path("files/<uuid:pk>/", file_views.file, name="file"),
    path("files/<uuid:pk>/thumbnail/", file_views.thumbnail, name="thumbnail"),
    path("papers/<uuid:pk>.pdf", file_views.paper, name="paper"),
    path("sending/token/", sending_views.token, name="token"),
    path("sending/photos/", sending_views.photos, name="photos"),
]
