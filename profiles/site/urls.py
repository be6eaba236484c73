from django.urls import include, path

from profiles.site import corrected, feeds, past, reporting, views

urlpatterns = [
    path("", views.home, name="home"),
    path("profiles/", views.profiles, name="profiles"),
    path("profiles/<slug:slug>/", views.profile, name="profile"),
    path("profiles/<slug:slug>/confidence/", views.confidence, name="confidence"),
    path("profiles/<slug:slug>/editions/", views.editions, name="editions"),
    path("profiles/<slug:slug>/editions/<int:number>/", views.edition, name="edition"),
    path("profiles/<slug:slug>/editions/compare/", past.choose_editions, name="choose-editions"),
    path("profiles/<slug:slug>/editions/<int:before>/to/<int:after>/", past.difference, name="difference"),
    path("profiles/<slug:slug>/editions/<int:number>/cite.bib", past.bibtex, name="bibtex"),
    path("profiles/<slug:slug>/editions/<int:number>/cite.json", past.csl, name="csl"),
    path("profiles/<slug:slug>/as-of/", past.choose_day, name="choose-day"),
    path("profiles/<slug:slug>/as-of/<str:day>/", past.as_of, name="as-of"),
    path("profiles/<slug:slug>/feed.atom", feeds.atom, name="profile-atom"),
    path("profiles/<slug:slug>/feed.json", feeds.json_feed, name="profile-json-feed"),
    path("profiles/<slug:slug>/report/", reporting.report_error, name="report"),
    path("profiles/<slug:slug>/report/thanks/", reporting.report_thanks, name="report-thanks"),
    path("id/<slug:profile>/", past.permanent, name="permanent"),
    path("id/<slug:profile>/<int:number>/", past.permanent, name="permanent-edition"),
    path("feed.atom", feeds.atom, name="atom"),
    path("feed.json", feeds.json_feed, name="json-feed"),
    path("corrections/", corrected.corrections_page, name="corrections"),
    path("corrections/feed.atom", corrected.corrections_feed, name="corrections-atom"),
    path("methodology/", views.methodology, name="methodology"),
    path("calibration/", views.calibration, name="calibration"),
    path("images/<str:name>", views.image, name="image"),
    path("api/", include("profiles.site.api.urls")),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
