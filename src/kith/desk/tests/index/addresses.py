"""The site's addresses with those of the index, wherever the site includes them."""

from django.urls import include, path

from kith.config.urls import urlpatterns as site

urlpatterns = [path("work/people/", include("kith.desk.urls_index")), *site]
handler404 = "kith.authority.faults.not_here"
