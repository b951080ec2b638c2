from django.urls import path

from kith.authority import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-in/code/", views.Code.as_view(), name="sign_in_code"),
    path("sign-in/demo/<str:token>/", views.DemoSignIn.as_view(), name="sign_in_demo"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("draft/", views.SaveDraft.as_view(), name="save_draft"),
]
