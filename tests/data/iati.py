"""Validates a file of the International Aid Transparency Initiative with the official schema, ruleset and codelists.

No maintained package evaluates the ruleset, so this file does: each kind of rule is a function below. A kind that is
not known stops the program, so that no rule is skipped.
"""

import datetime
import json
import re
from collections import Counter
from decimal import Decimal, InvalidOperation

import lxml.etree

LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Attributes whose names the rules write in another way.
NAMES = {"xml:lang": LANG}

# Breaches that are no errors and that a file may have, with the reason.
ACCEPTED = {
    "102.1.1": "only the editors of a catalogue can choose DAC codes for its areas",
    "1.14.8": "the list of registers is not among the official files, and the identifier is invented for this test",
}

# What stands for the list of registers, without which a rule cannot be checked.
REGISTERS = "ORG-ID-PREFIX"


class Activity:
    """An element that rules are about, and the day that counts as the present one."""

    def __init__(self, element, now):
        self.element, self.now = element, now

    def xpath(self, path):
        return self.element.xpath(path)

    def nodes(self, paths):
        return [node for path in paths for node in self.xpath(path)]

    def texts(self, paths):
        return [text_of(node) for node in self.nodes(paths)]

    def days(self, path):
        return [self.now] if path == "NOW" else [day(text) for text in self.texts([path])]


def text_of(node):
    return node if isinstance(node, str) else "".join(node.itertext())


def day(text):
    return datetime.date.fromisoformat(text[:10])


def atleast_one(activity, case):
    return bool(activity.nodes(case["paths"]))


def no_more_than_one(activity, case):
    return len(activity.nodes(case["paths"])) <= 1


def one_or_all(activity, case):
    if case["all"] == "sector":
        with_sector = len(activity.xpath("transaction[sector]"))
        return with_sector in (0, len(activity.xpath("transaction")))
    every = {"lang": (".//narrative", LANG), "currency": (".//*[self::value or self::forecast or self::loan-status]", "currency")}
    path, attribute = every[case["all"]]
    return bool(activity.xpath(case["one"])) or all(node.get(attribute) for node in activity.xpath(path))


def unique(activity, case):
    texts = activity.texts(case["paths"])
    return len(set(texts)) == len(texts)


def startswith(activity, case):
    prefixes = activity.texts(case["prefix"])
    separator = case.get("separator", "")
    is_right = lambda text: any(text.startswith(prefix + separator) for prefix in prefixes)
    return all(is_right(text) for text in activity.texts(case["paths"]))


def date_now(activity, case):
    return all(day(text) <= datetime.date.today() for text in activity.texts([case["date"]]))


def date_order(activity, case):
    return all(less <= more for less in activity.days(case["less"]) for more in activity.days(case["more"]))


def time_limit(activity, case):
    starts, ends = activity.days(case["start"]), activity.days(case["end"])
    return all((end - start).days <= 366 for start in starts for end in ends)


def between_dates(activity, case):
    first, last = activity.days(case["start"]), activity.days(case["end"])
    dates = activity.days(case["date"])
    return all(start <= date <= end for date in dates for start in first for end in last)


def regex_matches(activity, case):
    return all(re.search(case["regex"], text) for text in activity.texts(case["paths"]))


def no_spaces(activity, case):
    return all(text == text.strip() for text in activity.texts(case["paths"]))


def numbers(activity, case):
    try:
        return [Decimal(text) for text in activity.texts(case["paths"])]
    except InvalidOperation:
        return [Decimal("NaN")]


def strict_sum(activity, case):
    return sum(numbers(activity, case)) == case["sum"]


def within_range(activity, case):
    return all(case["min"] <= number <= case["max"] for number in numbers(activity, case))


def if_then(activity, case):
    return not activity.xpath(f"boolean({case['if']})") or activity.xpath(f"boolean({case['then']})")


KINDS = {
    "atleast_one": atleast_one,
    "between_dates": between_dates,
    "date_now": date_now,
    "date_order": date_order,
    "if_then": if_then,
    "no_more_than_one": no_more_than_one,
    "no_spaces": no_spaces,
    "one_or_all": one_or_all,
    "range": within_range,
    "regex_matches": regex_matches,
    "startswith": startswith,
    "strict_sum": strict_sum,
    "time_limit": time_limit,
    "unique": unique,
}


def filled(part, value):
    """Puts the value of a loop into all texts of a rule."""
    if isinstance(part, str):
        return part.replace("$1", value)
    if isinstance(part, list):
        return [filled(item, value) for item in part]
    return {key: filled(item, value) for key, item in part.items()} if isinstance(part, dict) else part


def broken_rules(activity, rules):
    """Finds the rules that an element breaks."""
    for kind, group in rules.items():
        for case in group["cases"]:
            if kind == "loop":
                for value in sorted(set(activity.texts([case["foreach"]]))):
                    yield from broken_rules(activity, filled(case["do"], value))
                continue
            if not activity.xpath(f"boolean({case.get('condition', 'true()')})"):
                continue
            if REGISTERS in case.get("prefix", []):
                yield {**case["ruleInfo"], "severity": "not checked"}
            elif not KINDS[kind](activity, case):
                yield case["ruleInfo"]


def broken_codes(tree, rules):
    """Finds the attributes whose code is in no list."""
    for path, attributes in rules.items():
        for element in tree.xpath(path):
            for attribute, rule in attributes.items():
                if "conditions" in rule:
                    conditions = rule["conditions"]
                    link = element.get(conditions["linkedAttribute"], conditions.get("defaultLink"))
                    rule = conditions["mapping"].get(link)
                value = element.text if attribute == "text()" else element.get(NAMES.get(attribute, attribute))
                if rule and value is not None and value not in rule["allowedCodes"]:
                    yield element, {**rule, "message": f"{rule['message']} ({attribute}: {value})"}


def identifier(element):
    """Returns the identifier of the activity that an element belongs to."""
    found = element.xpath("string(ancestor-or-self::iati-activity/iati-identifier)")
    return found or element.tag


def broken(standards, schema, path):
    """Returns what a file breaks: for each breach the severity, the number of the rule, the activity and a message."""
    tree = lxml.etree.parse(path)
    checker = lxml.etree.XMLSchema(lxml.etree.parse(schema))
    checker.validate(tree)
    found = [("error", "schema", f"line {error.line}", error.message) for error in checker.error_log]
    changes = tree.xpath("//iati-activity/@last-updated-datetime")
    # No day after the last change of the content had come when it was written.
    now = max((day(change) for change in changes), default=datetime.date.today())
    breaches = list(broken_codes(tree, rules_of(standards / "codelist_rules.json")))
    for place, rules in rules_of(standards / "ruleset-standard.json").items():
        for element in tree.xpath(place):
            breaches.extend((element, rule) for rule in broken_rules(Activity(element, now), rules))
    found.extend((rule["severity"], rule["id"], identifier(at), rule["message"]) for at, rule in breaches)
    return found


def rules_of(path):
    return json.loads(path.read_text("utf-8"))


def findings(standards, schema, path):
    """Yields what is wrong with a file. Prints how often there are accepted warnings, and why they are accepted."""
    accepted = Counter()
    for severity, rule, activity, message in broken(standards, schema, path):
        if severity != "error" and rule in ACCEPTED:
            accepted[severity, rule, message] += 1
        else:
            yield f"{severity} {rule}: {activity}: {message}"
    for (severity, rule, message), count in sorted(accepted.items()):
        print(f"  {severity} {rule}, {count} times: {message} Accepted, because {ACCEPTED[rule]}.")
