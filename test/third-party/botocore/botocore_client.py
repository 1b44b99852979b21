"""Calls AWS operations as its standard input asks, one JSON object a line, and prints what botocore parsed of each answer."""

import base64
import json
import sys
from datetime import datetime, timezone

import botocore.model
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError
from conformity import declared_status, problems_of

CONFIG = Config(
    retries={"total_max_attempts": 1},
    s3={"addressing_style": "path"},
    read_timeout=300,
)

# CloudWatch's model prefers CBOR; we speak JSON to it, which it takes as well.
botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS = tuple(
    protocol
    for protocol in botocore.model.PRIORITY_ORDERED_SUPPORTED_PROTOCOLS
    if protocol != "smithy-rpc-v2-cbor"
)

# How AWS refuses what botocore itself would not send is worth seeing too.
UNCHECKED = CONFIG.merge(Config(parameter_validation=False))

session = botocore.session.Session()
clients = {}
received = {}


def main():
    for line in sys.stdin:
        asked = json.loads(line)
        print(answer(asked), flush=True)


def answer(asked):
    # A parser meets an impossible answer with exceptions of any kind.
    try:
        said = ASKABLE[asked["ask"]](asked)
        return json.dumps({"id": asked["id"], **said}, default=plain)
    except Exception as failure:
        return json.dumps({"id": asked["id"], "failure": f"{type(failure).__name__}: {failure}"})


def call(asked, config=CONFIG):
    try:
        output = getattr(client_of(asked, config), method_of(asked, config))(**asked["input"])
    except ClientError as refusal:
        error, metadata = refusal.response.get("Error", {}), refusal.response["ResponseMetadata"]
        status = metadata["HTTPStatusCode"]
        return {"refusal": {"code": error.get("Code", ""), "status": status, "message": error.get("Message", "")}}
    output.pop("ResponseMetadata")
    return {"output": output}


def examine(asked):
    said = call(asked, UNCHECKED)
    operation, response = received["operation_model"], received["response_dict"]
    problems = list(problems_of(operation, response))
    status = declared_status(operation, said.get("refusal", {}).get("code"))
    if status not in (None, response["status_code"]):
        problems.append(f"the status is {response['status_code']}, where the model says {status}")
    seen = {"status": response["status_code"], "bucketRegion": response["headers"].get("x-amz-bucket-region")}
    return {**said, **seen, "declared": status is not None, "problems": problems}


def pages(asked):
    paginator = client_of(asked, CONFIG).get_paginator(method_of(asked, CONFIG))
    found = list(paginator.paginate(**asked["input"], PaginationConfig={"PageSize": asked["pageSize"]}))
    for page in found:
        page.pop("ResponseMetadata")
    return {"pages": found}


ASKABLE = {"call": call, "examine": examine, "pages": pages}


def method_of(asked, config):
    methods = client_of(asked, config).meta.method_to_api_mapping.items()
    return next(method for method, operation in methods if operation == asked["operation"])


def client_of(asked, config):
    key = json.dumps([asked["service"], asked["region"], asked["endpoint"], asked["credentials"], config is CONFIG])
    if key not in clients:
        credentials = asked["credentials"]
        clients[key] = session.create_client(
            asked["service"],
            region_name=asked["region"],
            endpoint_url=asked["endpoint"],
            aws_access_key_id=credentials["accessKeyId"],
            aws_secret_access_key=credentials["secretAccessKey"],
            aws_session_token=credentials.get("sessionToken") or None,
            config=config,
        )
        clients[key].meta.events.register("before-parse", lambda **response: received.update(response))
    return clients[key]


def plain(value):
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03}Z"
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if hasattr(value, "read"):
        return base64.b64encode(value.read()).decode()
    # botocore lets what it could not parse through as it is.
    return repr(value)


main()
