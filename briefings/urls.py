from django.urls import path

from briefings import views

urlpatterns = [
    path("briefings/", views.briefings, name="briefings"),
    path("briefings/<slug:slug>/", views.briefing, name="briefing"),
    path("briefings/notes/<slug:slug>/", views.notes, name="source-notes"),
    path("join/", views.join, name="join"),
    path("join/circle/", views.join_circle, name="join-circle"),
    path("join/alliance/", views.join_alliance, name="join-alliance"),
    path("account/membership/", views.membership, name="membership"),
    path("account/membership/leave/", views.leave_circle, name="leave-circle"),
]
