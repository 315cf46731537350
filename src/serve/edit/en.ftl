# The forms of the preview in English. A key without a message is shown as it is written.

editor = Edit the catalogue
skip = Skip to content
navigation = Editing
all-entries = All entries
preview = Preview of the site
own-name-sr = Srpski
own-name-en = English
language-name-sr = Serbian
language-name-en = English

## All entries

search = Search by name or id, in either script
search-button = Search
catalogue = Settings of the catalogue
problems = { $count ->
    [one] { $count } problem
   *[other] { $count } problems
}
new = New: { $text }
kind-programme = programme
kind-project = project
kind-municipality = municipality
kind-district = district
kind-region = region
kind-area = area
kind-sub-area = sub-area
kind-support = support type
kind-target-group = target group
kind-organisation = organisation
kind-document = document
kind-post = news, story or call
kind-page = page
kinds-programme = Programmes
kinds-project = Projects
kinds-municipality = Municipalities
kinds-district = Districts
kinds-region = Regions
kinds-area = Areas
kinds-sub-area = Sub-areas
kinds-support = Support types
kinds-target-group = Target groups
kinds-organisation = Organisations
kinds-document = Documents
kinds-post = News, stories and calls
kinds-page = Pages

## A form

facts = Facts
texts = Texts
body = Text
body-help = In Markdown: *emphasis*, **strong**, [link](municipality:bor), lists that begin with a hyphen.
looks-like = How it looks
save = Save
saved = Saved.
view = Show the page
further-keys = Further:
add-item = Add
remove-item = Remove
move-up = Move up
move-down = Move down
new-item = new
pair-name = Name
pair-value = Value
in-both-languages = The same in both languages
in-each-language = In each language
kept = This is written in a way that no form has. It stays as it is; change it in the file.
unreadable = { $text } cannot be read. Correct the file in a text editor first.
given-twice = { $text }: give one of the two, not both.
odd = This form cannot make the change without losing a comment near { $text }. Make it in the file; nothing was written.
problems-title = To correct
blank = this is still to be written
used-by = { $count ->
    [0] Used by nothing
    [one] Used { $count } time
   *[other] Used { $count } times
}
history = History
no-history = Git knows no commit of it.
conflict = The file has changed since this form was opened. Nothing was written.
conflict-help = The table shows where your version differs from the file. The form below has your changes and everything else from the file; check them, then save.
field = Field
version-yours = Yours
version-on-disk = The file
take-theirs = Drop your changes

## Other pages

title-sr = Title in Serbian
title-en = Title in English
name-sr = Name in Serbian
name-en = Name in English
id = Id (optional)
id-help = The name of the entry in addresses and references: lower-case letters a-z, digits and hyphens. Without one, it is made from the Serbian name.
fill-in-title-sr = Write the title in Serbian.
fill-in-title-en = Write the title in English.
fill-in-name-sr = Write the name in Serbian.
fill-in-name-en = Write the name in English.
fill-in-id = No id can be made from the Serbian name. Write one.
create = Create and fill in
rename = Change the id
new-id = New id
new-id-help = All references follow, and the old address leads to the new one.
show-changes = Show what changes
changes = What changes
remove = Remove
files = Files
would-break = It cannot be removed: the content would have these errors. Change what refers to it first.
failed = This did not work
not-found = There is no such page
not-found-help = It may have been renamed or removed.
closed = Editing is locked
closed-help = The address for editing is the one with the token that katalog serve prints in the terminal behind “edit:”. Open it in this browser. Then the Edit links of the pages lead to the forms, until the preview ends.
closed-back = Back to the site

## Commits

commit = Commit
commit-files = { $count ->
    [0] no files
    [one] { $count } file
   *[other] { $count } files
}
commit-about = These files were saved here and are not in git yet. Nothing else is committed with them.
commit-added = new
commit-changed = changed
commit-removed = removed
commit-left-out = These files stay out of the commit:
commit-left-changed = something else has changed it since it was saved here; commit it with git
commit-left-staged = git has something else staged for it; commit it with git
commit-left-converted = git would change its line ends, or store it with a filter such as that of LFS; commit it with git
commit-left-ignored = git is told to ignore it
commit-left-nested = it belongs to another repository
commit-left-unreadable = it cannot be read
commit-message = Message
commit-message-help = What you changed, and why. The first line is the title.
commit-author = Author: { $text }
commit-branch = branch: { $text }
commit-button = Commit
committed = Committed: { $text }.
commit-nothing = There is nothing to commit.
commit-other = Since this page was opened, something else is to be committed. Nothing was committed; check the list, then commit.
commit-empty = Nothing was committed: write a message first.
commit-long = Nothing was committed: the message is longer than 10,000 characters.
commit-no-author = Git does not know who you are. Give your name and e-mail address once in a terminal, then open this page again:
commit-unborn = The repository has no commits yet. Make the first one with git.
commit-detached = No branch is checked out. Check one out with git, then open this page again.
commit-unfinished = A merge, rebase, cherry-pick or revert is not finished. Finish or abort it with git, then open this page again.
commit-programs = The settings of git name programs that run with a commit (hook). They would not run from here; commit with git.
commit-links = There are links in the folder of the repository, so git could write elsewhere. Commit with git.
commit-locked = Nothing was committed: another git is at work, or was stopped while it was (index.lock).
commit-moved = Nothing was committed: somebody else has just committed. Your files are saved; check the list, then commit again.
commit-failed = Git could not commit. Your files are saved; commit them with git.

## Labels of keys that differ from the key

key-base-url = Address of the site
key-url = Web address
key-iso = ISO 3166-2 code
key-dac = DAC sector code
key-iati = IATI
key-sdgs = Sustainable Development Goals
key-ror = ROR id
key-ids = Codes in registers
key-co-funding = Co-funding
key-sub-areas = Sub-areas
