"""Reading on the machines of a Dask cluster: what a worker does, and who hands out the files."""
