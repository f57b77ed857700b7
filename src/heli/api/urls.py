from django.urls import path

from heli.api.emergency import router as emergency
from heli.api.operations import api
from heli.api.reports import router as reports

api.add_router("/emergency", emergency)
api.add_router("", reports)
urlpatterns = [path("", api.urls)]
