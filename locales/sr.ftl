# Interface text in Serbian, written in Latin; the Cyrillic one is made from it.
# Places come with their cases: $name in the nominative, $gen in the genitive (iz Šapca), $loc in the locative (u Šapcu).

## Around every page

skip-to-content = Preskočite na sadržaj
note-number = Napomena { $number }
back-to-text = Nazad na tekst iz napomene { $number }
languages = Jezik i pismo
main-navigation = Glavna navigacija
breadcrumb = Putanja do ove strane
home = Početna
menu = Meni
last-change = Poslednja promena sadržaja: { $date }
page-changed = Ova strana je poslednji put promenjena:
feed = Pratite promene (Atom)
accessibility = Pristupačnost sajta
nav-programmes = Programi
nav-projects = Projekti
nav-municipalities = Gradovi i opštine
nav-districts = Okruzi
nav-areas = Oblasti
nav-support = Vrste podrške
nav-target-groups = Ciljne grupe
nav-results = Rezultati
nav-money = Novac
nav-organisations = Organizacije
nav-updates = Vesti i pozivi
nav-documents = Dokumenti
nav-data = Podaci
nav-about = O katalogu
published-by = Katalog objavljuju:
not-translated = Ova strana još nije napisana na srpskom. Prikazana je na engleskom.
partly-translated = Neki tekstovi na ovoj strani još nisu napisani na srpskom. Prikazani su na engleskom.
licence-of-content = Sadržaj je dostupan pod licencom
cite = Kako navesti ovu stranu
corrections = Prijavite grešku

## Counts

number = { $count }
programmes-count = { $count ->
    [one] { $count } program
    [few] { $count } programa
   *[other] { $count } programa
}
projects-count = { $count ->
    [one] { $count } projekat
    [few] { $count } projekta
   *[other] { $count } projekata
}
municipalities-count = { $count ->
    [1] { $count } grad ili opština
    [one] { $count } grad i opština
    [few] { $count } grada i opštine
   *[other] { $count } gradova i opština
}
activities-count = { $count ->
    [one] { $count } aktivnost
    [few] { $count } aktivnosti
   *[other] { $count } aktivnosti
}
districts-count = { $count ->
    [one] { $count } okrug
    [few] { $count } okruga
   *[other] { $count } okruga
}
activities-in-projects = { activities-count }, { $projects ->
    [one] { $projects } projekat
    [few] { $projects } projekta
   *[other] { $projects } projekata
}

## Lists

programmes-description = Katalog opisuje { $count ->
    [one] { $count } program koji se finansira
    [few] { $count } programa koji se finansiraju
   *[other] { $count } programa koji se finansiraju
} javnim novcem: { $count ->
    [1] ko ga finansira, ko ga sprovodi, koji su mu ciljevi i šta je postigao
   *[other] ko ih finansira, ko ih sprovodi, koji su im ciljevi i šta su postigli
}.
projects-description = { $count ->
    [one] { $count } projekat
    [few] { $count } projekta
   *[other] { $count } projekata
} i { $activities ->
    [one] { $activities } aktivnost, po mestu gde se sprovodi
    [few] { $activities } aktivnosti, po mestu gde se sprovode
   *[other] { $activities } aktivnosti, po mestu gde se sprovode
}.
municipalities-description = U katalogu { $count ->
    [1] je { $count } grad ili opština
    [one] je { $count } grad i opština
    [few] su { $count } grada i opštine
   *[other] je { $count } gradova i opština
}; od toga { $active ->
    [one] { $active } ima
    [few] { $active } imaju
   *[other] { $active } ima
} zabeležene aktivnosti.
municipalities-active = Gradovi i opštine sa aktivnostima
municipalities-other = Bez zabeleženih aktivnosti
districts-description = { $count ->
    [one] { $count } upravni okrug
    [few] { $count } upravna okruga
   *[other] { $count } upravnih okruga
} { $belgrade ->
    [yes] i Grad Beograd, po regionima
   *[no] po regionima
}: koliko gradova, opština i aktivnosti ima u svakom.
areas-description = { $count ->
    [one] { $count } tematska oblast
    [few] { $count } tematske oblasti
   *[other] { $count } tematskih oblasti
} sa užim temama i aktivnostima u svakoj od njih.
target-groups-description = { $count ->
    [one] { $count } grupa ljudi kojoj su programi i projekti namenjeni.
    [few] { $count } grupe ljudi kojima su programi i projekti namenjeni.
   *[other] { $count } grupa ljudi kojima su programi i projekti namenjeni.
}
support-description = { $count ->
    [one] { $count } vrsta podrške
    [few] { $count } vrste podrške
   *[other] { $count } vrsta podrške
}: od tehničke pomoći do novca za konkretan projekat.
organisations-description = { $count ->
    [one] { $count } organizacija koja finansira, sprovodi ili podržava
    [few] { $count } organizacije koje finansiraju, sprovode ili podržavaju
   *[other] { $count } organizacija koje finansiraju, sprovode ili podržavaju
} programe i projekte.
documents-description = { $count ->
    [one] { $count } dokument iz kojeg su podaci ili koji govori o programima, projektima i mestima.
    [few] { $count } dokumenta iz kojih su podaci ili koji govore o programima, projektima i mestima.
   *[other] { $count } dokumenata iz kojih su podaci ili koji govore o programima, projektima i mestima.
}
pagination = Delovi spiska
part-of = Deo { $part } od { $parts }
continued-from = Spisak aktivnosti se nastavlja. Sve ostalo je u prvom delu:
continuation-description = { $name }: spisak aktivnosti, deo { $part } od { $parts }.
previous-page = Prethodni deo
next-page = Sledeći deo

## First page


data-teaser = Sve iz kataloga možete da preuzmete kao tabelu ili u obliku za softver i slobodno koristite.
data-link = Preuzmite podatke
recently-changed = Nedavno izmenjeni projekti

## What changed

changes = Šta se promenilo
changes-description = Programi, projekti, gradovi, opštine, dokumenti i vesti koji su dodati, izmenjeni ili uklonjeni, po danima.
added = Dodato
changed = Izmenjeno
removed = Uklonjeno
more-changes = { $count ->
    [one] i još { $count } stavka
    [few] i još { $count } stavke
   *[other] i još { $count } stavki
}
no-changes-known = Ovde nije poznato kada je sadržaj menjan.
more-differences = { $count ->
    [one] još { $count } izmena
    [few] još { $count } izmene
   *[other] još { $count } izmena
}
was-added = dodato
was-removed = uklonjeno
was-reordered = promenjen redosled
was-changed = izmenjeno
value-added = dodato:
value-removed = uklonjeno:
value-before = bilo je:
value-after = sada je:
lines-changed = izmenjen tekst, redova: +{ $added } −{ $removed }
in-language-sr = na srpskom
in-language-en = na engleskom

# Names of the keys of entries. Each has the name of its key.
field-name = Naziv
field-title = Naslov
field-summary = Sažetak
field-text = Tekst
field-file = Datoteka
field-files = { document-files }
field-genitive = Genitiv naziva
field-locative = Lokativ naziva
field-number = Gramatički broj naziva
field-type = Vrsta
field-district = { district }
field-coordinates = Položaj na mapi
field-latitude = geografska širina
field-longitude = geografska dužina
field-population = { population }
field-value = vrednost
field-date = datum
field-source = izvor
field-ids = Oznake u registrima
field-wikidata = { detail-ids-wikidata }
field-geonames = { detail-ids-geonames }
field-statistical = { detail-ids-statistical }
field-aliases = Ranije oznake
field-kind = Vrsta
field-publisher = { document-publisher }
field-url = adresa
field-language = jezik
field-about = { document-about }
field-note = Napomena
field-picture = Slika
field-description = opis
field-credit = autor
field-opens = { call-opens }
field-deadline = { call-deadline }
field-who = { call-who }
field-budget = { budget }
field-currency = valuta
field-amount = iznos
field-documents = { documents }
field-sources = { sources }
field-acronym = { acronym }
field-status = { status }
field-period = { period }
field-start = početak
field-end = završetak
field-areas = { areas-heading }
field-institutions = Institucije
field-organisation = { organisation }
field-role = uloga
field-funding = { money }
field-total = ukupno
field-programme = { programme }
field-co-funding = od drugih
field-awarded = dodeljeno
field-recipient = primalac
field-regions = { regions }
field-region = { region }
field-sdgs = { sdgs }
field-target-groups = { target-groups }
field-phases = { phases }
field-phase = { phase }
field-id = oznaka
field-duration = { period }
field-months = meseci
field-objectives = { objectives }
field-results = { results }
field-indicators = { indicators }
field-unit = jedinica
field-baseline = vrednost pre toga
field-target = { indicator-target }
field-actual = { indicator-actual }
field-municipality = { municipality }
field-follows = { follows }
field-contact = { detail-contact }
field-area = { area }
field-support = { support-type }
field-implementers = Organizacije koje sprovode
field-partners = Partneri
field-part-of = { part-of-project }
field-scope = { scope }
field-activities = { activities-heading }
field-partner-municipalities = { partner-municipalities }
field-locations = { places }

## Maps, bars and lines of time

map-title = Mapa aktivnosti
skip-map = Preskočite mapu
map-hint = Svaki znak je grad ili opština sa aktivnostima; veći znak znači da ih je više.
map-hint-districts = Što je boja okruga jača, to je u njemu više aktivnosti.
map-classes = Broj aktivnosti u okrugu
map-class = { $from }–{ $to }
map-mark = { $place } ({ $areas })
map-area = { $area }: { $count }
map-note = Polja nisu granice: svako obuhvata mesta kojima je to sedište najbliže.
map-elsewhere = { $count ->
    [one] Još { $count } aktivnost nije
    [few] Još { $count } aktivnosti nisu
   *[other] Još { $count } aktivnosti nije
} ni u jednom pojedinačnom gradu ili opštini, pa { $count ->
    [one] je
    [few] ih
   *[other] ih
} nema na mapi.
map-place = { $name }: { activities-count }
map-table = Isti podaci u tabeli
picture-alt = Mapa aktivnosti: { $name }
activities-by-support = Aktivnosti po vrsti podrške
money-by-programme = Iznosi po programima
money-by-municipality = Iznosi po gradovima i opštinama
money-note = Sabrani su poznati iznosi aktivnosti, bez otkazanih i obustavljenih; različite valute se ne sabiraju.
money-by-district = Iznosi po okruzima
money-by-programme-year = Iznosi po programima i godinama
money-description = { $count ->
    [one] Poznati iznosi za { $count } grad ili opštinu, po okruzima, programima i godinama.
    [few] Poznati iznosi za { $count } grada i opštine, po okruzima, programima i godinama.
   *[other] Poznati iznosi za { $count } gradova i opština, po okruzima, programima i godinama.
}
money-together = Sve zajedno
money-together-note = Sve zajedno obuhvata i aktivnosti van pojedinačnih mesta i iznose koji nisu podeljeni po mestima.
money-year = Godina
money-year-unknown = nepoznata
money-year-note = Godina je ona u kojoj je aktivnost počela.
money-by-name = Novac: mesta po nazivu
money-by-activities = Novac: mesta po broju aktivnosti
money-by-projects = Novac: mesta po broju projekata
money-by-known = Novac: mesta po udelu poznatih iznosa
money-by-currency = Novac: mesta po iznosu ({ $currency })
money-per-1000 = { $amount } na 1.000 stanovnika
known-of = { $known } od { $count }
compare = Uporedite mesta
compare-description = { $count ->
    [one] Uporedite do četiri mesta: aktivnosti, novac i zajedničke projekte. Ovde je { $count } grad ili opština sa aktivnostima.
    [few] Uporedite do četiri mesta: aktivnosti, novac i zajedničke projekte. Ovde su { $count } grada i opštine sa aktivnostima.
   *[other] Uporedite do četiri mesta: aktivnosti, novac i zajedničke projekte. Ovde je { $count } gradova i opština sa aktivnostima.
}
compare-title = { $name } i mesta u blizini
compare-place-description = Aktivnosti, novac i zajednički projekti u { $loc } i u najbližim mestima sa aktivnostima.
compare-others = Uporedite s drugim mestima
compare-with-those-nearby = Uz mesta u blizini
compare-with-neighbours = Svako mesto uz mesta u blizini
compare-place = Mesto { $number }
compare-button = Uporedite
compare-failed = Poređenje nije moglo da se učita. Proverite vezu i pokušajte ponovo.
compare-figures = Mesta u brojkama
compare-shared = Zajednički projekti
compare-none-shared = Ova mesta nemaju zajedničkih projekata.
compare-own = Projekti u { $loc }
compare-more = { $count ->
    [one] i još { $count } projekat
    [few] i još { $count } projekta
   *[other] i još { $count } projekata
}
places = Mesta
more-places = i još { $count }
on-this-page = Na ovoj strani
all-projects = { $count ->
    [one] Svih { $count } projekat
    [few] Sva { $count } projekta
   *[other] Svih { $count } projekata
}
period-unknown = trajanje nije poznato
money-unknown = iznos nije poznat
money-is-budget = ukupna vrednost
latest-news = Najnovije vesti
all-programmes = { $count ->
    [one] Svi programi: { $count }
    [few] Svi programi: { $count }
   *[other] Svi programi: { $count }
}
edit-text = Predložite izmenu ovog teksta
copy-citation = Kopirajte navod
copy-link = Kopirajte adresu
copy-bibtex = Kopirajte BibTeX
copied = Kopirano.
cite-version = verzija
cite-release = poslednje izdanje
takes-part = učestvuje
population-unknown = nije poznat
time-line = Programi kroz godine
time-line-of-phases = Faze kroz godine
time-line-whole = trajanje programa
time-line-phase = faza
time-line-open = kraj nije poznat

## Programmes

programme = Program
acronym = Skraćenica
status = Status
status-planned = planirano
status-ongoing = u toku
status-closing = pri kraju
status-completed = završeno
status-cancelled = otkazano
status-suspended = obustavljeno
period = Trajanje
of-the-phase = trajanje faze
areas-heading = Oblasti
budget = Ukupna vrednost
regions = Regioni
target-groups = Kome je namenjen
follows = Nadovezuje se na
followed-by = Na njega se nadovezuje
objectives = Ciljevi
phases = Faze
projects-of-phase = U ovoj fazi:
results = Rezultati
sdgs = Ciljevi održivog razvoja
sdg-number = Cilj { $number }
scope = Obuhvat
in-municipality = U gradu ili opštini
in-district = U celom okrugu
in-region = U celom regionu
in-national = U celoj zemlji
in-unknown = Mesto još nije poznato
scope-national = Cela Srbija
scope-unknown = Mesto još nije poznato
part-of-project = Deo projekta
parts-of-project = Delovi projekta

# Podaci koji se samo prikazuju. Svaki nosi ime svojih ključeva.
detail-duration-months = Trajanje
detail-duration-months-value = { $count ->
    [one] { $count } mesec
    [few] { $count } meseca
   *[other] { $count } meseci
}
detail-contact = Kontakt
detail-contact-email = Imejl
detail-contact-phone = Telefon
detail-contact-address = Adresa
detail-contact-hours = Radno vreme
detail-ids-wikidata = Vikipodaci
detail-ids-geonames = GeoNames
detail-ids-statistical = Matični broj u registru jedinica
detail-ids-register = Matični broj
detail-ids-ror = ROR

activities-by-area = Aktivnosti po oblastima
sources = Izvori
role-funder = { $count ->
    [1] Finansira
   *[other] Finansiraju
}
role-contracting-authority = { $count ->
    [1] Ugovorno telo
   *[other] Ugovorna tela
}
role-responsible = { $count ->
    [1] Odgovorna institucija
   *[other] Odgovorne institucije
}
role-implementer = { $count ->
    [1] Sprovodi
   *[other] Sprovode
}
role-partner = { $count ->
    [1] Partner
   *[other] Partneri
}
role-adviser = { $count ->
    [1] Savetuje
   *[other] Savetuju
}

## Sustainable Development Goals

sdg-1 = Svet bez siromaštva
sdg-2 = Svet bez gladi
sdg-3 = Dobro zdravlje i blagostanje
sdg-4 = Kvalitetno obrazovanje
sdg-5 = Rodna ravnopravnost
sdg-6 = Čista voda i sanitarni uslovi
sdg-7 = Dostupna i obnovljiva energija
sdg-8 = Dostojanstven rad i ekonomski rast
sdg-9 = Industrija, inovacije i infrastruktura
sdg-10 = Smanjenje nejednakosti
sdg-11 = Održivi gradovi i zajednice
sdg-12 = Odgovorna potrošnja i proizvodnja
sdg-13 = Akcija za klimu
sdg-14 = Život pod vodom
sdg-15 = Život na zemlji
sdg-16 = Mir, pravda i snažne institucije
sdg-17 = Partnerstvom do ciljeva

## Projects and activities

phase = Faza
area = Oblast
sub-area = Tema
sub-areas = Teme
indicators = Rezultati u brojkama
indicator = Pokazatelj
indicator-target = Cilj
indicator-actual = Ostvareno
indicator-baseline = Pre toga:
indicator-unit = jedinica:
indicator-none = još nije poznato
indicator-kind-output = neposredni rezultat
indicator-kind-outcome = ishod
indicator-kind-impact = dugoročni učinak
goals-description = { $count ->
    [one] { $count } cilj Ujedinjenih nacija kojem programi, faze ili projekti doprinose.
    [few] { $count } cilja Ujedinjenih nacija kojima programi, faze ili projekti doprinose.
   *[other] { $count } ciljeva Ujedinjenih nacija kojima programi, faze ili projekti doprinose.
}
results-description = { $count ->
    [one] { $count } pokazatelj programa i projekata: šta je bio cilj i šta je ostvareno.
    [few] { $count } pokazatelja programa i projekata: šta je bio cilj i šta je ostvareno.
   *[other] { $count } pokazatelja programa i projekata: šta je bio cilj i šta je ostvareno.
}
support-type = Vrsta podrške
target-group = Ciljna grupa
programmes-for-group = Programi za ovu grupu
implementers = { $count ->
    [1] Sprovodi
   *[other] Sprovode
}
partners = { $count ->
    [1] Partner
   *[other] Partneri
}
partner-municipalities = Partnerski gradovi i opštine
locations = { $count ->
    [1] Mesto
   *[other] Mesta
}
money = Iznos
money-in-all = Ukupan iznos
money-basis = Iznos je poznat za { $known } od { $count } aktivnosti.
money-suspended = Obustavljeno
money-suspended-note = Ove aktivnosti su obustavljene, pa njihovi iznosi nisu uključeni u ukupan iznos.
money-split = { $programme } od programa, { $others } od drugih
money-awarded = dodeljeno: { $date }
money-recipient = primalac:
money-not-split = Iznos nije podeljen po mestima.
activities-heading = Aktivnosti
activities-by-project = Aktivnosti po projektima
municipalities-heading = Gradovi i opštine
municipality = Grad ili opština
documents = Dokumenti
published-documents = Objavljeni dokumenti
related = Pogledajte i
related-in = Drugi projekti:
programmes-in-area = Programi u ovoj oblasti

## Places

population = Broj stanovnika
activities-per-1000 = Aktivnosti na 1.000 stanovnika
type-municipality = opština
type-city = grad
type-city-municipality = gradska opština
district = Okrug
region = Region
seat = Sedište
iso-code = Oznaka (ISO 3166-2)
municipality-summary = { $name } { $number ->
    [plural] su
   *[singular] je
} { $type } u { $district_loc }.
municipality-description = { $count ->
    [0] Katalog za sada ne beleži nijednu aktivnost u { $loc }.
    [1] Šta programi rade u { $loc }: { $count } aktivnost, sa projektom, partnerima i novcem.
    [one] Šta programi rade u { $loc }: { $count } aktivnost, sa projektima, partnerima i novcem.
    [few] Šta programi rade u { $loc }: { $count } aktivnosti, sa projektima, partnerima i novcem.
   *[other] Šta programi rade u { $loc }: { $count } aktivnosti, sa projektima, partnerima i novcem.
}
activity-details-in = Podaci o aktivnosti u { $loc }
money-of-none = nije poznat
programmes-figure = Programi
implementers-figure = Organizacije koje sprovode
activities-in = Aktivnosti u { $loc }
no-activities-in = Katalog za sada ne beleži nijednu aktivnost u { $loc }.
no-activities-in-district = Katalog za sada ne beleži nijednu aktivnost u ovom okrugu.
neighbours = Drugi gradovi i opštine u istom okrugu
mentioned-elsewhere = Aktivnosti drugih gradova i opština u kojima se { $number ->
    [plural] pominju
   *[singular] pominje
} { $name }
organisations-from = Organizacije iz { $gen }
district-description = { $name }: { $belgrade ->
    [yes] { $count ->
        [one] { $count } gradska opština u katalogu
        [few] { $count } gradske opštine u katalogu
       *[other] { $count } gradskih opština u katalogu
    }
   *[no] { municipalities-count }
} i { $activities ->
    [one] { $activities } aktivnost
    [few] { $activities } aktivnosti
   *[other] { $activities } aktivnosti
}.

## Organisations

organisation-kind = Vrsta organizacije
organisation-seat = Sedište
website = Veb-sajt
roles-in-programmes = Uloge u programima
as-implementer = Sprovodi
as-partner = Učestvuje kao partner
as-recipient = Prima sredstva
organisation-description = { $name }: { $count ->
    [0] uloga u programima iz kataloga.
    [one] { $count } aktivnost koju sprovodi ili u kojoj učestvuje kao partner.
    [few] { $count } aktivnosti koje sprovodi ili u kojima učestvuje kao partner.
   *[other] { $count } aktivnosti koje sprovodi ili u kojima učestvuje kao partner.
}
organisation-government = vlada ili državni organ
organisation-international = međunarodna organizacija
organisation-local-government = lokalna samouprava
organisation-association-of-municipalities = asocijacija gradova i opština
organisation-public-institution = javna ustanova ili javno preduzeće
organisation-local-body = lokalno telo
organisation-civil-society = organizacija civilnog društva
organisation-programme = program

## News and calls

post = Vest
post-kind = Vrsta
post-kind-news = vest
post-kind-story = priča
post-kind-call = javni poziv
posts-news = Vesti
posts-story = Priče
posts-call = Javni pozivi
posts-of-year = Vesti i pozivi iz { $year }. godine
all-posts = Sve
kinds-and-years = Vrste i godine
posts-description = Vesti, priče i javni pozivi programa, počev od najnovijih: { $count }.
post-date = Objavljeno
post-about = O čemu je
call-opens = Prijave od
call-deadline = Rok
call-who = Ko se može prijaviti
call-budget = Raspoloživa sredstva
call-soon = još nije otvoren
call-open = otvoren
call-closed = zatvoren
day-and-time = { $date } u { $hour }.{ $minute }
add-to-calendar = Dodajte rok u svoj kalendar
calendar-of-calls = Rokovi svih poziva za vaš kalendar
applicant-local-government = gradovi i opštine
applicant-public-institution = javne ustanove
applicant-civil-society = organizacije civilnog društva
applicant-business = preduzeća i preduzetnici
applicant-individual = građani

## Documents

document = Dokument
document-kind = Vrsta dokumenta
document-date = Objavljeno
document-publisher = Izdavač
document-about = O čemu je
document-files = Datoteke dokumenta
document-cited-by = Odavde su podaci za
document-cited-by-more = { $count ->
    [one] I za još { $count } zapis kataloga.
    [few] I za još { $count } zapisa kataloga.
   *[other] I za još { $count } zapisa kataloga.
}
document-description = { $title }: { $kind }, sa datotekama i onim na šta se odnosi.
document-kind-report = izveštaj
document-kind-study = studija ili evaluacija
document-kind-plan = strategija ili plan
document-kind-guide = vodič ili priručnik
document-kind-brochure = brošura
document-kind-law = zakon ili drugi propis
document-kind-agreement = ugovor ili sporazum
document-kind-call = javni poziv
document-kind-decision = odluka
document-kind-presentation = prezentacija
document-kind-news = saopštenje ili članak
document-kind-data = podaci
document-kind-web-page = veb-strana
document-kind-other = drugi dokument
language-sr = srpski
language-en = engleski
language-sq = albanski
language-bs = bosanski
language-bg = bugarski
language-hr = hrvatski
language-fr = francuski
language-de = nemački
language-hu = mađarski
language-mk = makedonski
language-rom = romski
language-ro = rumunski
language-rsk = rusinski
language-sk = slovački

## Open data

data-of-page = Podaci o ovim aktivnostima:
data-csv = CSV
data-json = JSON
data-files = Datoteke
data-slices = Na kraju strane svakog programa, grada ili opštine, okruga, oblasti, teme, vrste podrške, ciljne grupe i organizacije nalaze se datoteke sa istim kolonama za njene aktivnosti.
data-dictionary = Kolone i ključevi
data-by-locale = Kolone koje stoje zajedno sadrže isti podatak na srpskom latinicom, na srpskom ćirilicom i na engleskom. U obliku JSON to je jedan ključ, a ispod njega su jezici.
data-descriptions = Opisi podataka
data-set-activities = Aktivnosti
data-set-about-activities = Šta svaki projekat radi u svakom gradu i opštini, sa partnerima, trajanjem i novcem.
data-set-programmes = Programi
data-set-about-programmes = Programi, sa trajanjem i novcem po godinama.
data-set-projects = Projekti
data-set-about-projects = Projekti svih programa, sa oblastima, trajanjem i novcem.
data-set-indicators = Pokazatelji
data-set-about-indicators = Šta su programi i projekti hteli da postignu i šta je izmereno.
data-set-places = Gradovi, opštine i okruzi
data-set-about-places = Gradovi, opštine i okruzi, sa brojem aktivnosti i novcem za njih.
data-set-organisations = Organizacije
data-set-about-organisations = Organizacije koje finansiraju, sprovode ili podržavaju aktivnosti.
data-set-documents = Dokumenti
data-set-about-documents = Dokumenti koji govore o zapisima u katalogu ili iz kojih su podaci.
data-set-posts = Vesti i pozivi
data-set-about-posts = Vesti, priče i pozivi, sa rokovima za prijavu.
data-set-dataset = Ceo katalog
data-set-about-dataset = Sve što je u katalogu, sa tekstovima, za softver.
data-releases = Izdanja
data-releases-about = Svako izdanje je sadržaj kataloga na određeni dan, pod nazivom koji se ne menja. Po kontrolnom zbiru možete da proverite da li je arhiva potpuna.
data-release-checksum = Kontrolni zbir (SHA-256)
data-release-archive = Arhiva
data-column = Kolona
data-unit = Jedinica
data-workbook = Naziv u uglastoj zagradi je kolona u kojoj je jedinica. Adrese su veze dok ih format dozvoljava, a to je 65.530 na listu. Ista tabela bez ograničenja je datoteka CSV istog naziva.
data-cut-cells = Ove ćelije imaju više teksta nego što format dozvoljava, pa su skraćene; ceo tekst je u datoteci CSV:
data-meaning = Značenje
data-file-activities = tabela aktivnosti: jedan red je jedan projekat u jednom gradu ili opštini
data-file-activities-json = iste aktivnosti kao objekti, za softver
data-file-programmes = tabela programa, sa trajanjem, brojem aktivnosti i zbirovima
data-file-money-by-programme-year = tabela novca: jedan red je jedna godina jednog programa, prema početku aktivnosti
data-file-projects = tabela projekata
data-file-indicators = tabela pokazatelja, sa ciljevima i izmerenim vrednostima
data-file-municipalities = tabela gradova i opština, sa brojem projekata i aktivnosti
data-file-districts-geojson = oblici okruga i Grada Beograda sa brojem aktivnosti, za geografski softver
data-file-municipalities-geojson = isto to kao tačke na mapi, za geografski softver
data-file-organisations = tabela organizacija, sa brojem aktivnosti
data-file-documents = tabela dokumenata, sa onim na šta se odnose
data-file-posts = tabela vesti, priča i poziva, sa onim o čemu govore
data-file-catalogue-json = ceo katalog sa tekstovima, za softver
data-file-catalogue-jsonl = isti zapisi, u svakom redu po jedan, sa svojom vrstom; mogu se čitati i deliti red po red
data-file-releases-json = izdanja kataloga, sa kontrolnim zbirovima
data-file-iati-xml = programi i projekti za međunarodnu inicijativu za transparentnost pomoći (IATI)
data-file-iati-left-out = ono čega nema u datoteci za IATI, sa razlogom, na engleskom
data-file-360giving-json = donacije čiji su dan, primalac i finansijer poznati, na jednom jeziku
data-file-360giving-left-out = dodeljena sredstva kojih nema u datoteci donacija, sa razlogom, na engleskom
data-file-schema-json = JSON šema celog kataloga: koji ključevi postoje i šta znače, na engleskom
data-file-activities-schema-json = takva šema za datoteke sa aktivnostima
data-file-releases-schema-json = takva šema za spisak izdanja
data-file-datapackage-json = opis tabela CSV za softver: vrste, veze i značenja kolona
data-file-csv-metadata-json = takav opis u obliku JSON za tabele na vebu
data-file-dcat-jsonld = opis ovih datoteka za portale otvorenih podataka
column-programme = oznaka programa
column-programme-title = naslov programa
column-project = oznaka projekta
column-title = naslov; u tabeli aktivnosti to je naslov projekta
column-municipality = oznaka grada ili opštine; kod organizacije onog u kojem joj je sedište
column-municipality-name = naziv grada ili opštine
column-district = oznaka okruga
column-district-name = naziv okruga
column-area = oznaka oblasti
column-area-name = naziv oblasti
column-sub-area = oznaka teme u okviru njene oblasti
column-sub-area-name = naziv teme
column-support-type = oznaka vrste podrške
column-support-type-name = naziv vrste podrške
column-target-groups = oznake ciljnih grupa
column-target-group-names = nazivi tih grupa, istim redom
column-implementers = oznake organizacija koje sprovode aktivnost
column-implementer-names = nazivi tih organizacija, istim redom
column-partners = oznake organizacija koje su partneri u aktivnosti
column-partner-names = nazivi tih organizacija, istim redom
column-partner-municipalities = oznake gradova i opština koji u aktivnosti sarađuju
column-locations = oznake gradova i opština u kojima se aktivnost sprovodi, ako ih izvor navodi
column-currency = valuta iznosa, po oznaci iz standarda ISO 4217
column-total = ukupan iznos za aktivnost
column-programme-funds = deo koji daje program
column-co-funding = deo koji daju drugi
column-unit = jedinica vrednosti
column-baseline = vrednost pre početka
column-baseline-date = datum te vrednosti
column-target = vrednost koju treba dostići
column-target-date = rok za tu vrednost
column-actual = izmerene vrednosti, po redu datuma
column-actual-date = datumi tih vrednosti
column-actual-municipality = oznake opština u kojima su izmerene, prazno za celinu
column-actual-source = oznake dokumenata iz kojih su te vrednosti
column-awarded = kada su sredstva dodeljena
column-recipient = oznaka organizacije koja prima sredstva
column-start = početak, koliko je tačno poznat
column-end = završetak, koliko je tačno poznat
column-period-source = oznaka onoga čije je to trajanje: sopstveno, projekta ili faze; ako je poznato samo trajanje programa, oba datuma su prazna
column-status = oznaka statusa; prazno ako je poznat samo status programa
column-status-source = oznaka onoga čiji je to status: sopstveni ili projekta; ako je poznat samo status programa, status je prazan
column-note = napomena
column-sources = oznake dokumenata iz kojih su podaci
column-url = adresa strane
column-id = oznaka zapisa
column-iso-3166-2 = oznaka okruga po standardu ISO 3166-2
column-date = kada je objavljeno, koliko je tačno poznato
column-acronym = kratak naziv
column-areas = oznake oblasti
column-area-names = nazivi tih oblasti, istim redom
column-funders = oznake organizacija koje finansiraju program
column-funder-names = nazivi tih organizacija, istim redom
column-regions = oznake regiona u kojima program radi, ako su navedeni
column-follows = oznake ranijih programa na koje se nadovezuje
column-year = godina u kojoj su aktivnosti počele, prazno ako nije poznata
column-activities-with-amounts = broj aktivnosti čiji je iznos poznat, bez otkazanih i obustavljenih
column-total-eur = zbir ukupnih iznosa u evrima, bez otkazanih i obustavljenih aktivnosti
column-total-chf = zbir ukupnih iznosa u švajcarskim francima, bez otkazanih i obustavljenih aktivnosti
column-total-rsd = zbir ukupnih iznosa u dinarima, bez otkazanih i obustavljenih aktivnosti
column-former-ids = ranije oznake zapisa, koje stoje u njegovim ranijim adresama; u tabeli delova zapisa to su oznake projekta ili programa
column-summary = o čemu je reč, u jednoj ili dve rečenice
column-phase = oznaka faze programa
column-municipalities = oznake gradova i opština u kojima projekat ima aktivnosti
column-activities = broj aktivnosti
column-totals = zbirovi ukupnih iznosa, za svaku valutu posebno, bez otkazanih i obustavljenih aktivnosti
column-name = naziv
column-type = oznaka vrste jedinice po zakonu
column-scope = oznaka obuhvata: jedan grad ili opština, ceo okrug, ceo region, cela zemlja, ili se mesto još ne zna
column-region = oznaka regiona
column-region-name = naziv regiona
column-population = broj stanovnika
column-population-date = kada su popisani
column-population-source = oznaka dokumenta iz kojeg je ovaj broj
column-activities-per-1000 = broj aktivnosti na 1.000 stanovnika, na tri decimale
column-latitude = stepeni severne geografske širine
column-longitude = stepeni istočne geografske dužine
column-projects = broj projekata
column-kind = oznaka vrste
column-publisher = oznaka organizacije koja ga je objavila; prazno ako nije u katalogu
column-publisher-name = naziv izdavača
column-files = adrese datoteka dokumenta
column-file-languages = oznake jezika tih datoteka, istim redom
column-about = vrste i oznake zapisa o kojima govori
column-citations = broj zapisa čiji su podaci iz ovog dokumenta
column-opens = dan od kojeg poziv prima prijave
column-deadline = poslednji dan poziva ili čas tog dana u Beogradu
column-who = oznake onih koji se mogu prijaviti na poziv
column-budget = novac celog programa ili onaj koji se pozivom dodeljuje
column-documents = oznake dokumenata koji uz to idu
column-website = adresa njenog veb-sajta
column-as-implementer = broj aktivnosti koje sprovodi
column-as-partner = broj aktivnosti u kojima je partner
column-as-recipient = broj drugih aktivnosti čija sredstva prima

## Search

search = Pretraga
search-box = Pretražite katalog
search-description = Pretraga programa, projekata, aktivnosti, mesta, organizacija i dokumenata iz kataloga.
suggestions = Predlozi
suggested-places = Mesta
suggested-projects = Projekti
suggested-organisations = Organizacije
suggestions-count = { $count ->
    [0] Nema predloga
    [one] { $count } predlog
    [few] { $count } predloga
   *[other] { $count } predloga
}
search-results = Rezultati
results-count = { $count ->
    [0] Ništa nije pronađeno
    [one] { $count } rezultat
    [few] { $count } rezultata
   *[other] { $count } rezultata
}
search-without-script = Pretraga radi samo ako su u pregledaču uključene skripte, a u vašem su isključene. Možete da pregledate ove spiskove.
search-failed = Pretraga trenutno ne radi: deo podataka nije stigao. Pokušajte ponovo ili pregledajte ove spiskove.
search-browse = Pregledajte katalog
places-count = { $count ->
    [one] { $count } mesto
    [few] { $count } mesta
   *[other] { $count } mesta
}
result-kind = Vrsta rezultata
name = Naziv
currency = Valuta
address = Adresa
remove-choice = Uklonite izbor
search-save = Preuzmite rezultate:
search-file = rezultati
search-empty = Probajte ovako:
search-empty-spelling = Proverite da li su reči dobro napisane. Kvačice i pismo nisu važni.
search-empty-words = Upotrebite manje reči, ili opštije: naziv mesta, grupe ljudi ili teme.
did-you-mean = Da li ste mislili:
found-in-part = Nigde nema svih ovih reči. Prikazano je ono što ih sadrži najviše.
more-results = Prikažite još rezultata
clear-choices = Poništite sve izbore
sort-by = Poređajte po
sort-relevance = važnosti
sort-name = nazivu
sort-amount = iznosu
narrow-results = Suzite rezultate
narrow-list = Suzite spisak
year = Godina početka
any = Sve
money-known = Iznos je poznat
project = Projekat
activity = Aktivnost
organisation = Organizacija
slash-key = Taster / vodi do pretrage
organisations-count = { $count ->
    [one] { $count } organizacija
    [few] { $count } organizacije
   *[other] { $count } organizacija
}

documents-count = { $count ->
    [one] { $count } dokument
    [few] { $count } dokumenta
   *[other] { $count } dokumenata
}

## Not found

not-found-title = Strana nije pronađena
not-found-text = Ovde nema strane. Možda je adresa pogrešno upisana ili je strana premeštena. Krenite od jedne od ovih strana.

## Moved

moved-title = Strana je premeštena
moved-text = Ova strana sada ima drugu adresu:
