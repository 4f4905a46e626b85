"""What is handed out: sheets on paper, a workbook, a GeoPackage, pages and routes for phones, and the folder of a plan."""
