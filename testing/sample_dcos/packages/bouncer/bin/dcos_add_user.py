#!/opt/mesosphere/bin/python
"""Adds a user, named by an e-mail address, to this master's IAM."""

import argparse
import json
import logging
import re
import urllib.error
import urllib.parse
import urllib.request

logging.basicConfig(format='[%(levelname)s] %(message)s', level='INFO')

IAM_URL = 'http://127.0.0.1:8101/acs/api/v1/users/'


def add_user(email):
    request = urllib.request.Request(
        IAM_URL + urllib.parse.quote(email),
        method='PUT',
        headers={'Content-Type': 'application/json'},
        data=json.dumps({
            'provider_type': 'oidc',
            'provider_id': 'https://dcos.auth0.com/',
        }).encode())
    try:
        urllib.request.urlopen(request)
    except urllib.error.HTTPError as error:
        if error.code != 409:
            raise
        logging.info('User `%s` already exists', email)
    else:
        logging.info('Created IAM user `%s`', email)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('email', help='of the user to be added')
    email = parser.parse_args().email
    if re.match(r'[^@]+@[^@]+\.[^@]+', email):
        add_user(email)
    else:
        logging.error('`%s` is no e-mail address', email)


if __name__ == '__main__':
    main()
