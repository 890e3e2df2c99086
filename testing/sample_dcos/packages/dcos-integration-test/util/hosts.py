"""The nodes of the cluster, as the test environment names them."""

import os


def hosts(variable):
    """The addresses in an environment variable such as MASTER_HOSTS."""
    return [host for host in os.environ[variable].split(',') if host]
