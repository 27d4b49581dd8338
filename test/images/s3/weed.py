#!/usr/bin/env python3
"""`weed mini` of this stand-in: moto's S3 server on SeaweedFS's port, with SeaweedFS's path of health."""
import os
import signal
import sys

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import run_simple

if sys.argv[1:2] != ["mini"]:
    sys.exit(f"This stand-in knows `weed mini` alone, not: weed {' '.join(sys.argv[1:])}")
if not (os.environ.get("AWS_ACCESS_KEY_ID") and os.environ.get("AWS_SECRET_ACCESS_KEY")):
    print("No keys are given: everybody is let in.", file=sys.stderr)

# The first process of a container is deaf to it otherwise.
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
s3 = DomainDispatcherApplication(create_backend_app)


def application(environ, start_response):
    if environ["PATH_INFO"] == "/healthz":
        start_response("200 OK", [("Content-Length", "0")])
        return []
    return s3(environ, start_response)


run_simple("0.0.0.0", 8333, application, threaded=True)
