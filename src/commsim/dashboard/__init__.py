"""The dashboard: a page in which an estate comes to life, served to a class without a request to another machine."""
