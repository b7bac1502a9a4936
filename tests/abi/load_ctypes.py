#!/usr/bin/env python3
"""load_ctypes.py LIBRARY API.json: a binding made only from wijkteam-api.json, without a header or a compiler.

Every function it names is there and takes what it says; every struct has the size and the offsets that the compiler in
CC gives it; the functions it names are those of the headers."""
import ctypes
import json
import os
import shlex
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "support"))
import headers  # noqa: E402

SOURCE = os.environ["WIJK_SOURCE_ROOT"]
BUILD = os.environ["WIJK_BUILD_ROOT"]
PLAIN = {"int32_t": ctypes.c_int32, "uint32_t": ctypes.c_uint32, "int64_t": ctypes.c_int64,
         "uint64_t": ctypes.c_uint64, "size_t": ctypes.c_size_t, "uint8_t": ctypes.c_uint8, "double": ctypes.c_double}


def ctype(name, typedefs):
    """The ctypes type for a C type as the description writes it."""
    if name == "void":
        return None
    if name.replace(" ", "") == "constchar*":
        return ctypes.c_char_p
    if "*" in name:
        return ctypes.c_void_p
    return PLAIN[typedefs.get(name, name)]


def number_typedefs():
    import re
    text = "".join(headers.read(path) for path in headers.paths(SOURCE, BUILD).values())
    return dict((new, old) for old, new in re.findall(r"^typedef (u?int\d+_t) (wijk_\w+);", text, flags=re.M))


def compiled_sizes(structs):
    lines = ["#include <stdio.h>", "#include <wijkteam/wijkteam.h>", "int main(void) {"]
    for struct in structs:
        name = struct["name"]
        lines.append(f'    printf("{name} %zu\\n", sizeof({name}));')
        for field in struct["fields"]:
            member = field["name"]
            lines.append(f'    printf("{name}.{member} %zu %zu\\n", offsetof({name}, {member}), '
                         f'sizeof((({name} *)0)->{member}));')
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "sizes")
        with open(program + ".c", "w", encoding="utf-8") as file:
            file.write("\n".join([*lines, "    return 0;", "}", ""]))
        include = [f"-I{os.path.dirname(path)}" for path in headers.folders(SOURCE, BUILD)]
        subprocess.run([*shlex.split(os.environ.get("CC", "cc")), "-std=c11", *include, "-o", program, program + ".c"],
                       check=True)
        output = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    return {line.split()[0]: [int(x) for x in line.split()[1:]] for line in output.splitlines()}


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        api = json.load(file)
    problems = []

    described = {function["name"]: function for function in api["functions"]}
    declared = {function.name: function for function in headers.functions(headers.paths(SOURCE, BUILD))}
    for name in sorted(set(described) ^ set(declared)):
        problems.append(f"{name} is in only one of the headers and the description")
    for name in sorted(set(described) & set(declared)):
        if described[name]["since"] != declared[name].since:
            problems.append(f"{name}: since {described[name]['since']}, the header says {declared[name].since}")
        if [p["name"] for p in described[name]["parameters"]] != [p for _, p in declared[name].parameters]:
            problems.append(f"{name}: other parameters than in the header")

    if ctypes.sizeof(ctypes.c_void_p) == 8:
        real = compiled_sizes(api["structs_64bit"])
        for struct in api["structs_64bit"]:
            if real[struct["name"]] != [struct["size"]]:
                problems.append(f"{struct['name']}: {struct['size']} bytes, the compiler says {real[struct['name']]}")
            for field in struct["fields"]:
                name = f"{struct['name']}.{field['name']}"
                if real[name] != [field["offset"], field["size"]]:
                    problems.append(f"{name}: {[field['offset'], field['size']]}, the compiler says {real[name]}")

    typedefs = number_typedefs()
    library = ctypes.CDLL(sys.argv[1])
    for function in api["functions"]:
        try:
            bound = getattr(library, function["name"])
        except AttributeError:
            problems.append(f"{function['name']} is not in the library")
            continue
        bound.restype = ctype(function["returns"], typedefs)
        bound.argtypes = [ctype(parameter["type"], typedefs) for parameter in function["parameters"]]

    context = ctypes.c_void_p()
    status = library.wijk_context_new(None, None, ctypes.addressof(context))
    if status != 0 or not context.value:
        problems.append("no context could be made")
    for entry in api["statuses"]:
        if library.wijk_status_name(entry["number"]) != b"WIJK_" + entry["name"].encode():
            problems.append(f"status {entry['number']} has another name")
    library.wijk_context_unref(context)

    print("\n".join(problems) or f"{len(described)} functions, {len(api['structs_64bit'])} structs")
    return 1 if problems else 0


sys.exit(main())
