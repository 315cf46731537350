"""Proves that the rules in iati.py find mistakes: try_iati.py STANDARDS FILE. Each row breaks a valid file in one way and
names the rule that has to find it. Ends with 1 if one is not found."""

import sys
import tempfile
from pathlib import Path

import iati

SCHEMA = Path(__file__).parents[1] / "schemas/iati-2.03/iati-activities-schema.xsd"

BROKEN = [
    # Text of the file, what replaces its first occurrence, the rule that finds it.
    ("<iati-identifier>XM-EXAMPLE-1-", "<iati-identifier>XM-OTHER-1-", "1.1.21"),
    ("<iati-identifier>", "<iati-identifier> ", "1.3.1"),
    ("-programme-reading-together<", "/programme&amp;reading<", "1.3.13"),
    ('last-updated-datetime="2025', 'last-updated-datetime="2999', "11.1.1"),
    ('<activity-date type="2" iso-date="20', '<activity-date type="2" iso-date="21', "11.1.4"),
    ('<activity-date type="2"', '<activity-date type="4"', "6.11.1"),
    ('<transaction-date iso-date="20', '<transaction-date iso-date="21', "11.2.1"),
    ('value-date="2022-02-15"', 'value-date="2122-02-15"', "11.2.2"),
    ('<sector vocabulary="1" code="11220"', '<sector vocabulary="1" code="11221"', "9.76.1"),
    ('<sector vocabulary="1" code="11220" percentage="100"', '<sector vocabulary="1" code="11220" percentage="90"', "2.1.4"),
    ('<sector vocabulary="1" code="11220" percentage="100"/>',
     '<sector vocabulary="1" code="11220" percentage="60"/><sector vocabulary="1" code="11230" percentage="30"/>', "2.1.2"),
    ('<recipient-country code="RS"/>', '', "3.7.1"),
    ('<recipient-country code="RS"/>', '<recipient-country code="XX"/>', "9.50.1"),
    ('<default-aid-type code="C01"/>', '<default-aid-type code="X01"/>', "9.21.1"),
    ('<default-finance-type code="110"/>', '<default-finance-type code="11"/>', "9.23.1"),
    ('<category code="A', '<category code="Z', "9.28.1"),
    ('<language code="en"/>', '<language code="eng"/>', "9.29.1"),
    ('format="text/html"', 'format="text/htm"', "9.27.1"),
    ('vocabulary="G1" code', 'vocabulary="G9" code', "9.36.1"),
    ('<title>', '<title/><title>', "schema"),
]


def main():
    standards, text, missed = Path(sys.argv[1]) / "iati", Path(sys.argv[2]).read_text("utf-8"), 0
    for before, after, rule in BROKEN:
        assert before in text, f"the file has no {before}"
        with tempfile.NamedTemporaryFile("w", suffix=".xml", encoding="utf-8") as file:
            file.write(text.replace(before, after, 1))
            file.flush()
            found = {number for _, number, *_ in iati.broken(standards, SCHEMA, file.name)}
        if rule not in found:
            missed += 1
            print(f"{before} -> {after}: {rule} is not among {sorted(found)}")
    print(f"{len(BROKEN)} mistakes in iati.xml, {missed} not found")
    return 1 if missed else 0


sys.exit(main())
