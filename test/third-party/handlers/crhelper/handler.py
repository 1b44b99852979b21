"""A resource that is nothing but its Name, as a user of crhelper writes it."""

import os

from crhelper import CfnResource

handler = CfnResource(json_logging=True, log_level="INFO")

try:
    article = os.environ["ARTICLE"]
except KeyError as error:
    handler.init_failure(error)


@handler.create
@handler.update
def put(event, context):
    given = event["ResourceProperties"]
    if given["Name"] == "taken":
        raise ValueError("The name is taken: taken")
    handler.Data["Title"] = f"{article} {given['Name']}"
    handler.NoEcho = given.get("Secret") == "true"
    # Without a result crhelper generates the physical id on Create, and keeps it on Update.
    return None if given.get("Generated") == "true" else given["Name"]


@handler.delete
def delete(event, context):
    if event["ResourceProperties"].get("Kept") == "true":
        raise RuntimeError(f"Not empty: {event['PhysicalResourceId']}")
