"""Holds what an answer carries against its shape in AWS's model: yields a sentence for each thing that does not fit."""

import re
from datetime import datetime

ISO_8601 = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"
PYTHON_TYPES = {
    "boolean": (bool,),
    # JSON writes whole numbers without a point.
    "double": (float, int),
    "integer": (int,),
    "list": (list,),
    "long": (int,),
    "map": (dict,),
    "string": (str,),
    "structure": (dict,),
    "timestamp": (datetime,),
}


def bad_elements(shape, node, path):
    """What a parser of XML would drop or misread: it takes every boolean that is not `true` for false."""
    if shape.type_name == "structure":
        yield from bad_children(shape, node, path)
    elif shape.type_name == "list":
        for inner in node:
            if local(inner) != shape.member.serialization.get("name", "member"):
                yield f"{path} has an item named {local(inner)}"
            yield from bad_elements(shape.member, inner, f"{path}[]")
    elif len(node) > 0:
        yield f"{path} holds elements"
    elif shape.type_name == "boolean" and node.text not in ("true", "false"):
        yield f"{path} is no boolean: {node.text}"
    elif shape.type_name == "timestamp" and not re.fullmatch(ISO_8601, node.text or ""):
        yield f"{path} is no timestamp: {node.text}"


def bad_children(shape, node, path):
    members = {element_name(name, member): (name, member) for name, member in shape.members.items()}
    for tag in sorted({local(inner) for inner in node}):
        if tag not in members:
            yield f"{path}.{tag} is unknown"
            continue
        name, member = members[tag]
        inner = [one for one in node if local(one) == tag]
        if len(inner) > 1 and not flattened(member):
            yield f"{path}.{name} comes {len(inner)} times"
        for one in inner:
            yield from bad_elements(member.member if flattened(member) else member, one, f"{path}.{name}")


def element_name(name, member):
    """The items of a flattened list stand side by side, each under the list's name unless they have their own."""
    own = member.member.serialization.get("name") if flattened(member) else None
    return own or member.serialization.get("name", name)


def flattened(shape):
    return shape.type_name == "list" and shape.serialization.get("flattened", False)


def local(node):
    """An element's name without its namespace."""
    return node.tag.rpartition("}")[2]


def bad_members(shape, value, path):
    """What a parser of JSON would drop or misread; of which type the rest is shows once it is parsed."""
    if shape.type_name == "structure" and isinstance(value, dict):
        members = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        for name, inner in value.items():
            if name in members:
                yield from bad_members(members[name], inner, f"{path}.{name}")
            else:
                yield f"{path}.{name} is unknown"
    elif shape.type_name == "list" and isinstance(value, list):
        for inner in value:
            yield from bad_members(shape.member, inner, f"{path}[]")
    elif shape.type_name == "timestamp" and type(value) not in (int, float):
        yield f"{path} is no timestamp: {value}"


def bad_values(shape, value, path):
    """What botocore parsed, against the constraints of its shape."""
    if type(value) not in PYTHON_TYPES[shape.type_name]:
        yield f"{path} is no {shape.type_name}: {value}"
        return
    yield from bad_size(shape, value, path)
    if shape.type_name == "structure":
        for name in shape.required_members:
            if name not in value:
                yield f"{path}.{name} is missing"
        for name, inner in value.items():
            yield from bad_values(shape.members[name], inner, f"{path}.{name}")
    elif shape.type_name == "list":
        for inner in value:
            yield from bad_values(shape.member, inner, f"{path}[]")
    elif shape.type_name == "map":
        for name, inner in value.items():
            yield from bad_values(shape.value, inner, f"{path}.{name}")
    elif shape.type_name == "string":
        yield from bad_text(shape, value, path)


def bad_size(shape, value, path):
    size = len(value) if shape.type_name in ("list", "string") else value
    if "min" in shape.metadata and size < shape.metadata["min"]:
        yield f"{path} is less than {shape.metadata['min']}: {value}"
    if "max" in shape.metadata and size > shape.metadata["max"]:
        yield f"{path} is more than {shape.metadata['max']}: {value}"


def bad_text(shape, value, path):
    if shape.enum and value not in shape.enum:
        yield f"{path} has no such value: {value}"
    pattern = shape.metadata.get("pattern", "")
    # The patterns of IAM's tags speak of Unicode categories, which Python's re does not know.
    if pattern and r"\p{" not in pattern and not re.fullmatch(pattern, value):
        yield f"{path} does not match {pattern}: {value}"
