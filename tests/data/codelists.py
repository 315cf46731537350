"""Compares the tables of codes in the program with the official codelists: codelists.py STANDARDS. Ends with 1 if they
differ."""

import sys
import xml.etree.ElementTree
from pathlib import Path

TABLES = Path(__file__).parents[2] / "src/content/parse/codelists"
LISTS = {"sectors": "Sector", "aid-types": "AidType", "finance-types": "FinanceType"}


def official(path):
    """Returns the lines that the table of an official codelist has."""
    for item in xml.etree.ElementTree.parse(path).iter("codelist-item"):
        name = " ".join(item.find("name/narrative").text.split())
        withdrawn = [] if item.get("status") == "active" else [item.get("withdrawal-date")]
        yield "\t".join([item.findtext("code").strip(), name, *withdrawn])


def main():
    standards, count = Path(sys.argv[1]) / "iati", 0
    for table, name in LISTS.items():
        lines = (TABLES / f"{table}.tsv").read_text("utf-8").splitlines()
        own = {line for line in lines if not line.startswith("#")}
        differences = own.symmetric_difference(official(standards / f"{name}.xml"))
        for line in sorted(differences):
            print(f"{table}.tsv: {line}")
        print(f"{table}.tsv: {len(own)} codes, {len(differences)} findings")
        count += len(differences)
    return 1 if count else 0


sys.exit(main())
