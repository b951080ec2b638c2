"""Addresses about who is who, under /work/people/."""

from django.urls import path

from kith.desk.index_pages import corrections, figures, persons, review, said

urlpatterns = [
    path("review/", review.Queue.as_view(), name="review_queue"),
    path("review/<uuid:proposal>/", review.Review.as_view(), name="review"),
    path("persons/<uuid:subject>/", persons.Records.as_view(), name="person_records"),
    path("persons/<uuid:subject>/correct/", corrections.Correct.as_view(), name="correct_person"),
    path("persons/<uuid:subject>/born/", corrections.Born.as_view(), name="record_birth"),
    path("persons/<uuid:subject>/name/", corrections.AnotherName.as_view(), name="another_name"),
    path("persons/<uuid:subject>/number/", corrections.GiveNumber.as_view(), name="give_number"),
    path("persons/<uuid:subject>/split/", persons.Split.as_view(), name="person_split"),
    path("persons/<uuid:subject>/merge/", persons.ProposeMerge.as_view(), name="propose_merge"),
    path("persons/<uuid:subject>/never/", said.NeverSame.as_view(), name="never_same"),
    path("persons/<uuid:subject>/always/", said.AlwaysSame.as_view(), name="always_same"),
    path("persons/<uuid:subject>/words/<uuid:word>/", said.TakeBack.as_view(), name="take_back_word"),
    path("merges/<uuid:merge>/", persons.DecideMerge.as_view(), name="decide_merge"),
    path("merges/<uuid:merge>/undo/", persons.UndoMerge.as_view(), name="undo_merge"),
    path("links/<uuid:record>/undo/", persons.UndoLink.as_view(), name="undo_link"),
    path("quality/", figures.DataQuality.as_view(), name="data_quality"),
    path("quality/without/<uuid:agency>/", figures.WithoutNumber.as_view(), name="without_number"),
    path("questions/<uuid:question>/", figures.Settle.as_view(), name="settle_question"),
]
