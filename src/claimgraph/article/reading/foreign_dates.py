"""Dates of citations in the languages of the cited press, as English dates: "12 janvier 2023", "12. Januar 2023", "١٢ يناير ٢٠٢٣".

Only the words of dates are known here; what they mean is read by ``dates_told``.
"""

import re

_ENGLISH = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
#: twelve months a line, in their order; other spellings behind a slash
_MONTHS = """
janvier février/fevrier mars avril mai juin juillet août/aout septembre octobre novembre décembre/decembre
januar/jänner februar/feber märz/maerz april mai juni juli august september oktober november dezember
enero febrero marzo abril mayo junio julio agosto septiembre/setiembre octubre noviembre diciembre
janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
januari februari maart april mei juni juli augustus september oktober november december
januari februari mars april maj juni juli augusti september oktober november december
januar februar marts april maj juni juli august september oktober november december
января/январь февраля/февраль марта/март апреля/апрель мая/май июня/июнь июля/июль августа/август сентября/сентябрь октября/октябрь ноября/ноябрь декабря/декабрь
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
يناير/جانفي فبراير/فيفري مارس أبريل/ابريل/أفريل مايو/ماي يونيو/يونيه/جوان يوليو/يوليه/جويلية أغسطس/اغسطس/أوت سبتمبر أكتوبر/اكتوبر نوفمبر ديسمبر
كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول
januari februari maret april mei juni juli agustus september oktober november desember
"""
_NUMBER = {
    spelling.replace("_", " "): number
    for line in _MONTHS.strip().splitlines() for number, month in enumerate(line.split()) for spelling in month.split("/")
}  # fmt: skip
_MONTH = re.compile(r"(?<!\w)(" + "|".join(sorted(map(re.escape, _NUMBER), key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE)
#: what stands around the words of a date: "1er", "12.", "de enero de", "2023 года"
_AROUND = re.compile(r"(?<=\d)(?:er|re|º|°|\.)(?=\s+[^\W\d])|(?<=\d\s)de\s+(?=[^\W\d])|(?<=[^\W\d]\s)de[l]?\s+(?=\d)|(?<=\d)\s*(?:года|год|г\.|року|р\.)(?!\w)", re.IGNORECASE)
_EASTERN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일])?")
_DOTTED = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?![\d.])")
#: day, month and year of figures only: read where the figures themselves say which is the day
_SLASHED = re.compile(r"(?<![\d/])(?:(\d{4})/(\d{1,2})/(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4}))(?![\d/])")
_LONGEST = 120


def in_english(text: str) -> str:
    """The text with foreign words of dates as English ones, figures as 0 to 9; English stays as it is.

    >>> in_english("1er janvier 2023"), in_english("12 de enero de 2023"), in_english("12.1.2023")
    ('1 January 2023', '12 January 2023', '2023-01-12')
    >>> in_english("20/05/2020"), in_english("05/06/2020")
    ('2020-05-20', '05/06/2020')
    >>> in_english("١٢ يناير ٢٠٢٣"), in_english("12 января 2023 года"), in_english("2023年1月12日")
    ('12 January 2023', '12 January 2023', '2023-01-12')
    """
    if len(text) > _LONGEST:
        return text
    words = "".join(str(int(letter)) if letter.isdecimal() else letter for letter in text)
    words = _EASTERN.sub(lambda m: "-".join([m[1], *(f"{int(part):02}" for part in m.groups()[1:] if part)]), words)
    words = _DOTTED.sub(lambda m: f"{m[3]}-{int(m[2]):02}-{int(m[1]):02}" if 1 <= int(m[2]) <= 12 else m[0], words)
    words = _SLASHED.sub(_figures, words)
    return _MONTH.sub(lambda m: _ENGLISH[_NUMBER[m[1].lower()]], _AROUND.sub("", words))


def _figures(date: re.Match[str]) -> str:
    """The date in the order of ISO 8601; as it was where day and month could be either."""
    if date[1]:
        year, month, day = date[1], int(date[2]), int(date[3])
    else:
        year, first, second = date[6], int(date[4]), int(date[5])
        month, day = (second, first) if first > 12 else (first, second)
        if first <= 12 and second <= 12 and first != second:
            return date[0]
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else date[0]
