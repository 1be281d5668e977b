"""The names of months and weekdays, in the order of their numbers in a cron expression."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
SHORT_MONTHS = tuple(name[:3].upper() for name in MONTHS)
SHORT_WEEKDAYS = tuple(name[:3].upper() for name in WEEKDAYS)
