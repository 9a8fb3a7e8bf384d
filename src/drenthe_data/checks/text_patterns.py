"""Patterns of broken words and of personal data in texts."""

from __future__ import annotations

# A hyphen before one of these words stands for the rest of a word: "land- en tuinbouw", "voor-
# versus nadelen", "in- t/m uitstroom". The last are prepositions that no broken word ends in.
HANGING = (
    r"(?:en|én|of|óf|en/of|tot|als|alsmede|alsook|evenals|noch|maar|dan|danwel|ofwel|oftewel|plus|"
    r"resp|respectievelijk|cq|and|or|to|und|oder|bzw|bis|et|ou|"
    r"versus|vs|via|met|zonder|bij|tegenover|ipv|incl|inclusief|excl|exclusief|in plaats van|t/m)\b"
    r"|(?:i\.p\.v|c\.q|t\.o\.v|m\.u\.v|d\.w\.z|o\.a)\."
)
HYPHENS = "-\u2010\u2011"
LETTER = r"[^\W\d_]"
BROKEN = rf"({LETTER})[{HYPHENS}] +({LETTER})"
# "Van klein- naar grootschalig", but "een ambte- naar": only after "van" is the hyphen a right one.
SUSPENDED = (
    rf"(?i)[{HYPHENS}] +(?:{HANGING})",
    rf"(?i)\bvan (?:[\w-]+ ){{0,3}}[\w-]*{LETTER}[{HYPHENS}] +naar\b",
)
# What looks suspended but is one word: "daar- bij", "er- tegenover".
ONE_WORD = rf"(?i)\b(daar|er|hier|waar|dicht|na|vlak|voor)[{HYPHENS}] +(bij|tegenover|mee|naar)\b"

# Addresses of no person.
GENERAL = (
    r"(?i)(?:^|[^a-z0-9._%+-])(?:"
    r"aanbesteding|aanbestedingen|aanmelden|aanmelding|abuse|admin|administratie|"
    r"afspraak|algemeen|archief|avg|balie|bedrijven|bedrijvenloket|bestellen|"
    r"bestuur|bestuurssecretariaat|bezwaar|bibliotheek|boekhouding|bureau|college|"
    r"communicatie|contact|crediteuren|cursus|data|datateam|debiteuren|directie|"
    r"directiesecretariaat|e-mail|economie|email|energie|evenementen|events|"
    r"facturatie|facturen|factuur|fg|financien|frontoffice|functioneelbeheer|"
    r"gemeente|geo|geo-informatie|geodata|geoinformatie|gis|griffie|hallo|hello|"
    r"helpdesk|hostmaster|hr|ict|info|informatie|informatiebeheer|inkoop|"
    r"inschrijven|inschrijving|juridischezaken|kantoor|klacht|klachten|klantcontact|"
    r"klantenservice|loket|mail|marketing|melding|meldingen|meldpunt|museum|nieuws|"
    r"nieuwsbrief|no-reply|noreply|office|omgevingsloket|ondernemers|ondernemersloket|"
    r"ondernemersplein|onderwijs|onderzoek|open-data|opendata|pers|personeelszaken|"
    r"persvoorlichting|post|postbus|postmaster|privacy|programma|programmabureau|"
    r"project|projectbureau|projecten|provincie|raad|raadsgriffie|receptie|redactie|"
    r"reserveren|reserveringen|sales|secretariaat|security|service|service-desk|"
    r"servicedesk|servicepunt|staten|statengriffie|statistiek|stichting|subsidie|"
    r"subsidieloket|subsidies|support|team|vacature|vacatures|vereniging|vergunning|"
    r"vergunningen|verkoop|voorlichting|webmaster|webredactie|website|welkom|"
    r"werkenbij|woo|woordvoering"
    r"|(?:afdeling|bureau|loket|programma|project|team)[._-][a-z]+"
    r")@[a-z0-9.-]+"
)
EMAIL = r"(?i)([a-z0-9._%+-]+ ?(?:@|[\[(] ?at ?[\])]) ?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})"
IBAN = (
    r"(?:^|[^A-Za-z0-9])("
    r"NL[0-9]{2} ?[A-Z]{4} ?[0-9]{4} ?[0-9]{4} ?[0-9]{2}"
    r"|DE[0-9]{2} ?[0-9]{4} ?[0-9]{4} ?[0-9]{4} ?[0-9]{4} ?[0-9]{2}"
    r"|BE[0-9]{2} ?[0-9]{4} ?[0-9]{4} ?[0-9]{4}"
    r")(?:[^A-Za-z0-9]|$)"
)
CITIZEN = (
    r"(?i)\b((?:bsn|burgerservicenummer|sofi-?nummer)(?:-nummer)?[^0-9]{0,20}"
    r"[0-9](?:[ .]?[0-9]){7,8})(?:[^0-9]|$)"
)
# Dutch numbers as they are written: 06, an area code of three or four digits; or with +31.
PHONE = (
    r"(?:^|[^0-9A-Za-z+.,/-])("
    r"06[ .-]?[1-9][0-9]{7}"
    r"|06[ .-]?[1-9][0-9](?:[ .-][0-9]{2}){3}"
    r"|06[ .-]?[1-9][0-9]{3}[ .-][0-9]{4}"
    r"|\(?0[1-57-9][0-9]\)?[ .-]{1,3}[1-9](?:[ .]?[0-9]){6}"
    r"|\(?0[1-57-9][0-9]{2}\)?[ .-]{1,3}[1-9](?:[ .]?[0-9]){5}"
    r"|0[1-79][0-9]{8}"
    r"|(?:\+|00)31[ .-]?(?:\(0\))?[ .-]?[1-9](?:[ .-]?[0-9]){8}"
    r"|(?:\+|00)(?:32|49|44|33|45|46|47|48)[ -](?:\(0\) ?)?[1-9](?:[ /-]?[0-9]){7,10}"
    r")(?:[^0-9A-Za-z]|$)"
)
TITLE = r"(?:[Dd]hr|[Mm]evr|[Mm]w|[Dd]rs|[Ii]ng|[Ii]r|[Dd]r|[Pp]rof|[Mm]r|[Jj]hr|[Dd]s)\. ?"
DEGREE = r"(?:[Dd]rs|[Ii]ng|[Ii]r|[Dd]r|[Pp]rof|[Mm]r|[Jj]hr|[Dd]s)\. ?"
LINK = r"(?:(?:van|von|de|der|den|ten|ter|te|in|op|het|'t|’t|d'|el|al) )*"
PERSON = rf"(?:\p{{Lu}}\. ?)*{LINK}\p{{Lu}}[\p{{L}}'’-]+"
# All of a name is taken, so that no part of it is left when it is masked.
REST = r"(?:[ -](?:(?:van|von|de|der|den|ten|ter|te|het|'t|’t|d'|el|al) )*\p{Lu}[\p{L}'’-]+)*"
NAME = rf"(?:^|[^\p{{L}}])((?:(?:{TITLE})+|(?:[Dd]e heer|[Mm]evrouw|[Mm]eneer) ){PERSON}{REST})"
