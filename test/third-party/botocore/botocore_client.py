"""Calls AWS operations as its standard input asks, one JSON object a line, and prints what botocore parsed of each answer."""

import base64
import json
import sys
from datetime import datetime, timezone

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

CONFIG = Config(
    retries={"total_max_attempts": 1},
    s3={"addressing_style": "path"},
    read_timeout=300,
)

session = botocore.session.Session()
clients = {}


def main():
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps({"id": asked["id"], **answer(asked)}, default=plain), flush=True)


def answer(asked):
    try:
        output = call(asked)
    except ClientError as refusal:
        error, metadata = refusal.response.get("Error", {}), refusal.response["ResponseMetadata"]
        status = metadata["HTTPStatusCode"]
        return {"refusal": {"code": error.get("Code", ""), "status": status, "message": error.get("Message", "")}}
    except BotoCoreError as failure:
        return {"failure": f"{type(failure).__name__}: {failure}"}
    output.pop("ResponseMetadata")
    return {"output": output}


def call(asked):
    client = client_of(asked)
    [method] = [name for name, operation in client.meta.method_to_api_mapping.items() if operation == asked["operation"]]
    return getattr(client, method)(**asked["input"])


def client_of(asked):
    key = json.dumps([asked["service"], asked["region"], asked["endpoint"], asked["credentials"]])
    if key not in clients:
        credentials = asked["credentials"]
        clients[key] = session.create_client(
            asked["service"],
            region_name=asked["region"],
            endpoint_url=asked["endpoint"],
            aws_access_key_id=credentials["accessKeyId"],
            aws_secret_access_key=credentials["secretAccessKey"],
            aws_session_token=credentials.get("sessionToken") or None,
            config=CONFIG,
        )
    return clients[key]


def plain(value):
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03}Z"
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return base64.b64encode(value.read()).decode()


main()
