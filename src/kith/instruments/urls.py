from django.urls import path

from kith.instruments import answer_pages, tool_pages

urlpatterns = [
    path("tools/", tool_pages.Tools.as_view(), name="tools"),
    path("tools/<slug:key>/<str:version>/", tool_pages.ToolView.as_view(), name="tool"),
    path("tools/<slug:key>/<str:version>/try/", tool_pages.TryTool.as_view(), name="tool_try"),
    path("responses/<uuid:response>/", answer_pages.ResponsePage.as_view(), name="response"),
    path("responses/<uuid:response>.<slug:kind>", answer_pages.ResponseFile.as_view(), name="response_file"),
]
