"""Validates the open data of a built site: validate.py STANDARDS DATA NAME. Ends with 1 if anything is found."""

import csv
import json
import sys
import warnings
from pathlib import Path

import csvw
import frictionless
import iati
import jsonschema
import pyshacl
import rdflib


def faults(schema, document):
    """Validates a document with a JSON Schema."""
    latest = jsonschema.Draft202012Validator
    kind = jsonschema.validators.validator_for(schema, default=latest)
    validator = kind(schema, format_checker=latest.FORMAT_CHECKER)
    for error in validator.iter_errors(document):
        yield f"/{'/'.join(str(part) for part in error.absolute_path)}: {error.message}"


def dcat(standards, data):
    """Validates the description for open data portals with the official shapes of DCAT-AP."""
    graph = rdflib.Graph().parse(data / "dcat.jsonld", format="json-ld")
    for shapes in ["shapes", "range", "shapes_recommended", "deprecateduris"]:
        path = standards / "dcat-ap-3.0.1" / f"{shapes}.ttl"
        _, results, _ = pyshacl.validate(graph, shacl_graph=str(path), do_owl_imports=False)
        for result in results.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult):
            facts = [results.value(result, fact) for fact in (rdflib.SH.focusNode, rdflib.SH.resultPath)]
            message = results.value(result, rdflib.SH.resultMessage)
            yield f"{shapes}: {' '.join(str(fact) for fact in facts)}: {message}"


def datapackage(standards, data):
    """Validates the Data Package with the official schemas, and its tables with the tool of the standard."""
    package = json.loads((data / "datapackage.json").read_text("utf-8"))

    def schema(name):
        return json.loads((standards / "frictionless-2.0" / f"{name}.json").read_text("utf-8"))

    yield from faults(schema("datapackage"), package)
    for resource in package["resources"]:
        for name, part in [("dataresource", resource), ("tableschema", resource["schema"])]:
            yield from (f"{resource['name']}: {fault}" for fault in faults(schema(name), part))
        if resource["bytes"] != (data / resource["path"]).stat().st_size:
            yield f"{resource['name']}: its size is not {resource['bytes']}"
    report = frictionless.validate(str(data / "datapackage.json"))
    if len(report.tasks) != len(package["resources"]):
        yield f"{len(report.tasks)} tables were validated, not {len(package['resources'])}"
    yield from (error.message for error in report.errors)
    for task in report.tasks:
        yield from (f"{task.name}: {error.message}" for error in task.errors)


def csv_metadata(standards, data):
    """Reads all tables as CSV on the Web says: types, keys and references."""
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        # References that are not known are empty. The standard allows this, the strict mode of the tool does not.
        group = csvw.CSVW(str(data / "csv-metadata.json"), strict=False, validate=True)
        if not group.is_valid:
            yield "it is not valid"
        for table in group.tables:
            with open(data / str(table.url), newline="", encoding="utf-8") as file:
                rows = sum(1 for _ in csv.reader(file)) - 1
            try:
                read = len(list(table.iterdicts(strict=True)))
            except ValueError as error:
                yield f"{table.url}: {error}"
            else:
                if read != rows:
                    yield f"{table.url}: {read} of {rows} rows can be read"
    yield from (str(warning.message) for warning in found if "csvw" in str(warning.filename))


def grants(standards, data):
    """Validates the file of grants, if there is one, with the official schemas of 360Giving."""
    if not (data / "360giving.json").exists():
        return

    def schema(name):
        return json.loads((standards / "360giving" / f"{name}.json").read_text("utf-8"))

    package, grant = schema("360-giving-package-schema"), schema("360-giving-schema")
    # The schema of packages names that of grants by an address with another patch version.
    package["properties"]["grants"]["items"] = grant
    yield from faults(package, json.loads((data / "360giving.json").read_text("utf-8")))


def iati_report(standards, data):
    """Validates the report to IATI with the official schema, ruleset and codelists."""
    schema = Path(__file__).parents[1] / "schemas/iati-2.03/iati-activities-schema.xsd"
    yield from iati.findings(standards / "iati", schema, data / "iati.xml")


CHECKS = {
    "dcat.jsonld": dcat,
    "datapackage.json": datapackage,
    "csv-metadata.json": csv_metadata,
    "360giving.json": grants,
    "iati.xml": iati_report,
}


def main():
    standards, data, name = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    count = 0
    for file, check in CHECKS.items():
        findings = list(check(standards, data))
        for finding in findings:
            print(f"{name}: {file}: {finding}")
        print(f"{name}: {file}: {len(findings)} findings")
        count += len(findings)
    return 1 if count else 0


sys.exit(main())
