from django.contrib.admin import AdminSite


class PlumblineAdminSite(AdminSite):
    site_header = "Plumbline"
    site_title = "Plumbline desk"
    index_title = "Desk"
    site_url = "/"
