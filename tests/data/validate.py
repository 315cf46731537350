"""Validates the open data of a built site: validate.py STANDARDS DATA NAME. Ends with 1 if anything is found."""

import sys
from pathlib import Path

import pyshacl
import rdflib


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


CHECKS = {"dcat.jsonld": dcat}


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
