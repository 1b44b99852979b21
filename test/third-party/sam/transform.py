"""Prints, as JSON, the plain CloudFormation that the SAM transform makes of the template named by its argument."""

import json
import sys

from boto3.session import Session
from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        template = yaml_parse(file.read())
    # The transform runs where the code has been uploaded already.
    template.get("Globals", {}).get("Function", {})["CodeUri"] = "s3://bucket/key"
    translator = Translator(managed_policy_map={}, sam_parser=Parser(), boto_session=Session(region_name=sys.argv[2]))
    print(json.dumps(translator.translate(sam_template=template, parameter_values={}), indent=2))


main()
