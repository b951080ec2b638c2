from django.urls import path

from kith.exchange.api import api

urlpatterns = [path("api/v1/", api.urls)]
