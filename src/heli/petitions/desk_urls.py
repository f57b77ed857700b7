"""Addresses of petitions among the officers' pages; mounted under /desk/."""

from django.urls import path

from heli.petitions import arranging, desk_views

app_name = "petition_desk"
urlpatterns = [
    path("petitions/take/", desk_views.take, name="take"),
    path("petitions/take/<str:reference>/", desk_views.taken, name="taken"),
    path("manage/petitions/", arranging.arrange, name="arrange"),
]
