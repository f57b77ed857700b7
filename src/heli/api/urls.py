from django.urls import path

from heli.api.operations import api

urlpatterns = [path("", api.urls)]
