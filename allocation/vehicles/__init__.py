"""Shared vehicles: one drops several fieldworkers in the morning, and fetches them where it dropped them.

Who rides on a day walks from the drop to households and back to the drop, so that such a day is an ordinary day with
another home and with shorter hours. :mod:`allocation.vehicles.choose` decides who is dropped where,
:mod:`allocation.vehicles.riding` makes an ordinary problem of it, :mod:`allocation.vehicles.search` puts both together.
"""
