"""Where things are: table contracts, reading and judging files, travel, map layers.

The GDAL drivers are fenced here, before anything of ours can import geopandas: GDAL opens files by
content, and a file that calls itself GeoJSON may be a pipeline that reads other files or the network.
``GDAL_SKIP`` only works when it is set before GDAL is loaded.
"""

from geo import drivers as drivers

drivers.fence()
