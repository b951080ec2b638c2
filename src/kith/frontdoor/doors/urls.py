"""Addresses of the doors."""

from django.urls import path

from kith.frontdoor.doors import phone, referral, sent

urlpatterns = [
    path("new/", referral.Referral.as_view(), name="referral"),
    path("sent/", sent.SentList.as_view(), name="sent"),
    path("sent/<uuid:contact>/", sent.SentContact.as_view(), name="sent-contact"),
    path("phone/", phone.PhoneCall.as_view(), name="phone"),
    path("phone/known/", phone.PossiblyKnown.as_view(), name="phone-known"),
]
