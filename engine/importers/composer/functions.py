"""The functions of adaptive expressions said in ours, where they take plain arguments.

`{0}`, `{1}` are the arguments as expressions; `{t0}` as texts, `{n0}` as numbers. More than
one form is by number of arguments. Sources: the reference of prebuilt functions.
"""

from collections.abc import Mapping


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


PLAIN: Mapping[str, tuple[str, ...]] = {
    # Texts
    "length": ("size({t0})",),
    "replace": ("replace({t0}, {t1}, {t2})",),
    "replaceignorecase": ('replace_match({t0}, "(?i)" + {t1}, {t2})',),
    "split": ('split({t0}, "")', "split({t0}, {t1})"),
    "substring": ("slice({t0}, {1})", "slice({t0}, {1}, {1} + {2})"),
    "tolower": ("lower({t0})",),
    "toupper": ("upper({t0})",),
    "trim": ("trim({t0})",),
    "endswith": ("endsWith({t0}, {t1})",),
    "startswith": ("startsWith({t0}, {t1})",),
    "countword": ("size(words_in({t0}))",),
    "sentencecase": ("(upper(slice({t0}, 0, 1)) + lower(slice({t0}, 1)))",),
    "titlecase": ("title({t0})",),
    "eol": ('"\\n"',),
    "addordinal": (
        "({t0} + ({0} % 100 in [11, 12, 13] ? 'th' : {0} % 10 == 1 ? 'st' : "
        "{0} % 10 == 2 ? 'nd' : {0} % 10 == 3 ? 'rd' : 'th'))",
    ),
    # Collections
    "contains": ("contains({0}, {1})",),
    "count": ("size({0})",),
    "first": ("at({0}, 0)",),
    "last": ("at({0}, size({0}) - 1)",),
    "skip": ("slice({0}, {1})",),
    "take": ("slice({0}, 0, {1})",),
    "subarray": ("slice({0}, {1})", "slice({0}, {1}, {2})"),
    "intersection": ("unique({0}.filter(i, i in {1}))",),
    "sortby": ("sort({0})",),
    "sortbydescending": ("reverse(sort({0}))",),
    "unique": ("unique({0})",),
    "reverse": ("reverse({0})",),
    "flatten": ("flat({0})", "flat({0})"),
    "indexof": ("index_of({0}, {1})",),
    "indicesandvalues": ('{0}.map(i, {"index": index_of({0}, i), "value": i})',),
    # Logic and comparison
    "equals": ("({0} == {1})",),
    "less": ("({0} < {1})",),
    "lessorequals": ("({0} <= {1})",),
    "greater": ("({0} > {1})",),
    "greaterorequals": ("({0} >= {1})",),
    "ismatch": ("matches({t0}, {1})",),
    # Conversion
    "float": ("double({0})",),
    "int": ("int({0})",),
    "array": ("[{0}]",),
    "json": ("parse_json({0})",),
    "jsonstringify": ("json({0})",),
    "uricomponent": ("url_encode({t0})",),
    "formatnumber": ("number({n0}, {1})",),
    "stringorvalue": ("{0}",),
    # Numbers
    "add": ("({0} + {1})",),
    "sub": ("({0} - {1})",),
    "mul": ("({0} * {1})",),
    "div": ("({0} / {1})",),
    "mod": ("({0} % {1})",),
    "exp": ("power({0}, {1})",),
    "average": ("(1.0 * sum({0}) / size({0}))",),
    "floor": ("floor({0})",),
    "ceiling": ("ceil({0})",),
    "round": ("round({0})", "round({0}, {1})"),
    "abs": ("abs({0})",),
    "sqrt": ("power({0}, 0.5)",),
    # Moments
    "utcnow": ("string(now)",),
    "adddays": ('string(shift(moment({0}), {1}, "days"))',),
    "addhours": ('string(shift(moment({0}), {1}, "hours"))',),
    "addminutes": ('string(shift(moment({0}), {1}, "minutes"))',),
    "addseconds": ('string(shift(moment({0}), {1}, "seconds"))',),
    "dayofmonth": ("moment({0}).getDate()",),
    "dayofweek": ("moment({0}).getDayOfWeek()",),
    "dayofyear": ("(moment({0}).getDayOfYear() + 1)",),
    "month": ("(moment({0}).getMonth() + 1)",),
    "date": ('format_moment(moment({0}), "M/dd/yyyy")',),
    "year": ("moment({0}).getFullYear()",),
    "startofday": ("format_moment(moment({0}), \"yyyy-MM-dd'T'00:00:00.000'Z'\")",),
    "startofhour": ("format_moment(moment({0}), \"yyyy-MM-dd'T'HH:00:00.000'Z'\")",),
    "startofmonth": ("format_moment(moment({0}), \"yyyy-MM-01'T'00:00:00.000'Z'\")",),
    "gettimeofday": (
        "(moment({0}).getHours() < 12 ? (moment({0}).getHours() == 0 ? 'midnight' : 'morning') : "
        "moment({0}).getHours() == 12 ? 'noon' : moment({0}).getHours() < 18 ? 'afternoon' : "
        "moment({0}).getHours() < 22 ? 'evening' : 'night')",
    ),
    # Kinds
    "isinteger": ("(type({0}) == int)",),
    "isfloat": ("(type({0}) == double)",),
    "isboolean": ("(type({0}) == bool)",),
    "isarray": ("(type({0}) == list)",),
    "isobject": ("(type({0}) == map)",),
    "isstring": ("(type({0}) == string)",),
    "isdatetime": ("(moment_in({0}) != null)",),
    # Objects
    "addproperty": ("merge({0}, {{1}: {2}})",),
    "setproperty": ("merge({0}, {{1}: {2}})",),
    "getproperty": ("at({0}, {1})",),
    # Addresses
    "urihost": (r'first_match({t0}, "^[a-z]+://([^/:?#]+)", 1)',),
    "urischeme": (r'first_match({t0}, "^([a-z]+):", 1)',),
    "uripath": (r'first_match({t0}, "^[a-z]+://[^/]+(/[^?#]*)", 1)',),
    "uriquery": (r'first_match({t0}, "[?][^#]*")',),
    "uripathandquery": (r'first_match({t0}, "^[a-z]+://[^/]+(/[^#]*)", 1)',),
}
# What differs where a function is said only nearly.
NEARLY: Mapping[str, str] = {
    "sortby": "by the items themselves, not by a property",
    "sortbydescending": "by the items themselves, not by a property",
    "indicesandvalues": "equal items have the same index",
    "formatnumber": "as the language of the conversation writes numbers",
    "flatten": "one level",
    "replaceignorecase": "what is looked for is read as a pattern",
    "utcnow": "in the bot's time zone",
    "rand": "the lowest number that may come",
    "haspendingactions": "whether a question was open",
    "isdialogactive": "whether a question was open, of whatever dialog",
    "newguid": "a text by the contact and the moment",
}
# Functions whose answer is yes or no.
YES_OR_NO = _words(
    """
    contains endswith startswith and equals empty greater greaterorequals less lessorequals
    not or exists bool ismatch isinteger isfloat isboolean isarray isobject isstring
    isdatetime any all
    """
)
# Functions whose answer is a text.
TEXTS = _words(
    """
    replace replaceignorecase substring tolower toupper trim sentencecase titlecase eol
    concat string join addordinal jsonstringify uricomponent formatnumber utcnow adddays
    addhours addminutes addseconds date startofday startofhour startofmonth gettimeofday
    formatdatetime newguid urihost urischeme uripath uriquery uripathandquery addtotime
    getfuturetime getpasttime subtractfromtime formatepoch formatticks
    """
)
NUMBERS = _words(
    """
    count length int float add sub mul div mod exp average floor ceiling round abs sqrt sum indexof
    dayofmonth dayofweek dayofyear month year countword rand
    """
)
LISTS = _words(
    """
    createarray split skip take subarray intersection union sortby sortbydescending unique
    reverse flatten foreach select where indicesandvalues array range
    """
)
# Units of time that a calculation with moments may name.
UNITS: Mapping[str, str] = {
    "second": "seconds",
    "minute": "minutes",
    "hour": "hours",
    "day": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
}
