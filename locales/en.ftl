# Interface text in English.
# $gen and $loc are the Serbian cases of a place's name; in English both are the name itself.

## Around every page

skip-to-content = Skip to content
note-number = Note { $number }
back-to-text = Back to the text from note { $number }
languages = Language and script
main-navigation = Main navigation
breadcrumb = Path to this page
home = Home
menu = Menu
last-change = Content last changed: { $date }
page-changed = This page last changed:
feed = Follow changes (Atom)
accessibility = Accessibility
nav-programmes = Programmes
nav-projects = Projects
nav-municipalities = Cities and municipalities
nav-districts = Districts
nav-areas = Areas
nav-support = Types of support
nav-target-groups = Target groups
nav-results = Results
nav-money = Money
nav-organisations = Organisations
nav-updates = News and calls
nav-documents = Documents
nav-data = Data
nav-about = About
published-by = Published by:
not-translated = This page is not yet written in English. It is shown in Serbian.
partly-translated = Some texts on this page are not yet written in English. They are shown in Serbian.
licence-of-content = The content is available under
cite = Cite this page
corrections = Report a mistake

## Counts

number = { $count }
programmes-count = { $count ->
    [one] { $count } programme
   *[other] { $count } programmes
}
projects-count = { $count ->
    [one] { $count } project
   *[other] { $count } projects
}
municipalities-count = { $count ->
    [one] { $count } city or municipality
   *[other] { $count } cities and municipalities
}
activities-count = { $count ->
    [one] { $count } activity
   *[other] { $count } activities
}
districts-count = { $count ->
    [one] { $count } district
   *[other] { $count } districts
}
activities-in-projects = { activities-count }, { $projects ->
    [one] { $projects } project
   *[other] { $projects } projects
}

## Lists

programmes-description = The catalogue describes { $count ->
    [one] { $count } publicly funded programme: who pays for it, who carries it out, what it aims for and what it has achieved
   *[other] { $count } publicly funded programmes: who pays for them, who carries them out, what they aim for and what they have achieved
}.
projects-description = { $count ->
    [one] { $count } project
   *[other] { $count } projects
} and { $activities ->
    [one] { $activities } activity
   *[other] { $activities } activities
}, by the place where they are carried out.
municipalities-description = { $count ->
    [one] { $count } city or municipality
   *[other] { $count } cities and municipalities
} in the catalogue; { $active ->
    [one] { $active } has activities
   *[other] { $active } have activities
}.
municipalities-active = Cities and municipalities with activities
municipalities-other = No activities recorded
districts-description = { $count ->
    [one] { $count } district
   *[other] { $count } districts
} { $belgrade ->
    [yes] and the City of Belgrade, by region
   *[no] by region
}: how many cities, municipalities and activities each has.
areas-description = { $count ->
    [one] { $count } thematic area
   *[other] { $count } thematic areas
} with their sub-areas and the activities in each.
target-groups-description = { $count ->
    [one] { $count } group of people
   *[other] { $count } groups of people
} that the programmes and projects are for.
support-description = { $count ->
    [one] { $count } type of support
   *[other] { $count } types of support
}: from technical assistance to money for a project.
organisations-description = { $count ->
    [one] { $count } organisation that funds, carries out or supports
   *[other] { $count } organisations that fund, carry out or support
} programmes and projects.
documents-description = { $count ->
    [one] { $count } document that facts come from, or that is about programmes, projects and places.
   *[other] { $count } documents that facts come from, or that are about programmes, projects and places.
}
pagination = Pages of the list
part-of = Page { $part } of { $parts }
continued-from = The list of activities continues. Everything else is on the first page:
continuation-description = { $name }: the list of activities, page { $part } of { $parts }.
previous-page = Previous page
next-page = Next page

## First page


data-teaser = All data in the catalogue can be downloaded, as tables or in formats for software, and used freely.
data-link = Download the data
recently-changed = Recently changed projects

## What changed

changes = What changed
changes-description = Programmes, projects, cities, municipalities, documents and news that were added, changed or removed, day by day.
added = Added
changed = Changed
removed = Removed
more-changes = and { $count } more
no-changes-known = It is not known when the content was changed.
more-differences = { $count ->
    [one] { $count } more change
   *[other] { $count } more changes
}
was-added = added
was-removed = removed
was-reordered = in another order
was-changed = changed
value-added = added:
value-removed = removed:
value-before = it was:
value-after = now:
lines-changed = text changed, lines: +{ $added } −{ $removed }
in-language-sr = in Serbian
in-language-en = in English

# Names of the keys of entries. Each has the name of its key.
field-name = Name
field-title = Title
field-summary = Summary
field-text = Text
field-file = File
field-files = { document-files }
field-genitive = Genitive of the name
field-locative = Locative of the name
field-number = Grammatical number of the name
field-type = Type
field-district = { district }
field-coordinates = Position on the map
field-latitude = latitude
field-longitude = longitude
field-population = { population }
field-value = value
field-date = date
field-source = source
field-ids = Codes in registers
field-wikidata = { detail-ids-wikidata }
field-geonames = { detail-ids-geonames }
field-statistical = { detail-ids-statistical }
field-aliases = Former ids
field-kind = Kind
field-publisher = { document-publisher }
field-url = address
field-language = language
field-about = { document-about }
field-note = Note
field-picture = Picture
field-description = description
field-credit = credit
field-opens = { call-opens }
field-deadline = { call-deadline }
field-who = { call-who }
field-budget = { budget }
field-currency = currency
field-amount = amount
field-documents = { documents }
field-sources = { sources }
field-acronym = { acronym }
field-status = { status }
field-period = { period }
field-start = start
field-end = end
field-areas = { areas-heading }
field-institutions = Institutions
field-organisation = { organisation }
field-role = role
field-funding = { money }
field-total = total
field-programme = { programme }
field-co-funding = from others
field-awarded = awarded
field-recipient = recipient
field-regions = { regions }
field-region = { region }
field-sdgs = { sdgs }
field-target-groups = { target-groups }
field-phases = { phases }
field-phase = { phase }
field-id = id
field-duration = { period }
field-months = months
field-objectives = { objectives }
field-results = { results }
field-indicators = { indicators }
field-unit = unit
field-baseline = value before
field-target = { indicator-target }
field-actual = { indicator-actual }
field-municipality = { municipality }
field-follows = { follows }
field-contact = { detail-contact }
field-area = { area }
field-support = { support-type }
field-implementers = Implementers
field-partners = Partners
field-part-of = { part-of-project }
field-scope = { scope }
field-activities = { activities-heading }
field-partner-municipalities = { partner-municipalities }
field-locations = { places }

## Maps, bars and lines of time

map-title = Map of activities
skip-map = Skip the map
map-hint = Each mark is a city or municipality with activities; a larger mark means more of them.
map-hint-districts = The stronger the colour of a district, the more activities take place in it.
map-classes = Activities in a district
map-class = { $from }–{ $to }
map-mark = { $place } ({ $areas })
map-area = { $area }: { $count }
map-note = The areas around the seats are not boundaries: each contains the points that are nearest to its seat.
map-elsewhere = { $count ->
    [one] { $count } more activity is
   *[other] { $count } more activities are
} not in a single city or municipality, so the map does not show { $count ->
    [one] it
   *[other] them
}.
map-place = { $name }: { activities-count }
map-table = The same data as a table
picture-alt = Map of activities: { $name }
activities-by-support = Activities by type of support
money-by-programme = Amounts by programme
money-by-municipality = Amounts by city and municipality
money-note = Known amounts of activities are added up, separately for each currency. Cancelled and suspended activities are not included.
money-by-district = Amounts by district
money-by-programme-year = Amounts by programme and year
money-description = Known amounts in { $count ->
    [one] { $count } city or municipality
   *[other] { $count } cities and municipalities
}, by district, and by programme and year.
money-together = All together
money-together-note = The last row also includes activities that are not in a single place, and amounts that are not split by place.
money-year = Year
money-year-unknown = not known
money-year-note = The year is the one in which the activity began.
money-by-name = Money: places by name
money-by-activities = Money: places by number of activities
money-by-projects = Money: places by number of projects
money-by-known = Money: places by share of known amounts
money-by-currency = Money: places by amount ({ $currency })
money-per-1000 = { $amount } for each 1,000 inhabitants
known-of = { $known } of { $count }
compare = Compare places
compare-description = { $count ->
    [one] Compare up to four places: activities, money and shared projects. There is { $count } city or municipality with activities.
   *[other] Compare up to four places: activities, money and shared projects. There are { $count } cities and municipalities with activities.
}
compare-title = { $name } and places nearby
compare-place-description = Activities, money and shared projects in { $loc } and in the nearest places with activities.
compare-others = Compare with other places
compare-with-those-nearby = Beside places nearby
compare-with-neighbours = Each place beside those nearby
compare-place = Place { $number }
compare-button = Compare
compare-failed = The comparison could not be loaded. Check your connection and try again.
compare-figures = Places in figures
compare-shared = Shared projects
compare-none-shared = These places share no projects.
compare-own = Projects in { $loc }
compare-more = { $count ->
    [one] and { $count } more project
   *[other] and { $count } more projects
}
places = Places
more-places = and { $count } more
on-this-page = On this page
all-projects = { $count ->
    [one] All { $count } project
   *[other] All { $count } projects
}
period-unknown = period not known
money-unknown = amount not known
money-is-budget = total value
latest-news = Latest news
all-programmes = { $count ->
    [one] All programmes: { $count }
   *[other] All programmes: { $count }
}
edit-text = Edit this text
copy-citation = Copy the citation
copy-link = Copy the link
copy-bibtex = Copy BibTeX
copied = Copied.
cite-version = version
cite-release = latest release
takes-part = takes part
population-unknown = not known
time-line = Programmes through the years
time-line-of-phases = Phases through the years
time-line-whole = length of the programme
time-line-phase = phase
time-line-open = the end is not known

## Programmes

programme = Programme
acronym = Short name
status = Status
status-planned = planned
status-ongoing = ongoing
status-closing = closing
status-completed = completed
status-cancelled = cancelled
status-suspended = suspended
period = Period
of-the-phase = of the phase
areas-heading = Areas
budget = Total value
regions = Regions
target-groups = Who it is for
follows = Builds on
followed-by = Followed by
objectives = Objectives
phases = Phases
projects-of-phase = In this phase:
results = Results
sdgs = Sustainable Development Goals
sdg-number = Goal { $number }
scope = Extent
in-municipality = In a city or municipality
in-district = In the whole district
in-region = In the whole region
in-national = In the whole country
in-unknown = Place not known yet
scope-national = The whole of Serbia
scope-unknown = Place not known yet
part-of-project = Part of
parts-of-project = Parts

# Details: facts that are only shown. Each is named after its keys.
detail-duration-months = Duration
detail-duration-months-value = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
detail-contact = Contact
detail-contact-email = E-mail
detail-contact-phone = Telephone
detail-contact-address = Address
detail-contact-hours = Office hours
detail-ids-wikidata = Wikidata
detail-ids-geonames = GeoNames
detail-ids-statistical = Statistical code
detail-ids-register = Registration number
detail-ids-ror = ROR

activities-by-area = Activities by area
sources = Sources
role-funder = { $count ->
    [one] Funder
   *[other] Funders
}
role-contracting-authority = { $count ->
    [one] Contracting authority
   *[other] Contracting authorities
}
role-responsible = { $count ->
    [one] Responsible institution
   *[other] Responsible institutions
}
role-implementer = { $count ->
    [one] Implementer
   *[other] Implementers
}
role-partner = { $count ->
    [one] Partner
   *[other] Partners
}
role-adviser = { $count ->
    [one] Adviser
   *[other] Advisers
}

## Sustainable Development Goals

sdg-1 = No poverty
sdg-2 = Zero hunger
sdg-3 = Good health and well-being
sdg-4 = Quality education
sdg-5 = Gender equality
sdg-6 = Clean water and sanitation
sdg-7 = Affordable and clean energy
sdg-8 = Decent work and economic growth
sdg-9 = Industry, innovation and infrastructure
sdg-10 = Reduced inequalities
sdg-11 = Sustainable cities and communities
sdg-12 = Responsible consumption and production
sdg-13 = Climate action
sdg-14 = Life below water
sdg-15 = Life on land
sdg-16 = Peace, justice and strong institutions
sdg-17 = Partnerships for the goals

## Projects and activities

phase = Phase
area = Area
sub-area = Sub-area
sub-areas = Sub-areas
indicators = Results in figures
indicator = Indicator
indicator-target = Target
indicator-actual = Achieved
indicator-baseline = Before:
indicator-unit = unit:
indicator-none = not known yet
indicator-kind-output = output
indicator-kind-outcome = outcome
indicator-kind-impact = impact
goals-description = { $count ->
    [one] { $count } goal of the United Nations
   *[other] { $count } goals of the United Nations
} to which programmes, phases or projects contribute.
results-description = { $count ->
    [one] { $count } indicator
   *[other] { $count } indicators
} of programmes and projects: what they aimed at and what they achieved.
support-type = Type of support
target-group = Target group
programmes-for-group = Programmes for this group
implementers = { $count ->
    [one] Implementer
   *[other] Implementers
}
partners = { $count ->
    [one] Partner
   *[other] Partners
}
partner-municipalities = Partner cities and municipalities
locations = { $count ->
    [one] Place
   *[other] Places
}
money = Amount
money-in-all = Total amount
money-basis = { $count ->
    [one] The amount of { $known } of { $count } activity is known.
   *[other] The amounts of { $known } of { $count } activities are known.
}
money-suspended = Suspended
money-suspended-note = These activities are suspended; their amounts are not included in the total.
money-split = { $programme } from the programme, { $others } from others
money-awarded = awarded: { $date }
money-recipient = recipient:
money-not-split = The amount is not split by place.
activities-heading = Activities
activities-by-project = Activities by project
municipalities-heading = Cities and municipalities
municipality = City or municipality
documents = Documents
published-documents = Published documents
related = See also
related-in = Other projects:
programmes-in-area = Programmes in this area

## Places

population = Inhabitants
activities-per-1000 = Activities per 1,000 inhabitants
type-municipality = municipality
type-city = city
type-city-municipality = city municipality
district = District
region = Region
seat = Seat
iso-code = Code (ISO 3166-2)
municipality-summary = { $name } { $number ->
   *[any] is
} a { $type } in the { $district_loc }.
municipality-description = { $count ->
    [0] The catalogue records no activity in { $loc } yet.
    [one] What programmes do in { $loc }: { $count } activity, with its project, partners and money.
   *[other] What programmes do in { $loc }: { $count } activities, with their projects, partners and money.
}
activity-details-in = Details of the activity in { $loc }
money-of-none = not known
programmes-figure = Programmes
implementers-figure = Implementers
activities-in = Activities in { $loc }
no-activities-in = The catalogue records no activity in { $loc } yet.
no-activities-in-district = The catalogue records no activity in this district yet.
neighbours = Other cities and municipalities in the same district
mentioned-elsewhere = Activities of other cities and municipalities that { $number ->
   *[any] mention
} { $name }
organisations-from = Organisations in { $gen }
district-description = { $name }: { $belgrade ->
    [yes] { $count ->
        [one] { $count } city municipality in the catalogue
       *[other] { $count } city municipalities in the catalogue
    }
   *[no] { municipalities-count }
} and { $activities ->
    [one] { $activities } activity
   *[other] { $activities } activities
}.

## Organisations

organisation-kind = Type of organisation
organisation-seat = Based in
website = Website
roles-in-programmes = Roles in programmes
as-implementer = As implementer
as-partner = As partner
as-recipient = As recipient of money
organisation-description = { $name }: { $count ->
    [0] its role in the programmes of the catalogue.
    [one] { $count } activity that it carries out or takes part in.
   *[other] { $count } activities that it carries out or takes part in.
}
organisation-government = government or state body
organisation-international = international organisation
organisation-local-government = local government
organisation-association-of-municipalities = association of cities and municipalities
organisation-public-institution = public institution or utility company
organisation-local-body = local body
organisation-civil-society = civil society organisation
organisation-programme = programme

## News and calls

post = News
post-kind = Type
post-kind-news = news
post-kind-story = story
post-kind-call = call for applications
posts-news = News
posts-story = Stories
posts-call = Calls
posts-of-year = News and calls of { $year }
all-posts = All
kinds-and-years = Types and years
posts-description = News, stories and calls of the programmes, the latest first: { $count }.
post-date = Published
post-about = What it is about
call-opens = Applications from
call-deadline = Deadline
call-who = Who may apply
call-budget = Available funds
call-soon = not open yet
call-open = open
call-closed = closed
day-and-time = { $date } at { $hour }:{ $minute }
add-to-calendar = Add the deadline to your calendar
calendar-of-calls = Deadlines of all calls for your calendar
applicant-local-government = municipalities and cities
applicant-public-institution = public institutions
applicant-civil-society = civil society organisations
applicant-business = companies and entrepreneurs
applicant-individual = individuals

## Documents

document = Document
document-kind = Type of document
document-date = Published
document-publisher = Publisher
document-about = What it is about
document-files = Files of the document
document-cited-by = Source of facts for
document-cited-by-more = { $count ->
    [one] And for { $count } more entry of the catalogue.
   *[other] And for { $count } more entries of the catalogue.
}
document-description = { $title }: { $kind }, with its files and what it is about.
document-kind-report = report
document-kind-study = study or evaluation
document-kind-plan = strategy or plan
document-kind-guide = guide or handbook
document-kind-brochure = brochure
document-kind-law = law or regulation
document-kind-agreement = contract or agreement
document-kind-call = call for proposals
document-kind-decision = decision
document-kind-presentation = presentation
document-kind-news = press release or article
document-kind-data = data
document-kind-web-page = web page
document-kind-other = other document
language-sr = Serbian
language-en = English
language-sq = Albanian
language-bs = Bosnian
language-bg = Bulgarian
language-hr = Croatian
language-fr = French
language-de = German
language-hu = Hungarian
language-mk = Macedonian
language-rom = Romani
language-ro = Romanian
language-rsk = Rusyn
language-sk = Slovak

## Open data

data-of-page = Data on these activities:
data-csv = CSV
data-json = JSON
data-files = Files
data-slices = At its end, each page of a programme, city or municipality, district, area, sub-area, support type, target group or organisation links to the same columns for its own activities.
data-dictionary = Columns and keys
data-by-locale = Columns that are listed together contain the same fact in Serbian in Latin script, Serbian in Cyrillic script and English. In JSON they are one key, which contains a key for each language.
data-descriptions = Descriptions of the data
data-set-activities = Activities
data-set-about-activities = What each project does in each city or municipality, with its partners, period and money.
data-set-programmes = Programmes
data-set-about-programmes = The programmes, with their periods and their money by year.
data-set-projects = Projects
data-set-about-projects = The projects of all programmes, with their areas, periods and money.
data-set-indicators = Indicators
data-set-about-indicators = What programmes and projects wanted to reach, and what was measured.
data-set-places = Cities, municipalities and districts
data-set-about-places = The cities, municipalities and districts, with the numbers of their activities and the money for these.
data-set-organisations = Organisations
data-set-about-organisations = The organisations that pay for, carry out or support activities.
data-set-documents = Documents
data-set-about-documents = The documents that are about entries or that facts come from.
data-set-posts = News and calls
data-set-about-posts = News, stories and calls, with the deadlines of the calls.
data-set-dataset = The whole catalogue
data-set-about-dataset = Everything in the catalogue, with its texts, for software.
data-releases = Releases
data-releases-about = Each release is the content of one day under a name that does not change. Its checksum shows that an archive of it is complete.
data-release-checksum = Checksum (SHA-256)
data-release-archive = Archive
data-column = Column
data-unit = Unit
data-workbook = A name in square brackets is the column that contains the unit. Addresses are links as far as the format allows, which is 65,530 in a sheet. The same table without limits is the CSV file of the same name.
data-cut-cells = These cells have more text than the format allows and are cut; all of it is in the CSV file:
data-meaning = Meaning
data-file-activities = a table of the activities: one row is one project in one city or municipality
data-file-activities-json = the same activities as objects, for software
data-file-programmes = a table of the programmes, with their periods, counts and sums
data-file-money-by-programme-year = a table of the money: one row is one year of a programme, by the beginnings of its activities
data-file-projects = a table of the projects
data-file-indicators = a table of the indicators, with their targets and the values that were measured
data-file-municipalities = a table of the cities and municipalities, with the numbers of their projects and activities
data-file-districts-geojson = the shapes of the districts and the City of Belgrade, with their counts, for geographic software
data-file-municipalities-geojson = the same as points on a map, for geographic software
data-file-organisations = a table of the organisations, with the numbers of their activities
data-file-documents = a table of the documents, with what they are about
data-file-posts = a table of the news, stories and calls, with what they are about
data-file-catalogue-json = the whole catalogue with its texts, for software
data-file-catalogue-jsonl = the same entries, one in each line (JSON Lines), with its kind in the key entry_kind; it can be read and cut line by line
data-file-releases-json = the releases of the content, with their checksums
data-file-iati-xml = programmes and projects for the International Aid Transparency Initiative (IATI)
data-file-iati-left-out = what is not in the IATI file, and why
data-file-360giving-json = grants of which the day, the recipient and the funder are known (360Giving), in one language
data-file-360giving-left-out = the awards that are not in the file of grants, and why
data-file-schema-json = JSON Schema of the whole catalogue: which keys there are and what they mean, in English
data-file-activities-schema-json = JSON Schema of the files with activities
data-file-releases-schema-json = JSON Schema of the list of releases
data-file-datapackage-json = description of the CSV tables as a Data Package (Frictionless): types, references and meanings of the columns
data-file-csv-metadata-json = the same as CSV on the Web (W3C)
data-file-dcat-jsonld = description of these files for open data portals
column-programme = id of the programme
column-programme-title = title of the programme
column-project = id of the project
column-title = title; in the table of activities that of the project
column-municipality = id of the city or municipality; of an organisation, that of its seat
column-municipality-name = name of the city or municipality
column-district = id of the district
column-district-name = name of the district
column-area = id of the area
column-area-name = name of the area
column-sub-area = id of the sub-area, within its area
column-sub-area-name = name of the sub-area
column-support-type = id of the support type
column-support-type-name = name of the support type
column-target-groups = ids of the target groups
column-target-group-names = names of these groups, in the same order
column-implementers = ids of the organisations that carry the activity out
column-implementer-names = names of these organisations, in the same order
column-partners = ids of the organisations that are partners in the activity
column-partner-names = names of these organisations, in the same order
column-partner-municipalities = ids of the cities and municipalities that work with this one
column-locations = ids of the cities and municipalities where the activity takes place, if the source names them
column-currency = currency of the amounts, by its code in ISO 4217
column-total = total amount for the activity
column-programme-funds = amount that the programme pays
column-co-funding = amount that others pay
column-unit = unit of the values
column-baseline = value before
column-baseline-date = date of this value
column-target = value to reach
column-target-date = date by which it is to be reached
column-actual = values that were measured, in the order of their dates
column-actual-date = dates of these values
column-actual-municipality = ids of the municipalities where they were measured, empty for the whole
column-actual-source = ids of the documents that these values come from
column-awarded = when the money was awarded
column-recipient = id of the organisation that receives the money
column-start = start date, as precise as it is known
column-end = end date, as precise as it is known
column-period-source = keyword for whose period it is: its own, that of the project or that of the phase; if only that of the programme is known, both dates are empty
column-status = keyword for its status; empty if only that of the programme is known
column-status-source = keyword for whose status it is: its own or that of the project; if only that of the programme is known, the status is empty
column-note = a remark
column-sources = ids of the documents that the facts come from
column-url = address of the page
column-id = id of the entry
column-iso-3166-2 = code of the district in ISO 3166-2
column-date = when it was published, as precisely as known
column-acronym = short name
column-areas = ids of the areas
column-area-names = names of these areas, in the same order
column-funders = ids of the organisations that pay for the programme
column-funder-names = names of these organisations, in the same order
column-regions = ids of the regions in which the programme works, if they are named
column-follows = ids of the earlier programmes on which it builds
column-year = the year in which the activities began, empty if it is not known
column-activities-with-amounts = number of activities whose amount is known, without cancelled and suspended ones
column-total-eur = sum of the total amounts in euros, without cancelled and suspended activities
column-total-chf = sum of the total amounts in Swiss francs, without cancelled and suspended activities
column-total-rsd = sum of the total amounts in dinars, without cancelled and suspended activities
column-former-ids = former ids of the entry, which its former addresses contain; in a table of parts of an entry, those of the project or programme
column-summary = what it is about, in one or two sentences
column-phase = id of the phase of the programme
column-municipalities = ids of the cities and municipalities where the project has activities
column-activities = number of activities
column-totals = sums of the total amounts, by currency, without cancelled and suspended activities
column-name = name
column-type = keyword for its legal type
column-scope = keyword for its extent: one city or municipality, a whole district, a whole region, the whole country, or not known yet
column-region = id of the region
column-region-name = name of the region
column-population = number of inhabitants
column-population-date = when they were counted
column-population-source = id of the document that this number comes from
column-activities-per-1000 = number of activities per 1,000 inhabitants, to three decimals
column-latitude = degrees north
column-longitude = degrees east
column-projects = number of projects
column-kind = keyword for the type
column-publisher = id of the organisation that published it; empty if it is not in the catalogue
column-publisher-name = name of the publisher
column-files = addresses of the files of the document
column-file-languages = codes of the languages of these files, in the same order
column-about = kinds and ids of the entries that it is about
column-citations = number of entries whose facts come from the document
column-opens = the day from which a call accepts applications
column-deadline = the last day of a call, or the time on it in Belgrade
column-who = keywords for those who may answer a call
column-budget = the money of the whole programme, or that a call awards
column-documents = ids of the documents that belong to it
column-website = address of its website
column-as-implementer = number of activities that it carries out
column-as-partner = number of activities in which it is a partner
column-as-recipient = number of other activities whose money it receives

## Search

search = Search
search-box = Search the catalogue
search-description = Search programmes, projects, activities, places, organisations and documents of the catalogue.
suggestions = Suggestions
suggested-places = Places
suggested-projects = Projects
suggested-organisations = Organisations
suggestions-count = { $count ->
    [0] No suggestions
    [one] { $count } suggestion
   *[other] { $count } suggestions
}
search-results = Results
results-count = { $count ->
    [0] No results
    [one] { $count } result
   *[other] { $count } results
}
search-without-script = Search needs JavaScript, which is switched off in your browser. You can browse these lists instead.
search-failed = Search is not working at the moment, because a part of it could not be loaded. Try again, or browse these lists.
search-browse = Browse the catalogue
places-count = { $count ->
    [one] { $count } place
   *[other] { $count } places
}
result-kind = Kind of result
name = Name
currency = Currency
address = Address
remove-choice = Remove filter
search-save = Download the results:
search-file = results
search-empty = Some things to try:
search-empty-spelling = Check how the words are spelled. Accents and script do not matter.
search-empty-words = Use fewer or more general words: a place, a group of people or a subject.
did-you-mean = Did you mean:
found-in-part = No result has all of these words. These results have most of them.
more-results = Show more results
clear-choices = Clear all filters
sort-by = Sort by
sort-relevance = relevance
sort-name = name
sort-amount = amount
narrow-results = Filter the results
narrow-list = Filter the list
year = Start year
any = Any
money-known = Amount known
project = Project
activity = Activity
organisation = Organisation
slash-key = Use the / key to search
organisations-count = { $count ->
    [one] { $count } organisation
   *[other] { $count } organisations
}

documents-count = { $count ->
    [one] { $count } document
   *[other] { $count } documents
}

## Not found

not-found-title = Page not found
not-found-text = There is no page here. The address may be mistyped, or the page has moved. Start from one of these pages.

## Moved

moved-title = Page moved
moved-text = This page has moved to:
