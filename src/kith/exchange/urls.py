"""Addresses of this room."""

from django.urls import path

from kith.exchange import pages
from kith.exchange.api import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("imports/", pages.ImportsPage.as_view()),
    path("imports/new/", pages.BringPage.as_view()),
    path("imports/columns/<slug:layout>.csv", pages.ColumnsFile.as_view()),
    path("imports/<uuid:pk>/", pages.ImportPage.as_view()),
    path("imports/<uuid:pk>/rows-to-mend.csv", pages.RefusedFile.as_view()),
    path("imports/rows/<uuid:pk>/", pages.RowPage.as_view()),
    path("imports/rows/<uuid:pk>/mend/", pages.MendPage.as_view()),
    path("imports/rows/<uuid:pk>/settle/", pages.SettlePage.as_view()),
]
