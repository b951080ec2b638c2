from django.urls import path

from kith.instruments import tool_pages

urlpatterns = [
    path("", tool_pages.Tools.as_view(), name="tools"),
    path("<slug:key>/<str:version>/", tool_pages.ToolView.as_view(), name="tool"),
    path("<slug:key>/<str:version>/try/", tool_pages.TryTool.as_view(), name="tool_try"),
]
