"""What one writes by hand to filter and project lines of JSON: `python3 project_json.py IN OUT`."""

import json
import sys

with open(sys.argv[1]) as lines, open(sys.argv[2], "w") as out:
    for line in lines:
        hit = json.loads(line)
        if hit["status"] >= 400:
            out.write(json.dumps({"user": hit["user"], "path": hit["path"]}, separators=(",", ":")) + "\n")
