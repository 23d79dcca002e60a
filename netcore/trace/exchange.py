"""A trace as bytes and back, so that one process can record what another one shows.

The bytes are a NumPy archive: one array for each value, and one text that holds the rest as JSON. Nothing in them is
ever executed or unpickled: an operation's function is found by its name among NumPy's own, and anything that does not
fit together is refused with a ``TraceError``.
"""

import io
import json
import tokenize
import zipfile
import zlib
from typing import Any

import numpy as np

from netcore.arrays import Array
from netcore.errors import NetcoreError
from netcore.trace.functions import elsewhere, function_named, name_of_function
from netcore.trace.record import Call, Kind, Operand, Operation, Phase, Role, Slot, Trace, Value
from netcore.trace.spans import Source, Span

VERSION = 1
MOST_BYTES = 64 * 1024 * 1024
"""How large the bytes of a trace, and what they unpack to, may be."""


class TraceError(NetcoreError):
    """Bytes that were to hold a trace hold something else, or a trace that does not fit together."""


def to_bytes(trace: Trace) -> bytes:
    """Return a trace as bytes; raise ``TraceError`` if an operation cannot be named or the trace is too large."""
    values = _values_of(trace)
    arrays = {f"value{value.number}": value.array for value in values}
    sources = _sources_of(trace)
    operations = [_operation_record(operation, sources, arrays) for operation in trace.operations]
    record = {
        "version": VERSION,
        "update": trace.update,
        "values": [_value_record(value) for value in values],
        "sources": [_source_record(source) for source in sources],
        "calls": [_call_record(call, sources) for call in trace.calls],
        "operations": operations,
        "inputs": {name: value.number for name, value in trace.inputs.items()},
        "finals": {name: value.number for name, value in trace.finals.items()},
    }
    file = io.BytesIO()
    text = np.frombuffer(json.dumps(record).encode(), np.uint8)
    np.savez_compressed(file, allow_pickle=False, record=text, **arrays)
    data = file.getvalue()
    if len(data) > MOST_BYTES:
        raise TraceError(f"the trace takes {len(data)} bytes; at most {MOST_BYTES} can be handed over")
    return data


def from_bytes(data: bytes) -> Trace:
    """Return the trace that ``to_bytes`` made bytes of; raise ``TraceError`` for anything else."""
    try:
        arrays = _read_arrays(data)
        record = json.loads(arrays.pop("record").tobytes())
        return _Reading(record, arrays).trace()
    except TraceError:
        raise
    except _UNREADABLE as error:
        raise TraceError(f"these bytes do not hold a trace: {type(error).__name__}: {error}") from error


_UNREADABLE = (
    *(ValueError, KeyError, TypeError, IndexError, AttributeError, OSError, EOFError, RuntimeError, SyntaxError),
    *(MemoryError, zipfile.BadZipFile, zlib.error, tokenize.TokenError),
)
"""What NumPy, zipfile and json raise for bytes that are not what they should be."""


def _read_arrays(data: bytes) -> dict[str, Array]:
    if len(data) > MOST_BYTES:
        raise TraceError(f"the trace takes {len(data)} bytes; at most {MOST_BYTES} can be taken")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > 4 * MOST_BYTES:
            raise TraceError(f"the trace unpacks to {unpacked} bytes; at most {4 * MOST_BYTES} can be taken")
        for member in archive.infolist():
            _check_header(archive, member)
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def _check_header(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuse an array whose header asks for more memory than the archive holds for it."""
    with archive.open(member) as file:
        version = np.lib.format.read_magic(file)
        read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, _, dtype = read(file)
    if dtype.hasobject or int(np.prod(shape, dtype=object)) * dtype.itemsize > member.file_size:
        raise TraceError(f"{member.filename} says it is {shape} {dtype}, which it does not hold")


def _values_of(trace: Trace) -> list[Value]:
    found: dict[int, Value] = {}
    for value in (*trace.inputs.values(), *trace.finals.values()):
        found[value.number] = value
    for operation in trace.operations:
        for value in (*(operand.value for operand in operation.operands), operation.result):
            found[value.number] = value
    for call in trace.calls:
        found.update({value.number: value for value in call.values.values()})
    return [found[number] for number in sorted(found)]


def _sources_of(trace: Trace) -> list[Source]:
    every = (*(call.source for call in trace.calls), *(operation.source for operation in trace.operations))
    return list(dict.fromkeys(every))


def _value_record(value: Value) -> dict[str, Any]:
    return {
        "number": value.number,
        "label": value.label,
        "role": value.role,
        "version": value.version,
        "name": value.name,
    }


def _source_record(source: Source) -> dict[str, Any]:
    return {"file": source.file, "name": source.name, "first_line": source.first_line, "lines": source.lines}


def _call_record(call: Call, sources: list[Source]) -> dict[str, Any]:
    return {
        "part": call.part,
        "method": call.method,
        "phase": call.phase,
        "source": sources.index(call.source),
        "parameter": call.parameter,
        "values": {name: value.number for name, value in call.values.items()},
    }


def _operation_record(operation: Operation, sources: list[Source], arrays: dict[str, Array]) -> dict[str, Any]:
    span = operation.span
    name = name_of_function(operation.function, lambda array: _kept(array, arrays))
    if name is None and operation.kind is Kind.WHOLE:
        name = name_of_function(elsewhere, str)
    if name is None:
        raise TraceError(f"{operation.name} at {span.file}:{span.line} is not one of NumPy's own functions")
    return {
        "name": operation.name,
        "kind": operation.kind,
        "operands": [[operand.label, operand.value.number] for operand in operation.operands],
        "result": operation.result.number,
        "span": [span.file, span.line, span.column, span.end_line, span.end_column, span.text],
        "source": sources.index(operation.source),
        "call": operation.call.number,
        "function": name,
        "arguments": _template_record(operation.arguments),
        "keywords": _template_record(dict(operation.keywords)),
        "is_in_place": operation.is_in_place,
        "output": operation.output,
    }


def _kept(array: Array, arrays: dict[str, Array]) -> str:
    name = f"places{len(arrays)}"
    arrays[name] = array
    return name


def _template_record(item: Any) -> Any:
    """Return arguments as JSON: what JSON does not know is a dict with a single key that says what it is."""
    match item:
        case Slot(number=number):
            return {"slot": number}
        case tuple():
            return {"tuple": [_template_record(part) for part in item]}
        case list():
            return [_template_record(part) for part in item]
        case dict():
            return {"dict": {key: _template_record(part) for key, part in item.items()}}
        case slice():
            return {"slice": [_template_record(part) for part in (item.start, item.stop, item.step)]}
        case range():
            return {"range": [item.start, item.stop, item.step]}
        case np.integer():
            return int(item)
        case np.dtype():
            return {"dtype": item.str}
        case type() if issubclass(item, np.generic | int | float):
            return {"dtype": np.dtype(item).str}
        case bool() | int() | float() | str() | None:
            return item
    return {"ellipsis": True} if item is Ellipsis else {"text": str(item)}


def _template(record: Any) -> Any:
    match record:
        case {"slot": int(number)}:
            return Slot(number)
        case {"tuple": list(parts)}:
            return tuple(_template(part) for part in parts)
        case list():
            return [_template(part) for part in record]
        case {"dict": dict(parts)}:
            return {str(key): _template(part) for key, part in parts.items()}
        case {"slice": [start, stop, step]}:
            return slice(_template(start), _template(stop), _template(step))
        case {"range": [int(start), int(stop), int(step)]}:
            return range(start, stop, step)
        case {"dtype": str(name)}:
            return np.dtype(name)
        case {"ellipsis": True}:
            return Ellipsis
        case {"text": str(text)}:
            return text
        case bool() | int() | float() | str() | None:
            return record
    raise TraceError(f"arguments with {record!r} in them are not those of an operation")


class _Reading:
    """Puts a trace together from its record and its arrays."""

    def __init__(self, record: dict[str, Any], arrays: dict[str, Array]) -> None:
        if record["version"] != VERSION:
            raise TraceError(f"this is a trace of version {record['version']}; this program reads version {VERSION}")
        self.record, self.arrays = record, arrays
        self.values = {int(one["number"]): self._value(one) for one in record["values"]}
        self.sources = [_source(one) for one in record["sources"]]
        self.calls = [self._call(number, one) for number, one in enumerate(record["calls"])]

    def trace(self) -> Trace:
        """Return the trace."""
        operations = [self._operation(number, one) for number, one in enumerate(self.record["operations"])]
        for operation in operations:
            operation.result.operation = operation
            operation.call.operations.append(operation)
        inputs, finals = (self._named(self.record[which]) for which in ("inputs", "finals"))
        return Trace(int(self.record["update"]), self.calls, operations, inputs, finals)

    def _named(self, numbers: dict[str, int]) -> dict[str, Value]:
        return {str(name): self.values[number] for name, number in numbers.items()}

    def _value(self, one: dict[str, Any]) -> Value:
        array = self.arrays[f"value{int(one['number'])}"]
        array.setflags(write=False)
        name = None if one["name"] is None else str(one["name"])
        return Value(int(one["number"]), array, str(one["label"]), Role(one["role"]), int(one["version"]), None, name)

    def _call(self, number: int, one: dict[str, Any]) -> Call:
        parameter = None if one["parameter"] is None else str(one["parameter"])
        source = self.sources[one["source"]]
        values = self._named(one["values"])
        return Call(number, str(one["part"]), str(one["method"]), Phase(one["phase"]), source, parameter, [], values)

    def _operation(self, number: int, one: dict[str, Any]) -> Operation:
        file, line, column, end_line, end_column, text = one["span"]
        operands = tuple(Operand(str(label), self.values[value]) for label, value in one["operands"])
        function = function_named(str(one["function"]), self.arrays.__getitem__)
        if function is None:
            raise TraceError(f"there is no function {one['function']!r} in NumPy")
        kind = Kind(one["kind"])
        if function is elsewhere and kind is not Kind.WHOLE:
            raise TraceError(f"{one['name']!r} is {kind}, but its function stayed behind")
        arguments, keywords = _template(one["arguments"]), _template(one["keywords"])
        _check_slots((arguments, keywords), len(operands))
        return Operation(
            number,
            str(one["name"]),
            kind,
            operands,
            self.values[one["result"]],
            Span(str(file), int(line), int(column), int(end_line), int(end_column), str(text)),
            self.sources[one["source"]],
            self.calls[one["call"]],
            function,
            tuple(arguments),
            dict(keywords),
            bool(one["is_in_place"]),
            None if one["output"] is None else int(one["output"]),
        )


def _source(one: dict[str, Any]) -> Source:
    return Source(str(one["file"]), str(one["name"]), int(one["first_line"]), tuple(map(str, one["lines"])))


def _check_slots(template: Any, count: int) -> None:
    match template:
        case Slot(number=number) if not 0 <= number < count:
            raise TraceError(f"an argument stands for operand {number}, but there are {count}")
        case tuple() | list():
            for item in template:
                _check_slots(item, count)
        case dict():
            _check_slots(tuple(template.values()), count)
