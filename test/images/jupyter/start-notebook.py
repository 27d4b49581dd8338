#!/usr/bin/env python3
"""As the public image: JupyterLab on all addresses, with the arguments of the command."""

import os
import sys

os.execvp('jupyter', ['jupyter', 'lab', '--ip=0.0.0.0', '--no-browser', *sys.argv[1:]])
