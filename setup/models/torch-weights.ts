/** A tensor, row by row. */
export interface Tensor {
  shape: number[];
  values: Float32Array;
}

/** Where a tensor's values lie in its storage. */
interface Laid {
  storage: { key: string; type: string };
  offset: number;
  shape: number[];
  strides: number[];
}

/** A function or class that a pickle names. */
interface Global {
  global: string;
}

const MARK = Symbol('mark');

/**
 * Reads the float tensors out of a file of weights as PyTorch wrote them before 1.6: five pickles (of which the fourth is the
 * state dictionary and the fifth the order of the storages), then the storages, each with its length. Nothing in it is run:
 * what is not known here is an error.
 * @throws Error where it is no such file
 */
export function readTorchWeights(file: Buffer): Map<string, Tensor> {
  const reader = { file, at: 0 };
  for (let i = 0; i < 3; i++) unpickle(reader);
  const state = unpickle(reader) as Map<string, Laid>;
  const order = unpickle(reader) as string[];
  const types = new Map([...state.values()].map(({ storage }) => [storage.key, storage.type]));
  const storages = new Map<string, Buffer>();
  for (const key of order) {
    const bytes = Number(file.readBigInt64LE(reader.at)) * (types.get(key) === 'torch LongStorage' ? 8 : 4);
    storages.set(key, file.subarray(reader.at + 8, reader.at + 8 + bytes));
    reader.at += 8 + bytes;
  }
  const tensors = new Map<string, Tensor>();
  for (const [name, laid] of state) {
    if (laid.storage.type !== 'torch FloatStorage') continue;
    tensors.set(name, gathered(laid, storages.get(laid.storage.key) as Buffer));
  }
  return tensors;
}

/** The values in the order of the shape, whatever order they lie in. */
function gathered({ offset, shape, strides }: Laid, storage: Buffer): Tensor {
  const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
  const index = shape.map(() => 0);
  for (let i = 0; i < values.length; i++) {
    const at = index.reduce((sum, place, axis) => sum + place * (strides[axis] as number), offset);
    values[i] = storage.readFloatLE(4 * at);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      index[axis] = 0;
    }
  }
  return { shape, values };
}

/** One pickle, of the operations of protocol 2 that such files have. */
function unpickle(reader: { file: Buffer; at: number }): unknown {
  const { file } = reader;
  const stack: unknown[] = [];
  const memo = new Map<number, unknown>();
  const skip = (bytes: number) => {
    const at = reader.at;
    reader.at += bytes;
    return at;
  };
  const line = () => {
    const end = file.indexOf(10, reader.at);
    return file.toString('utf8', skip(end + 1 - reader.at), end);
  };
  const toMark = () => stack.splice(stack.lastIndexOf(MARK)).slice(1);
  const setItems = (pairs: unknown[]) => {
    const map = stack.at(-1) as Map<unknown, unknown>;
    for (let i = 0; i < pairs.length; i += 2) map.set(pairs[i], pairs[i + 1]);
  };
  for (;;) {
    const operation = String.fromCharCode(file.readUInt8(skip(1)));
    switch (operation) {
      case '\x80': // PROTO
        skip(1);
        break;
      case '.': // STOP
        return stack.pop();
      case '(': // MARK
        stack.push(MARK);
        break;
      case '}': // EMPTY_DICT
        stack.push(new Map());
        break;
      case ']': // EMPTY_LIST
      case ')': // EMPTY_TUPLE
        stack.push([]);
        break;
      case 't': // TUPLE
        stack.push(toMark());
        break;
      case '\x85': // TUPLE1
      case '\x86': // TUPLE2
        stack.push(stack.splice(operation === '\x85' ? -1 : -2));
        break;
      case 'N': // NONE
        stack.push(null);
        break;
      case '\x88': // NEWTRUE
      case '\x89': // NEWFALSE
        stack.push(operation === '\x88');
        break;
      case 'K': // BININT1
        stack.push(file.readUInt8(skip(1)));
        break;
      case 'M': // BININT2
        stack.push(file.readUInt16LE(skip(2)));
        break;
      case 'J': // BININT
        stack.push(file.readInt32LE(skip(4)));
        break;
      case '\x8a': // LONG1, the file's own number
        skip(file.readUInt8(skip(1)));
        stack.push(null);
        break;
      case 'X': {
        // BINUNICODE
        const length = file.readUInt32LE(skip(4));
        stack.push(file.toString('utf8', skip(length), reader.at));
        break;
      }
      case 'c': // GLOBAL
        stack.push({ global: `${line()} ${line()}` } satisfies Global);
        break;
      case 'q': // BINPUT
        memo.set(file.readUInt8(skip(1)), stack.at(-1));
        break;
      case 'r': // LONG_BINPUT
        memo.set(file.readUInt32LE(skip(4)), stack.at(-1));
        break;
      case 'h': // BINGET
        stack.push(memo.get(file.readUInt8(skip(1))));
        break;
      case 'j': // LONG_BINGET
        stack.push(memo.get(file.readUInt32LE(skip(4))));
        break;
      case 's': // SETITEM
        setItems(stack.splice(-2));
        break;
      case 'u': // SETITEMS
        setItems(toMark());
        break;
      case 'e': // APPENDS
        {
          const items = toMark();
          (stack.at(-1) as unknown[]).push(...items);
        }
        break;
      case 'Q': {
        // BINPERSID
        const [, type, key] = stack.pop() as [string, Global, string];
        stack.push({ key, type: type.global });
        break;
      }
      case 'R': {
        // REDUCE
        const [called, given] = stack.splice(-2) as [Global, unknown[]];
        stack.push(made(called, given));
        break;
      }
      case 'b': // BUILD: attributes of the dictionary, of no use here
        stack.pop();
        break;
      default:
        throw new Error(`not a file of weights: operation ${JSON.stringify(operation)} at ${reader.at - 1}`);
    }
  }
}

function made({ global }: Global, given: unknown[]): unknown {
  if (global === 'collections OrderedDict') return new Map();
  if (global !== 'torch._utils _rebuild_tensor_v2')
    throw new Error(`not a file of weights: it names ${global}`);
  const [storage, offset, shape, strides] = given as [Laid['storage'], number, number[], number[]];
  return { storage, offset, shape, strides } satisfies Laid;
}
