"""pytest puts the folder of a conftest.py on the path: util.hosts is found."""
