"""The app's entry: finds the page that is asked for and runs it; every page begins at the gate in ``pages/_shared``."""

from pages._shared.gate import route

route()
