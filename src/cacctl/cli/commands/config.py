"""`config`: the settings in force."""

from itertools import chain

from cacctl.base.errors import UsageProblem
from cacctl.base.i18n import LOCALE_VARIABLES, language
from cacctl.base.names import read_language, read_preferred_platform
from cacctl.base.terminal import tell, write
from cacctl.cli.context import Request, tell_problem
from cacctl.settings.settings import OPTIONS, Setting, read_switch
from cacctl.viewer.settings import InForce


def config(request: Request) -> None:
    """Show the settings in force, and report those that are wrong."""
    settings, problems = _in_force(request)
    write(request.renderer.config(settings, request.settings.path))
    for warning in request.settings.warnings:
        tell(warning)
    of_events = chain.from_iterable(request.settings.event_problems.values())
    found = [*filter(None, [request.settings.problem]), *of_events, *problems]
    for problem in found[:-1]:
        tell_problem(problem.message, "")
    if found:
        raise found[-1]


def _in_force(request: Request) -> tuple[list[InForce], list[UsageProblem]]:
    """Return every setting in force, and the problems of those that are wrong."""
    from cacctl.times.zones import event_zone_key

    settings, problems = [], []
    for name in OPTIONS:
        setting = _with_system(request, name)
        try:
            value = _value_of(request, name, setting)
        except UsageProblem as error:
            value = setting.value
            problems.append(error)
        settings.append(InForce(name, value, setting))
    if directories := request.settings.directories:
        setting = directories[0]._replace(value=", ".join(each.value or "" for each in directories))
        settings.append(InForce("directories", setting.value, setting))
    for name, event in request.settings.events.items():
        settings.append(InForce(f"events.{name}", event.value, event))
        if zone := request.settings.event_zones.get(name):
            key = zone.value
            try:
                key = zone.read(event_zone_key, key)
            except UsageProblem as error:
                problems.append(error)
            settings.append(InForce(f"events.{name}.event_tz", key, zone))
        if streams := request.settings.event_streams.get(name):
            setting = Setting(", ".join(streams.urls), "file", streams.location)
            settings.append(InForce(f"events.{name}.streams", setting.value, setting))
        for key, resource in request.settings.companions.get(name, {}).items():
            settings.append(InForce(f"events.{name}.{key}", resource.value, resource))
    return settings, problems


def _with_system(request: Request, name: str) -> Setting:
    """Return the setting, or the system's variable that replaces it."""
    setting = request.setting(name)
    if setting.origin != "default":
        return setting
    variables = {"tz": ("TZ",), "lang": LOCALE_VARIABLES}.get(name, ())
    for variable in variables:
        if request.settings.environ.get(variable):
            return Setting(None, "environment", variable)
    return setting


def _value_of(request: Request, name: str, setting: Setting) -> str | None:
    from cacctl.settings.time_zone import viewer_zone
    from cacctl.times import clock, parse

    match name:
        case "tz":
            return clock.zone_name(viewer_zone(setting, request.settings.environ, ()).tz)
        case "lang":
            return setting.read(read_language, language())
        case "platform":
            return setting.read(read_preferred_platform, None)
        case "awake":
            waking = setting.read(parse.read_waking, clock.Waking())
            return f"{waking.start:%H:%M}-{waking.end:%H:%M}"
        case "clock":
            return str(setting.read(parse.read_hours, 24))
        case "resolve":
            return "true" if setting.read(read_switch, default=False) else "false"
    return setting.value
