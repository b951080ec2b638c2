"""The site's addresses with the desk's own at the root, wherever the root file includes them."""

from django.urls import include, path

from kith.config import urls

urlpatterns = [path("", include("kith.desk.urls_top")), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)
