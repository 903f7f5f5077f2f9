import { delimited, float, integer, message, text } from './protobuf.ts';

/** `TensorProto.DataType` of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto */
export const TYPE = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7, int4: 22 } as const;
type Type = (typeof TYPE)[keyof typeof TYPE];

/** An attribute of a node: an integer as a number, integers as a list, a text, a float as `{ float }`. */
type Attribute = number | readonly number[] | string | { float: number };
export type Attributes = Record<string, Attribute>;

interface Value {
  name: string;
  type: Type;
  /** A number is a fixed size, a string a named size that may differ between runs. */
  shape: (number | string)[];
}

const IR_VERSION = 10;
const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_STRING = 3;
const ATTRIBUTE_INTS = 7;

/** Collects the nodes and constants of one ONNX graph and writes them as a model file. */
export class OnnxGraph {
  readonly #name: string;
  readonly #nodes: Uint8Array[] = [];
  readonly #constants: Uint8Array[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  /** Adds an operation with one output and returns the output's name. `''` leaves an optional input out. */
  node(
    operator: string,
    inputs: string[],
    output: string,
    attributes: Attributes = {},
    domain: string = '',
  ): string {
    this.nodeOf(operator, inputs, [output], attributes, domain);
    return output;
  }

  /** Adds an operation with several outputs. */
  nodeOf(
    operator: string,
    inputs: string[],
    outputs: [string, ...string[]],
    attributes: Attributes = {},
    domain: string = '',
  ): void {
    this.#nodes.push(
      message(1, [
        ...inputs.map((input) => text(1, input)),
        ...outputs.map((output) => text(2, output)),
        text(3, outputs[0]),
        text(4, operator),
        ...Object.entries(attributes).map(([name, value]) => attribute(name, value)),
        ...(domain ? [text(7, domain)] : []),
      ]),
    );
  }

  /** Adds a constant tensor from its little-endian bytes and returns its name. */
  constant(name: string, type: Type, shape: number[], bytes: Uint8Array): string {
    const head = Buffer.concat([...shape.map((size) => integer(1, size)), integer(2, type), text(8, name)]);
    this.#constants.push(...delimited(5, [head, ...delimited(9, [bytes])]));
    return name;
  }

  /** The finished model. `operatorSets` maps a domain (`''` is ONNX's own) to its version. */
  encode(o: {
    inputs: Value[];
    outputs: Value[];
    operatorSets: [domain: string, version: number][];
  }): Buffer {
    const graph = [
      ...this.#nodes,
      text(2, this.#name),
      ...this.#constants,
      ...o.inputs.map((input) => valueInfo(11, input)),
      ...o.outputs.map((output) => valueInfo(12, output)),
    ];
    return Buffer.concat([
      integer(1, IR_VERSION),
      ...delimited(7, graph),
      ...o.operatorSets.map(([domain, version]) => message(8, [text(1, domain), integer(2, version)])),
    ]);
  }
}

function attribute(name: string, value: Attribute): Buffer {
  if (typeof value === 'number') return typed(name, ATTRIBUTE_INT, [integer(3, value)]);
  if (typeof value === 'string') return typed(name, ATTRIBUTE_STRING, [text(4, value)]);
  if ('float' in value) return typed(name, ATTRIBUTE_FLOAT, [float(2, value.float)]);
  return typed(
    name,
    ATTRIBUTE_INTS,
    value.map((one) => integer(8, one)),
  );
}

const typed = (name: string, type: number, value: Buffer[]): Buffer =>
  message(5, [text(1, name), ...value, integer(20, type)]);

function valueInfo(field: number, value: Value): Buffer {
  const sizes = value.shape.map((size) =>
    message(1, [typeof size === 'number' ? integer(1, size) : text(2, size)]),
  );
  const tensor = message(1, [integer(1, value.type), message(2, sizes)]);
  return message(field, [text(1, value.name), message(2, [tensor])]);
}
