/**
 * The few pieces of the Protocol Buffers wire format that an ONNX file needs
 * (https://protobuf.dev/programming-guides/encoding/). Each function returns the bytes of one field.
 */

const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

/** A base-128 varint. A negative number takes ten bytes, as int64 does. */
export function varint(value: number | bigint): Buffer {
  let rest = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest ? low | 0x80 : low);
  } while (rest);
  return Buffer.from(bytes);
}

function tag(field: number, wireType: number): Buffer {
  return varint((field << 3) | wireType);
}

export function integer(field: number, value: number | bigint): Buffer {
  return Buffer.concat([tag(field, VARINT), varint(value)]);
}

export function float(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return Buffer.concat([tag(field, FIXED32), bytes]);
}

export function text(field: number, value: string): Buffer {
  return message(field, [Buffer.from(value)]);
}

/** A length-delimited field: a nested message given by its fields, or raw bytes as the only part. */
export function message(field: number, parts: readonly Uint8Array[]): Buffer {
  return Buffer.concat(delimited(field, parts));
}

/** The same as {@link message} without joining the parts, so that large tensors are copied only once. */
export function delimited(field: number, parts: readonly Uint8Array[]): Uint8Array[] {
  const length = parts.reduce((sum, part) => sum + part.byteLength, 0);
  return [tag(field, BYTES), varint(length), ...parts];
}
