"""Runs one function of a tool's source, in a process of its own. run-python.ts starts it.

The call comes in as JSON on stdin. On file descriptor 3 go out four zero bytes, which say that this file runs, and then
the report: four bytes of length, then JSON. What the tool prints is output and never a result.
"""

import json
import os
import sys
import time
import types

TOOL_FILE = "<tool>"
HIGHEST_FILE = 4096
MAX_RESULT = 1024 * 1024
MAX_ERROR = 32 * 1024
MEMORY = 1024**3
MEMORY_FOR_REPORT = 64 * 1024**2
TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def main():
    process = os.getpid()
    channel = take_channel()
    write_all(channel, bytes(4))
    call = json.loads(sys.stdin.buffer.read())
    close_input()
    set_limits(call["timeoutSeconds"], call["processes"])
    sys.argv = [TOOL_FILE]
    report = run(call)
    if os.getpid() == process:
        flush_output()
        send(channel, report)
    # Threads and exit handlers of the tool must not keep a finished call waiting.
    os._exit(0)


def take_channel():
    """Moves the channel away from 3, where neither a careless write, nor a guess, nor a child process finds it."""
    if sys.platform == "win32":
        import msvcrt

        channel = os.dup(3)
        msvcrt.setmode(channel, os.O_BINARY)
    else:
        import fcntl

        channel = fcntl.fcntl(3, fcntl.F_DUPFD_CLOEXEC, 40 + os.urandom(1)[0] % 200)
    # What our own parents left open by mistake would get around every rule about paths.
    os.closerange(3, channel)
    os.closerange(channel + 1, HIGHEST_FILE)
    return channel


def close_input():
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)


def set_limits(seconds, processes):
    """Sets what the system offers; a limit it refuses is left as it is."""
    try:
        import resource
        import signal
    except ImportError:
        return
    # The caller stops us in time. This is for the case that the caller is gone.
    signal.setitimer(signal.ITIMER_REAL, seconds + 2)
    cpu = int(seconds) + 2
    limit(resource, "RLIMIT_AS", MEMORY, MEMORY + MEMORY_FOR_REPORT)
    limit(resource, "RLIMIT_CPU", cpu, cpu + 1)
    limit(resource, "RLIMIT_FSIZE", 64 * 1024**2)
    limit(resource, "RLIMIT_NOFILE", 256)
    limit(resource, "RLIMIT_CORE", 0)
    processes = processes or count_more_tasks()
    if processes:
        limit(resource, "RLIMIT_NPROC", processes)


def limit(resource, name, soft, hard=None):
    try:
        kind = getattr(resource, name)
        allowed = resource.getrlimit(kind)[1]
        wanted = [soft, soft if hard is None else hard]
        if allowed != resource.RLIM_INFINITY:
            wanted = [min(amount, allowed) for amount in wanted]
        resource.setrlimit(kind, tuple(wanted))
    except (AttributeError, ValueError, OSError):
        pass


def count_more_tasks():
    """The system counts a user's processes everywhere, so a fixed limit could already be reached."""
    try:
        with open("/proc/loadavg", encoding="ascii") as file:
            return int(file.read().split()[3].split("/")[1]) + 256
    except (OSError, ValueError, IndexError):
        return None


def run(call):
    try:
        set_environment(call["env"])
        namespace = load(call["source"])
        function = namespace.get(call["functionName"])
        if not callable(function):
            raise NameError(f"the source defines no function named '{call['functionName']}'")
        value = str(invoke(function, call, namespace))
        if len(value) > MAX_RESULT:
            raise ValueError(f"the tool returned {len(value)} characters, more than the limit of 1 MB")
        return {"status": "success", "value": value}
    except BaseException as error:
        return describe(error, call["source"])


def set_environment(env):
    """Set here, not by who started us: there it could change the interpreter, and the system would show it to others."""
    os.environ.update(env)
    if "TZ" in env and hasattr(time, "tzset"):
        time.tzset()


def load(source):
    module = types.ModuleType("__tool__")
    sys.modules[module.__name__] = module
    exec(compile(source, TOOL_FILE, "exec", dont_inherit=True), module.__dict__)
    return module.__dict__


def invoke(function, call, namespace):
    plain = function
    while hasattr(plain, "__wrapped__"):
        plain = plain.__wrapped__
    code = getattr(plain, "__code__", None)
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if code else ()
    args = coerce_all(call["args"], plain, namespace)
    if "agent_state" in names and "agentState" in call:
        args["agent_state"] = to_object(call["agentState"])
    positional = []
    for name in names[: code.co_posonlyargcount] if code else ():
        if name not in args:
            break
        positional.append(args.pop(name))
    result = function(*positional, **args)
    return wait_for(result) if hasattr(result, "__await__") else result


def wait_for(awaitable):
    import asyncio

    async def wait():
        return await awaitable

    return asyncio.run(wait())


def coerce_all(args, function, namespace):
    try:
        annotations = dict(function.__annotations__)
    except Exception:
        annotations = {}
    return {name: coerce(value, annotations.get(name), namespace) for name, value in args.items()}


def coerce(value, annotation, namespace):
    """Makes a JSON value what the annotation names. None stays None, and so does what no rule is about."""
    kind = resolve(annotation, namespace)
    origin = getattr(kind, "__origin__", kind)
    try:
        if value is None or type(value) is origin:
            return to_models(value, kind)
        if origin is bool:
            return to_bool(value)
        if origin in (int, float, str):
            return origin(value)
        if origin in (list, dict, tuple, set, frozenset):
            return to_container(value, origin)
        return origin.model_validate(value) if is_model(origin) and isinstance(value, dict) else value
    except TypeError as error:
        raise ValueError(str(error)) from None


def resolve(annotation, namespace):
    """The one type an annotation stands for, or None: quotes are read, Optional is taken off."""
    annotation = getattr(annotation, "__forward_arg__", annotation)
    if isinstance(annotation, str):
        try:
            annotation = eval(annotation, namespace)
        except Exception:
            return None
    if type(annotation).__name__ in ("UnionType", "_UnionGenericAlias", "Union"):
        choices = [choice for choice in annotation.__args__ if choice is not type(None)]
        return resolve(choices[0], namespace) if len(choices) == 1 else None
    return annotation


def to_bool(value):
    if isinstance(value, (int, float)):
        return bool(value)
    truth = TRUTH.get(value.strip().lower()) if isinstance(value, str) else None
    if truth is None:
        raise ValueError(f"invalid value for bool: {value!r}")
    return truth


def to_container(value, kind):
    if isinstance(value, str):
        value = json.loads(value)
    if isinstance(value, dict) == (kind is dict):
        return kind(value)
    raise ValueError(f"invalid value for {kind.__name__}: {value!r}")


def to_models(value, kind):
    items = getattr(kind, "__args__", None) if type(value) is list else None
    if not items or not is_model(items[0]):
        return value
    return [items[0].model_validate(item) if isinstance(item, dict) else item for item in value]


def is_model(kind):
    return isinstance(kind, type) and hasattr(kind, "model_validate")


def to_object(value):
    if isinstance(value, dict):
        return types.SimpleNamespace(**{key: to_object(item) for key, item in value.items()})
    return [to_object(item) for item in value] if isinstance(value, list) else value


def describe(error, source):
    try:
        give_memory_back()
        try:
            message = str(error)
        except Exception:
            message = ""
        name = type(error).__name__
        value = f"{name}: {message}" if message else name
        return {"status": "error", "value": value[:MAX_ERROR], "traceback": format_traceback(error, source)[:MAX_ERROR]}
    except BaseException:
        return {"status": "error", "value": type(error).__name__}


def give_memory_back():
    try:
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    except (ImportError, AttributeError, ValueError, OSError):
        pass


def format_traceback(error, source):
    """The traceback without our own frames and without files of this computer."""
    import linecache
    import traceback

    linecache.cache[TOOL_FILE] = (len(source), None, source.splitlines(True), TOOL_FILE)
    report = traceback.TracebackException.from_exception(error)
    waiting = [report]
    while waiting:
        part = waiting.pop()
        frames = [frame for frame in part.stack or [] if frame.filename == TOOL_FILE]
        part.stack = traceback.StackSummary.from_list(frames) if frames else None
        related = [part.__cause__, part.__context__, *(getattr(part, "exceptions", None) or [])]
        waiting.extend(other for other in related if other is not None)
    return "".join(report.format())


def flush_output():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass


def send(channel, report):
    body = json.dumps(report).encode("ascii")
    if len(body) > MAX_RESULT:
        message = f"ValueError: the result takes {len(body)} bytes, more than the limit of 1 MB"
        body = json.dumps({"status": "error", "value": message}).encode("ascii")
    write_all(channel, len(body).to_bytes(4, "big") + body)


def write_all(channel, data):
    frame = memoryview(data)
    try:
        while frame:
            frame = frame[os.write(channel, frame) :]
    except OSError:
        # Nobody reads any more: the caller has given up on this call.
        pass


main()
