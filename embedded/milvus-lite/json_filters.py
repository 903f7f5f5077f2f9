"""Evaluates filters on JSON columns a column at a time.

Stock turns every row of a segment, its vector included, into Python objects for each search, and parses the row's JSON
anew for each comparison: a filter of 300 values over 5,000 rows kept the whole server busy for more than ten seconds.
Here a column at a time is read, each path into it once for a segment, and a chain of `==` on one path is a look-up in
a set. Meaning and errors are stock's own; what this file does not know goes to stock's function.
"""

import itertools
import json
import operator
import threading
import weakref
from collections import OrderedDict

import pyarrow as pa
from milvus_lite.search.filter import ast
from milvus_lite.search.filter import eval as evaluation

PATHS_KEPT = 32

stock = evaluation.evaluate_python
COMPARE = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
ARITHMETIC = {"+": operator.add, "-": operator.sub, "*": operator.mul}
LITERALS = (ast.IntLit, ast.FloatLit, ast.StringLit, ast.BoolLit)

# For each table that is alive, by its id: the values at the paths used last. Tables never change.
kept_paths: dict = {}
guard = threading.Lock()


class Unknown(Exception):
    """An expression that is left to stock."""


def values_at(table, name, path):
    with guard:
        kept = kept_paths.get(id(table))
        if kept is None:
            number = id(table)
            alive = weakref.ref(table, lambda _: kept_paths.pop(number, None))
            kept = kept_paths[number] = (alive, OrderedDict())
        paths = kept[1]
        if (name, path) in paths:
            paths.move_to_end((name, path))
            return paths[(name, path)]
    values = [step(value, path) for value in table.column(name).to_pylist()]
    with guard:
        paths[(name, path)] = values
        if len(paths) > PATHS_KEPT:
            paths.popitem(last=False)
    return values


def step(value, path):
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return None
    for part in path:
        if isinstance(part, str):
            value = value.get(part) if isinstance(value, dict) else None
        else:
            value = value[part] if isinstance(value, (list, tuple)) and part < len(value) else None
        if value is None:
            return None
    return value


def constant(node):
    """The value of a node that is the same for each row."""
    if isinstance(node, LITERALS):
        return node.value
    if isinstance(node, ast.ArithOp) and node.op in ARITHMETIC:
        return ARITHMETIC[node.op](constant(node.left), constant(node.right))
    raise Unknown


def operand(node, table):
    if isinstance(node, ast.FieldRef):
        return table.column(node.name).to_pylist()
    if isinstance(node, ast.PathAccess) and isinstance(node.base, ast.FieldRef):
        return values_at(table, node.base.name, node.path)
    raise Unknown


def compare(node, table):
    values, other, test = operand(node.left, table), constant(node.right), COMPARE[node.op]

    def one(value):
        try:
            return None if value is None else test(value, other)
        except TypeError:
            return None

    return [one(value) for value in values]


def is_in(values, members):
    def one(value):
        try:
            return None if value is None else value in members
        except TypeError:  # a list or an object equals no literal
            return False

    return [one(value) for value in values]


def flat(node, kind):
    """The operands of nested nodes of one kind, as one list."""
    if not isinstance(node, kind):
        return [node]
    return list(itertools.chain.from_iterable(flat(one, kind) for one in node.operands))


def either(node, table):
    chains, others = {}, []
    for one in flat(node, ast.Or):
        if isinstance(one, ast.CmpOp) and one.op == "==" and isinstance(one.left, ast.PathAccess):
            if not isinstance(one.left.base, ast.FieldRef):
                raise Unknown
            chains.setdefault((one.left.base.name, one.left.path), []).append(one)
        else:
            others.append(evaluated(one, table))
    for chain in chains.values():
        others.append(is_in(operand(chain[0].left, table), {constant(one.right) for one in chain}))
    return [True if True in row else None if None in row else False for row in zip(*others)]


def both(node, table):
    columns = [evaluated(one, table) for one in flat(node, ast.And)]
    return [False if False in row else None if None in row else True for row in zip(*columns)]


def contains(node, table):
    arrays = operand(node.value, table)
    if node.mode == "any_one":
        target = constant(node.values)
        test = lambda array: target in array  # noqa: E731
    elif isinstance(node.values, ast.ListLit):
        targets = [constant(one) for one in node.values.elements]
        every = all if node.mode == "all" else any
        test = lambda array: every(target in array for target in targets)  # noqa: E731
    else:
        raise Unknown
    if any(isinstance(array, str) for array in arrays):
        raise Unknown
    return [isinstance(array, (list, tuple)) and test(array) for array in arrays]


def evaluated(node, table):
    """True, False or None (unknown) for each row, by three-valued logic."""
    if isinstance(node, ast.CmpOp):
        return compare(node, table)
    if isinstance(node, ast.InOp):
        found = is_in(operand(node.field, table), {constant(one) for one in node.values.elements})
        return [None if one is None else one != node.negate for one in found]
    if isinstance(node, ast.Or):
        return either(node, table)
    if isinstance(node, ast.And):
        return both(node, table)
    if isinstance(node, ast.Not):
        return [None if one is None else not one for one in evaluated(node.operand, table)]
    if isinstance(node, ast.IsNullOp):
        return [(value is None) != node.negate for value in operand(node.field, table)]
    if isinstance(node, ast.ArrayContainsOp):
        return contains(node, table)
    raise Unknown


def evaluate(compiled, data):
    table = pa.Table.from_batches([data]) if isinstance(data, pa.RecordBatch) else data
    try:
        return pa.array([one is True for one in evaluated(compiled.ast, table)], type=pa.bool_())
    except (Unknown, AttributeError, KeyError):
        return stock(compiled, data)


def install() -> None:
    evaluation.evaluate_python = evaluate
