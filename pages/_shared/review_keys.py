"""Names in the session of what is chosen on the review page; tables, buttons and other pages may change them too."""

WARD, WORKER, DAY = "review_ward", "review_worker", "review_day"
#: The household or ward that is told about, and the hit of the search that it came from.
FOCUS, FOCUS_WARD, FOUND = "review_focus", "review_focus_ward", "review_found"
#: The click that was followed last.
SEEN = "review_seen"
#: The two plans that are laid side by side.
COMPARED = ("compare_first", "compare_second")
