"""Bad files, made by code and named by their fault; the numbers (T01, G08, …) are those of the list of bad inputs."""
