from django.urls import path

from heli.api.emergency import router as emergency
from heli.api.operations import api

api.add_router("/emergency", emergency)
urlpatterns = [path("", api.urls)]
