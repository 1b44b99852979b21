"""Holds one answer against AWS's own model of the operation: yields a sentence for each thing that AWS would not say."""

import json
from xml.etree import ElementTree

from botocore.parsers import create_parser
from shapes import bad_elements, bad_members, bad_values, local

S3_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
# Every answer of S3 may bear these, whatever the operation's model says.
S3_HEADERS = {"x-amz-request-id", "x-amz-id-2", "x-amz-bucket-region"}
# https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#RESTErrorResponses
S3_ERROR = {"Code", "Message", "RequestId"}
S3_ERROR_OPTIONAL = {"HostId", "Resource", "BucketName", "Endpoint", "Bucket"}


def problems_of(operation, response):
    protocol = operation.service_model.resolved_protocol
    if response["status_code"] >= 300:
        yield from REFUSALS[protocol](operation, response)
        return
    if response["status_code"] != operation.http.get("responseCode", 200):
        yield f"the status is {response['status_code']}"
    yield from ANSWERS[protocol](operation, response)
    if operation.output_shape is not None:
        parsed = create_parser(protocol).parse(response, operation.output_shape)
        parsed.pop("ResponseMetadata")
        yield from bad_values(operation.output_shape, parsed, operation.output_shape.name)


def declared_status(operation, code):
    """The status that the operation's model gives a refusal of this code; None where it declares no such refusal."""
    for shape in operation.error_shapes:
        error = shape.metadata.get("error", {})
        if error.get("code", shape.name) == code:
            return error.get("httpStatusCode", 500 if shape.metadata.get("fault") else 400)
    return None


def query_answer(operation, response):
    root, shape = ElementTree.fromstring(response["body"]), operation.output_shape
    results = [] if shape is None else [shape.serialization["resultWrapper"]]
    yield from bad_root(root, f"{operation.name}Response", operation.service_model.metadata["xmlNamespace"])
    yield from bad_names(root, [*results, "ResponseMetadata"])
    yield from bad_names(inside(root, "ResponseMetadata"), ["RequestId"])
    for result in results:
        yield from bad_elements(shape, inside(root, result), shape.name)


def query_refusal(operation, response):
    root = ElementTree.fromstring(response["body"])
    error = inside(root, "Error")
    yield from bad_root(root, "ErrorResponse", operation.service_model.metadata["xmlNamespace"])
    yield from bad_names(root, ["Error", "RequestId"])
    yield from bad_names(error, ["Type", "Code", "Message"])
    if inside(error, "Type").text != ("Sender" if response["status_code"] < 500 else "Receiver"):
        yield f"the fault is the {inside(error, 'Type').text}'s, with status {response['status_code']}"


def s3_answer(operation, response):
    shape = operation.output_shape
    known = {member.serialization.get("name", "").lower() for member in shape.members.values()} | S3_HEADERS
    for name in map(str.lower, response["headers"]):
        if name.startswith("x-amz-") and name not in known:
            yield f"header {name} is unknown"
    payload = shape.serialization.get("payload")
    if payload is None:
        yield from bad_emptiness(response)
    elif shape.members[payload].type_name == "structure":
        root = ElementTree.fromstring(response["body"])
        yield from bad_root(root, payload, S3_NAMESPACE)
        yield from bad_elements(shape.members[payload], root, payload)


def s3_refusal(operation, response):
    if operation.http["method"] == "HEAD":
        yield from bad_emptiness(response)
        return
    root = ElementTree.fromstring(response["body"])
    names = {local(node) for node in root}
    yield from bad_root(root, "Error", "")
    if not S3_ERROR <= names <= S3_ERROR | S3_ERROR_OPTIONAL:
        yield f"the refusal has {sorted(names)}"


def json_answer(operation, response):
    yield from bad_members(operation.output_shape, json.loads(response["body"]), operation.output_shape.name)


def json_refusal(operation, response):
    names = set(json.loads(response["body"]))
    # The services do not agree on its case.
    text = {name for error in operation.error_shapes for name in error.members if name.lower() == "message"}
    if not {"__type"} <= names <= {"__type"} | (text or {"message"}):
        yield f"the refusal has {sorted(names)}"


ANSWERS = {"query": query_answer, "rest-xml": s3_answer, "json": json_answer}
REFUSALS = {"query": query_refusal, "rest-xml": s3_refusal, "json": json_refusal}


def bad_root(root, name, namespace):
    expected = f"{{{namespace}}}{name}" if namespace else name
    if root.tag != expected:
        yield f"the root is {root.tag}, not {expected}"


def bad_names(node, expected):
    names = [local(inner) for inner in node]
    if names != expected:
        yield f"{local(node)} holds {names}, not {expected}"


def bad_emptiness(response):
    if response["body"]:
        yield "there is a body where none belongs"


def inside(node, name):
    """The element of this name; an empty one where there is none, which its parent's names have told."""
    return next((inner for inner in node if local(inner) == name), ElementTree.Element(name))
