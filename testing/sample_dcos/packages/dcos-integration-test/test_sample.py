"""A test of the installed cluster. Runs with pytest, and, where there is none,
with `python -m unittest test_sample`."""

import os
import unittest
import urllib.request

from dcos_internal_utils import utils
from util.hosts import hosts


class TestSample(unittest.TestCase):

    def test_runs_on_a_master(self):
        self.assertIn(utils.detect_ip(), hosts('MASTER_HOSTS'))

    def test_counts_the_agents(self):
        agents = hosts('SLAVE_HOSTS') + hosts('PUBLIC_SLAVE_HOSTS')
        self.assertEqual(len(agents), int(os.environ['DCOS_NUM_AGENTS']))

    def test_admin_router_serves_the_version(self):
        url = os.environ['DCOS_DNS_ADDRESS'] + '/dcos-metadata/dcos-version.json'
        with urllib.request.urlopen(url) as answer:
            self.assertIn(utils.dcos_version()['version'],
                          answer.read().decode())
