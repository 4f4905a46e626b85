"""The names that people really use for our columns: ODK, KoBo and CommCare exports, MDB layers, hand-made lists.

Upper and lower case, accents, spaces, underscores and other signs make no difference, and a group before the name
(``hh/name``, ``hh-name``, ``form.hh:name``) is looked past. Names come with the most certain first: where two headings
could be the same column, the earlier name wins and the other heading stays unused.

Nothing heavy is imported here: the process that parses files uses it too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

#: Names of the coordinates, for every table whose places are points; ``gps`` is one cell "latitude longitude …".
POINTS = MappingProxyType(
    {
        "latitude": "latitude lat gpslatitude geolatitude geopointlatitude locationlatitude ycoord coordinatey decimallatitude "
        "latitud latwgs84 latdd gpsy pointy breedtegraad breedte homelatitude homelat latdec ylat lati northing northings "
        "gpss gpssouth gpsbreedte gpsbreedtegraad south suid southing southings ububanzi y s",
        "longitude": "longitude lon lng long gpslongitude geolongitude geopointlongitude locationlongitude xcoord coordinatex "
        "decimallongitude longitud lonwgs84 londd longdd gpsx pointx lengtegraad lengte homelongitude homelon homelng longdec "
        "xlong longi easting eastings gpse gpseast gpslengte gpslengtegraad east oos ubude x e",
        "gps": "gps location geopoint gpslocation gpscoordinates coordinates coords gpspoint gpsposition latlong latlon "
        "homelocation homegps metadatalocation",
    }
)

_WARD = "wardid wardcode warduid wardnumberfull mdbward mdbwardid wardpcode ward wyk "
_WARD += "wardno wardnumber wardnr wyknommer wyknr wykno iwadi wadi"
_PHONE = "phone phonenumber telephone telephonenumber tel telno mobile mobilenumber cell cellno cellnumber cellphone contactno "
_PHONE += "contactnumber contact selfoon selfoonnommer selnommer selnr telefoon telefoonnommer telnr ifowuni inomboloyefowuni "
_PHONE += "inomboloyefoni inomboloyocingo"

_TABLES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "wards": {
            "ward_id": "wardid wardcode warduid wardpcode mdbwardid adm4pcode ward2020 ward2016 ward2011 ward id code pcode",
            "ward_no": "wardno wardnumber wardnum wardlabel wardname",
            "municipality_id": "municipalityid catb municipalitycode municode muncode municcode localmunicipalitycode lmcode "
            "localmunicipalityid muniid mncode areacode adm3pcode",
            "municipality": "municipality municipalityname municname municipali municipal muniname munname localmunicipality "
            "localmunicipalityname localmunic lmname mnname munic mnnamec adm3en adm3name",
            "district_id": "districtid districtcode districtco distcode dccode dcmdbcode catc adm2pcode districtc",
            "district": "district districtname districtna districtn distname dcname districtmunicipality dcnamec adm2en adm2name",
            "province": "province provincename provincena provincen provname prname prov adm1en adm1name provinsie",
            "demarcation_year": "demarcationyear mdbdate demarcation mdbyear wardyear year demarcatio",
            "settlement": "settlement settlementtype geotype geographytype urbanrural areatype",
            "geometry": "geometry wkt geom thegeom wktgeom shape",
        },
        "households": {
            "household_id": "householdid hhid hhcode householdcode householdno householdnumber householdnr hhno hhnumber hhnr "
            "househol household houseid houseno housenumber stand standno standnumber caseid case dwellingid structureid "
            "huishoudingid huishoudingnr huishoudingno huishoudingnommer huishoudingkode huishoudnr huishoudnommer huisnommer "
            "huisnr huishouding erfno erfnr erfnommer erfnumber inomboloyekhaya inamboloyekhaya inomboloyomzi inomboloyomuzi "
            "inomboloyendlu instanceid metainstanceid key uuid submissionid uid id",
            "place_accuracy": "placeaccuracy placequality accuracyclass placeaccur",
            "ward_id": _WARD,
            "label": "label gatelabel housename householdname householdlabel headname headofhousehold nameofhead hhhead hhhname "
            "householdhead hoofvanhuishouding hoofvanhuis intlokoyekhaya intlokoyomzi inhlokoyekhaya casename name naam igama",
            "address": "address streetaddress physicaladdress residentialaddress street adres straatadres homeaddress "
            "idilesi ikheli",
            "directions": "directions direction howtofind landmark landmarks locationdescription",
            "phone": _PHONE,
            "village": "village villagename section settlementname place placename subplace subplacename locality community "
            "communityname extension location1 township suburb area dorp hamlet villagesection villageorsection place plek "
            "nedersetting buurt ilali isigodi isigaba indawo",
            "settlement": "settlement settlementtype geotype geographytype urbanrural areatype settlement1",
            "members": "members hhsize householdsize householdmembers nummembers numberofmembers noofmembers numberofpeople "
            "people persons hhmembers totalmembers membercount nopeople population "
            "lede aantallede aantalmense huishoudinggrootte amalungu abantu inanilabantu",
            "visit_min": "visitmin visitminutes minutesvisit minutes visitduration durationmin visittime",
            "load": "load demand kits parcels units",
            "priority": "priority priorityscore score vulnerabilityscore vulnerability rank risk riskscore prioriteit prioritiet "
            "urgencyscore urgency dringendheid voorrang",
            "prize_min": "prizemin prize profit prizeminutes worthminutes",
            "needs": "needs need servicesneeded serviceneeds services service householdneeds requiredservices sectors "
            "behoeftes behoefte iimfuno izidingo",
            "skills": "skills skill requiredskills skillsneeded skillneeded requiredskill",
            "language": "language homelanguage preferredlanguage languagespoken lang hhlanguage taal interviewlanguage "
            "huistaal voorkeurtaal ulwimi ulimi ulwimilwasekhaya ulimilwasekhaya",
            "available": "available availability hoursathome timewindow availablehours besttime availabletimes visithours "
            "beskikbaar beskikbaarheid",
            "visitors": "visitors visitorsneeded workersneeded numberofvisitors noofvisitors numvisitors besoekers",
            "visits": "visits numvisits numberofvisits noofvisits visitsneeded visitsperround howmanyvisits howoften besoeke",
            "needs_met": "needsmet servicesreceived receivesservices needmet",
            "last_profiled": "lastprofiled lastprofileddate dateprofiled profiledon lastvisit lastvisitdate dateoflastvisit "
            "lastprofil profiledate",
            "last_worker": "lastworker lastworkerid profiledby lastvisitedby lastfieldworker",
            "not_workers": "notworkers mustnotvisit notvisitedby nottobevisitedby mustnotbevisitedby notby conflictworkers "
            "excludedworkers excludeworkers fieldworkersnottovisit notfieldworkers",
            "status": "status householdstatus consent visitstatus hhstatus",
            "geometry": "geometry wkt geom thegeom wktgeom shape",
        },
        "fieldworkers": {
            "worker_id": "workerid fieldworkerid fieldworkercode workercode workerno workernumber employeeid employeeno persal "
            "persalno persalnumber staffid staffno volunteerid cdwid chwid enumeratorid worker fieldworker instanceid "
            "veldwerkerid veldwerkernr veldwerkerno veldwerkernommer veldwerkerkode veldwerker werkernr werkernommer "
            "inomboloyomsebenzi "
            "metainstanceid key uuid code no nr nommer number id",
            "name": "name fullname workername fieldworkername firstnameandsurname nameandsurname namesurname employeename "
            "staffname naam naamenvan igama igamanefani",
            "phone": _PHONE,
            "supervisor": "supervisor supervisorname reportsto teamleader manager toesighouder umphathi umlawuli",
            "department": "department dept organisation organization ngo employer sectordepartment departement serviceprovider "
            "isebe umnyango",
            "skills": "skills skill competencies training trainedin services qualifications vaardighede izakhono amakhono",
            "languages": "languages language languagesspoken spokenlanguages homelanguage tale taal iilwimi ulwimi izilimi ulimi",
            "employment": "employment employmenttype contracttype terms employmentstatus appointmenttype",
            "home_ward": "homeward " + _WARD,
            "mode": "mode travelmode transport modeoftransport modeoftravel transportmode travelsby vervoer vervoermiddel "
            "reiswyse isithuthi",
            "days": "days workdays workingdays daysavailable availabledays weekdays dae werksdae weeksdae iintsuku izinsuku",
            "start": "start starttime earliest startswork shiftstart from timestart begin begintyd",
            "end": "end endtime latest endswork shiftend until timeend einde eindtyd",
            "hours_per_day": "hoursperday hoursday dailyhours hours hrsperday maxhours ureperdag uredag ure",
            "hours_per_week": "hoursperweek hoursweek weeklyhours hrsperweek",
            "load_per_day": "loadperday capacity capacityperday maxload",
            "max_distance_m": "maxdistancem maxdistance maxdistancemetres maximumdistance",
            "cost_per_day": "costperday cost dailyrate rateperday stipendperday",
            "vehicle": "vehicle vehicleid ridesin rideswith bakkie voertuig imoto",
            "geometry": "geometry wkt geom thegeom wktgeom shape",
        },
        "service_points": {
            "point_id": "pointid servicepointid facilityid facilitycode facilityno emis emisno emisnumber natemis schoolid "
            "clinicid siteid sitecode ouuid orgunitid instanceid metainstanceid key uuid code uid id",
            "sector": "sector service servicetype facilitytype typeoffacility facilitycategory category kind type",
            "name": "name facilityname facility schoolname school institutionname institution clinicname clinic "
            "officialinstitutionname officialin pointname sitename organisationunit orgunit hospital naam",
            "capacity": "capacity places learners beds numberserved",
            "cost": "cost costs price rand buildingcost costrand estimatedcost koste",
            "has_electricity": "haselectricity electricity power elec",
            "has_water": "haswater water watersupply",
            "has_furniture": "hasfurniture furniture",
            "accessible": "accessible wheelchair wheelchairaccess disabledaccess",
            "geometry": "geometry wkt geom thegeom wktgeom shape",
        },
        "landmarks": {
            "name": "name landmarkname roadname rivername schoolname villagename label title naam placename village "
            "hamlet locality",
            "kind": "kind type class category featureclass fclass highway waterway amenity landmarktype",
            "geometry": "geometry wkt geom thegeom wktgeom shape",
        },
        "restrictions": {
            "kind": "kind type restriction restrictiontype rule class",
            "reason": "reason why remark remarks note description",
            "from": "from fromdate datefrom start startdate begin valid validfrom",
            "until": "until untildate dateuntil to end enddate validto validuntil",
            "geometry": "geometry wkt geom thegeom wktgeom shape",
        },
        "vehicles": {
            "vehicle_id": "vehicleid vehicle vehiclecode vehicleno vehiclenumber registration registrationno numberplate "
            "licenceplate fleetno fleetnumber voertuignr voertuignommer key code no number id",
            "seats": "seats passengers capacity places passengerseats sitplekke izihlalo",
            "name": "name vehiclename description make model naam igama",
            "days": "days daysavailable availabledays weekdays dae iintsuku izinsuku",
            "start": "start starttime earliest from begin begintyd",
            "end": "end endtime latest until einde eindtyd",
            "speed_kmh": "speedkmh speed kmh kmperhour averagespeed spoed",
            "geometry": "geometry wkt geom thegeom wktgeom shape",
        },
        # Plans made by hand, lists of what was visited, and lists of who must come when.
        "visits": {
            "household_id": "householdid hhid hhcode householdcode householdno householdnumber householdnr hhno hhnumber hhnr "
            "hh household houseid houseno housenumber house home standno standnumber stand caseid dwellingid structureid "
            "huishoudingid huishoudingnr huishoudingno huishoudingnommer huishouding huisnommer huisnr erfno erfnr erf "
            "inomboloyekhaya inamboloyekhaya inomboloyomzi inomboloyomuzi inomboloyendlu",
            "worker_id": "workerid fieldworkerid fieldworkercode workercode workerno workernumber fieldworkerno employeeid "
            "employeeno persal persalno persalnumber staffid staffno volunteerid cdwid chwid enumeratorid worker fieldworker "
            "visitor visitorid visitedby assignedto assigned enumerator volunteer cdw chw staff who by person "
            "veldwerkerid veldwerkernr veldwerkerno veldwerkernommer veldwerker werkernr werkernommer inomboloyomsebenzi "
            "umsebenzi",
            "date": "date visitdate dateofvisit dateofthevisit day visitday dayofvisit planneddate dateplanned visiton visitedon "
            "datevisited when datum besoekdatum dag usuku umhla",
            "order": "order visitorder stop stopno stopnumber sequence seq ordernumber orderno visitno visitnumber turn rank "
            "volgorde nr no",
            "arrive": "arrive arrival arrivaltime arrivesat aankoms",
            "start": "start starttime time visittime timeofvisit starts startsat at hour from begin begintyd tyd ixesha "
            "isikhathi",
            "depart": "depart departure departuretime end endtime ends until leaves einde eindtyd",
        },
    }
)

#: Headings that survey tools add on their own; what they hold is about the form, not about the household or worker.
_SURVEY_MARKS = frozenset(
    ("instanceid", "metainstanceid", "uuid", "key", "submissiondate", "submissiontime", "formid", "xformidstring", "receivedon")
)
_SURVEY_OWN = frozenset(
    ("start", "end", "today", "_start", "_end", "_status", "_notes", "_tags", "_validation_status", "_index", "phonenumber")
)
#: South and east.
_LETTERS = frozenset(("s", "e"))
#: Columns that show that a row is the row of headings; those of every table but landmarks also name its rows.
NEEDED = MappingProxyType(
    {
        "wards": ("ward_id",),
        "households": ("household_id",),
        "fieldworkers": ("worker_id",),
        "service_points": ("point_id",),
        "landmarks": ("name",),
        "restrictions": ("kind",),
        "vehicles": ("vehicle_id",),
        "visits": ("household_id",),
    }
)
#: Columns that hold ids, in which a spreadsheet may have lost digits.
IDS = frozenset(
    (
        "ward_id",
        "municipality_id",
        "district_id",
        "household_id",
        "last_worker",
        "worker_id",
        "home_ward",
        "point_id",
        "vehicle",
        "vehicle_id",
    )
)


def plain(heading: str) -> str:
    """A heading without accents, case and signs.

    Examples
    --------
    >>> plain("_GPS Latitude"), plain("Ménage no")
    ('gpslatitude', 'menageno')
    """
    bare = unicodedata.normalize("NFKD", heading)
    return re.sub(r"[^a-z0-9]", "", "".join(c for c in bare if not unicodedata.combining(c)).casefold())


def names(table: str) -> dict[str, tuple[str, int]]:
    """Every known plain name of a table: our column, and how far down its list the name stands (0 most certain)."""
    known: dict[str, tuple[str, int]] = {}
    lists = {**_TABLES[table], **({} if table == "wards" else POINTS)}
    for column, text in lists.items():
        for place, name in enumerate((plain(column), *text.split())):
            if name not in known or known[name][1] > place:
                known[name] = (column, place)
    return known


def recognise(heading: str, known: Mapping[str, tuple[str, int]]) -> tuple[str, int] | None:
    """Our column for one heading, with its rank (lower is more certain), or None.

    The whole heading comes first, then the part behind the last group sign, then the ending of a geopoint's
    coordinate (``_home_gps_latitude``), then the 10 letters to which a shapefile cuts a name.
    """
    whole = plain(heading)
    if whole in known:
        column, rank = known[whole]
        return column, rank * 10
    last = plain(re.split(r"[/:.\-]", heading.strip())[-1])
    if last in known:
        column, rank = known[last]
        return column, rank * 10 + 5
    for ending in ("latitude", "longitude"):
        if last.endswith(ending) and ending in known:
            return ending, 2000
    return _cut_short(heading, known)


def _cut_short(heading: str, known: Mapping[str, tuple[str, int]]) -> tuple[str, int] | None:
    # A shapefile keeps 10 characters of a name, signs included, so that fewer letters may be left.
    if len(heading.strip()) != 10:
        return None
    start = plain(heading)
    found = {known[name][0] for name in known if len(start) >= 7 and name.startswith(start)}
    return (found.pop(), 3000) if len(found) == 1 else None


def map_headings(table: str, headings: Sequence[str], chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """Their headings → our columns, ``""`` where we have no use for one; no column of ours twice.

    Parameters
    ----------
    table : str
        A key of ``geo.tables.TABLES``.
    headings : sequence of str
        As they stand in the file.
    chosen : dict, optional
        What the person has said: their heading → ours, over everything found here.

    Examples
    --------
    >>> map_headings("households", ["hh_id", "_gps_latitude", "Colour"])
    {'hh_id': 'household_id', '_gps_latitude': 'latitude', 'Colour': ''}
    """
    mapping = dict.fromkeys(headings, "") | {own: ours for own, ours in (chosen or {}).items() if own in headings}
    taken = {column for column in mapping.values() if column}
    for _, _, heading, column in sorted(_ranked(table, [own for own in headings if own not in (chosen or {})])):
        if column not in taken:
            mapping[heading] = column
            taken.add(column)
    return mapping


def _ranked(table: str, headings: Sequence[str]) -> list[tuple[int, int, str, str]]:
    """Rank, place, heading and our column of every heading that we know."""
    known = names(table)
    survey = not _SURVEY_MARKS.isdisjoint(plain(heading) for heading in headings)
    # One letter says something only as one of a pair: S alone may be anything.
    lone = _LETTERS - {plain(heading) for heading in headings}
    ranked = []
    for place, heading in enumerate(headings):
        own = survey and heading.strip().lower() in _SURVEY_OWN
        found = None if own or (lone and plain(heading) in _LETTERS) else recognise(heading, known)
        if found:
            ranked.append((found[1], place, heading, found[0]))
    return _paired(ranked)


def _paired(ranked: list[tuple[int, int, str, str]]) -> list[tuple[int, int, str, str]]:
    """The same with the best latitude and longitude *of one point* put first: a form may ask for several points."""
    best_last = sorted(ranked, reverse=True)
    sides = {side: {_stem(item[2]): item for item in best_last if item[3] == side} for side in ("latitude", "longitude")}
    both = [stem for stem in sides["latitude"] if stem in sides["longitude"]]
    if not both:
        return ranked
    best = min(both, key=lambda stem: (sides["latitude"][stem][0] + sides["longitude"][stem][0], sides["latitude"][stem][1]))
    chosen = {sides[side][best] for side in sides}
    return [(-1, *item[1:]) if item in chosen else item for item in ranked]


def _stem(heading: str) -> str:
    return re.sub(
        r"latitude|longitude|latitud|longitud|breedtegraad|lengtegraad|breedte|lengte|lat|long|lng|lon|[xy]", "", plain(heading)
    )


def likeness(table: str, name: str, headings: Sequence[str]) -> int:
    """How much a layer or sheet looks like a table: the columns that it names, its id column and its own name count.

    Examples
    --------
    >>> likeness("wards", "wards", ["WardID", "CAT_B"]) > likeness("wards", "districts", ["District", "Province"])
    True
    """
    keyed = any(column in NEEDED[table] for column in map_headings(table, [h for h in headings if h.strip()]).values())
    called = plain(table.rstrip("s")) in plain(name)
    return count_known(table, headings) + 3 * keyed + 3 * called


def count_known(table: str, cells: Iterable[str], chosen: Iterable[str] = ()) -> int:
    """How many columns of ours a row of headings names; those that the person has named count too.

    Examples
    --------
    >>> count_known("households", ["Household ID", "Village", "Colour"])
    2
    """
    known, named = names(table), set(chosen)
    found = [(cell, recognise(cell, known)) for cell in cells if cell.strip()]
    return len({hit[0] if hit else cell for cell, hit in found if hit or cell in named})
