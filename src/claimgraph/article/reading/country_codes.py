"""Codes that stand for a country in templates and flags: ISO 3166, the Olympic Committee's, and those of former states.

``{{flagicon|MLI}}``, ``{{IRN}}`` and the letters of a flag emoji name a party; the article's reader sees its name.
"""

#: two and three letters of ISO 3166-1, and the name in English
_ISO = """
AF AFG Afghanistan; AO AGO Angola; AL ALB Albania; AD AND Andorra; AE ARE United Arab Emirates; AR ARG Argentina; AM ARM Armenia; AG ATG Antigua and Barbuda;
AU AUS Australia; AT AUT Austria; AZ AZE Azerbaijan; BI BDI Burundi; BE BEL Belgium; BJ BEN Benin; BF BFA Burkina Faso; BD BGD Bangladesh; BG BGR Bulgaria;
BH BHR Bahrain; BS BHS The Bahamas; BA BIH Bosnia and Herzegovina; BY BLR Belarus; BZ BLZ Belize; BO BOL Bolivia; BR BRA Brazil; BB BRB Barbados; BN BRN Brunei;
BT BTN Bhutan; BW BWA Botswana; CF CAF Central African Republic; CA CAN Canada; CH CHE Switzerland; CL CHL Chile; CN CHN China; CI CIV Ivory Coast; CM CMR Cameroon;
CD COD Democratic Republic of the Congo; CG COG Republic of the Congo; CO COL Colombia; KM COM Comoros; CV CPV Cape Verde; CR CRI Costa Rica; CU CUB Cuba; CY CYP Cyprus;
CZ CZE Czech Republic; DE DEU Germany; DJ DJI Djibouti; DM DMA Dominica; DK DNK Denmark; DO DOM Dominican Republic; DZ DZA Algeria; EC ECU Ecuador; EG EGY Egypt;
ER ERI Eritrea; EH ESH Western Sahara; ES ESP Spain; EE EST Estonia; ET ETH Ethiopia; FI FIN Finland; FJ FJI Fiji; FR FRA France; FM FSM Micronesia; GA GAB Gabon;
GB GBR United Kingdom; GE GEO Georgia; GH GHA Ghana; GN GIN Guinea; GM GMB The Gambia; GW GNB Guinea-Bissau; GQ GNQ Equatorial Guinea; GR GRC Greece; GD GRD Grenada;
GT GTM Guatemala; GY GUY Guyana; HN HND Honduras; HR HRV Croatia; HT HTI Haiti; HU HUN Hungary; ID IDN Indonesia; IN IND India; IE IRL Ireland; IR IRN Iran; IQ IRQ Iraq;
IS ISL Iceland; IL ISR Israel; IT ITA Italy; JM JAM Jamaica; JO JOR Jordan; JP JPN Japan; KZ KAZ Kazakhstan; KE KEN Kenya; KG KGZ Kyrgyzstan; KH KHM Cambodia;
KI KIR Kiribati; KN KNA Saint Kitts and Nevis; KR KOR South Korea; KW KWT Kuwait; LA LAO Laos; LB LBN Lebanon; LR LBR Liberia; LY LBY Libya; LC LCA Saint Lucia;
LI LIE Liechtenstein; LK LKA Sri Lanka; LS LSO Lesotho; LT LTU Lithuania; LU LUX Luxembourg; LV LVA Latvia; MA MAR Morocco; MC MCO Monaco; MD MDA Moldova;
MG MDG Madagascar; MV MDV Maldives; MX MEX Mexico; MH MHL Marshall Islands; MK MKD North Macedonia; ML MLI Mali; MT MLT Malta; MM MMR Myanmar; ME MNE Montenegro;
MN MNG Mongolia; MZ MOZ Mozambique; MR MRT Mauritania; MU MUS Mauritius; MW MWI Malawi; MY MYS Malaysia; NA NAM Namibia; NE NER Niger; NG NGA Nigeria; NI NIC Nicaragua;
NL NLD Netherlands; NO NOR Norway; NP NPL Nepal; NR NRU Nauru; NZ NZL New Zealand; OM OMN Oman; PK PAK Pakistan; PA PAN Panama; PE PER Peru; PH PHL Philippines;
PW PLW Palau; PG PNG Papua New Guinea; PL POL Poland; KP PRK North Korea; PT PRT Portugal; PY PRY Paraguay; PS PSE Palestine; QA QAT Qatar; RO ROU Romania;
RU RUS Russia; RW RWA Rwanda; SA SAU Saudi Arabia; SD SDN Sudan; SN SEN Senegal; SG SGP Singapore; SB SLB Solomon Islands; SL SLE Sierra Leone; SV SLV El Salvador;
SM SMR San Marino; SO SOM Somalia; RS SRB Serbia; SS SSD South Sudan; ST STP São Tomé and Príncipe; SR SUR Suriname; SK SVK Slovakia; SI SVN Slovenia; SE SWE Sweden;
SZ SWZ Eswatini; SC SYC Seychelles; SY SYR Syria; TD TCD Chad; TG TGO Togo; TH THA Thailand; TJ TJK Tajikistan; TM TKM Turkmenistan; TL TLS East Timor; TO TON Tonga;
TT TTO Trinidad and Tobago; TN TUN Tunisia; TR TUR Turkey; TV TUV Tuvalu; TW TWN Taiwan; TZ TZA Tanzania; UG UGA Uganda; UA UKR Ukraine; UY URY Uruguay;
US USA United States; UZ UZB Uzbekistan; VA VAT Vatican City; VC VCT Saint Vincent and the Grenadines; VE VEN Venezuela; VN VNM Vietnam; VU VUT Vanuatu; WS WSM Samoa;
YE YEM Yemen; ZA ZAF South Africa; ZM ZMB Zambia; ZW ZWE Zimbabwe
"""
#: what Wikipedia's country data has beside them: Olympic codes where they differ, and states that are no more
_OTHERS = """
ALG Algeria; ANG Angola; ANT Antigua and Barbuda; BAH The Bahamas; BAN Bangladesh; BHU Bhutan; BOT Botswana; BUL Bulgaria; BUR Burkina Faso; CAM Cambodia; CGO Republic of the Congo; CHA Chad; CHI Chile;
CRC Costa Rica; CRO Croatia; CSA Confederate States of America; DEN Denmark; ESA El Salvador; FRG West Germany; GAM The Gambia; GDR East Germany; GEQ Equatorial Guinea; GER Germany; GRE Greece; GUA Guatemala;
GUI Guinea; HAI Haiti; HON Honduras; INA Indonesia; IRI Iran; KSA Saudi Arabia; KUW Kuwait; LAT Latvia; LBA Libya; LIB Lebanon; MAD Madagascar; MAS Malaysia; MAW Malawi; MGL Mongolia; MTN Mauritania; MYA Myanmar;
NCA Nicaragua; NED Netherlands; NEP Nepal; NGR Nigeria; NIG Niger; OMA Oman; PAR Paraguay; PHI Philippines; POR Portugal; PRC China; ROC Taiwan; RSA South Africa; SLO Slovenia; SRI Sri Lanka; SUD Sudan; SUI Switzerland;
TAN Tanzania; TCH Czechoslovakia; TOG Togo; UAE United Arab Emirates; UK United Kingdom; UKGBI United Kingdom; URS Soviet Union; URU Uruguay; USSR Soviet Union; US United States; U.S. United States;
VIE Vietnam; YUG Yugoslavia; ZAM Zambia; ZIM Zimbabwe; DRC Democratic Republic of the Congo; DRV North Vietnam; RVN South Vietnam; EU European Union; UN United Nations; ISIL Islamic State; NATO NATO
"""


def _read() -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in (entry.split() for entry in (_ISO + ";" + _OTHERS).split(";") if entry.strip()):
        letters = 2 if len(entry[0]) == 2 and entry[1].isupper() and len(entry[1]) == 3 else 1
        found |= dict.fromkeys(entry[:letters], " ".join(entry[letters:]))
    return found


_NAMES = _read()


def country_of(code: str) -> str | None:
    """The name that a code stands for, ``None`` for what is no code.

    >>> country_of("MLI"), country_of("ML"), country_of("UKGBI"), country_of("Mali")
    ('Mali', 'Mali', 'United Kingdom', None)
    """
    return _NAMES.get(code)
