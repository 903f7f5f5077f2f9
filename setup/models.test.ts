import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { explain } from './explain.ts';
import { readE5Weights } from './models/e5-weights.ts';
import { varint } from './models/protobuf.ts';
import { ensureModels } from './models.ts';
import { silentProgress } from './progress.ts';

let dir: string;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kitegraph-models-'));
});
after(() => rm(dir, { recursive: true, force: true }));

const e5 = () => join(dir, 'models', 'multilingual-e5-small');

test('set-up makes each model once, tells sizes, and mends one that is incomplete', async () => {
  const told: string[] = [];
  const progress = {
    step: (title: string) => told.push(title),
    update: () => undefined,
    done: (detail = '') => told.push(`done ${detail}`),
  };
  await ensureModels({ dir, python: 'python3', progress });
  assert.deepEqual(told, [
    'Embedding model multilingual-e5-small',
    'done 102.0 MB',
    'Embedding model bge-small-en-v1.5',
    'done 34.7 MB',
    'Rerank model ms-marco-MiniLM-L-12-v2',
    'done 34.7 MB',
    'Image model efficientnet-lite0',
    'done 18.6 MB',
  ]);
  const names = ['bge-small-en-v1.5', 'multilingual-e5-small'];
  assert.deepEqual((await readdir(dir)).sort(), ['image-models', 'models', 'rerankers']);
  assert.deepEqual((await readdir(join(dir, 'models'))).sort(), names);
  const others = ['rerankers/ms-marco-MiniLM-L-12-v2', 'image-models/efficientnet-lite0'];
  for (const name of [...names.map((name) => `models/${name}`), ...others]) {
    const card = JSON.parse(await readFile(join(dir, name, 'model.json'), 'utf8'));
    for (const [file, expected] of Object.entries(card.sha256)) {
      const found = createHash('sha256').update(await readFile(join(dir, name, file)));
      assert.equal(found.digest('hex'), expected, `${name} ${file}`);
    }
  }

  const made = (await stat(join(e5(), 'model.onnx'))).mtimeMs;
  told.length = 0;
  await ensureModels({ dir, python: 'python3', progress });
  assert.deepEqual(told, []);
  assert.equal((await stat(join(e5(), 'model.onnx'))).mtimeMs, made);

  await truncate(join(e5(), 'model.onnx'), 1000);
  await ensureModels({ dir, python: 'python3', progress });
  assert.deepEqual(told, ['Embedding model multilingual-e5-small', 'done 102.0 MB']);
  assert.equal((await stat(join(e5(), 'model.onnx'))).size, 84_949_212);
});

test('a registry that cannot be reached is one line with the remedy, and leaves nothing behind', async () => {
  const empty = join(dir, 'unreachable');
  const settings = {
    PIP_INDEX_URL: 'http://127.0.0.1:9/simple',
    PIP_CONFIG_FILE: '/dev/null',
    PIP_RETRIES: '1',
    PIP_FIND_LINKS: '',
  };
  const before = { ...process.env };
  Object.assign(process.env, settings);
  try {
    await assert.rejects(
      ensureModels({ dir: empty, python: 'python3', progress: silentProgress }),
      (error) => {
        assert.match(explain(error), /^pip cannot reach its registry .* Check the network/);
        return true;
      },
    );
  } finally {
    for (const name of Object.keys(settings)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
  assert.deepEqual(await readdir(empty), []);
});

test('a file that is no weight file is refused', () => {
  assert.throws(() => readE5Weights(Buffer.from('GGUF and then something else')), /not a weight file/);
  const truncated = Buffer.concat([Buffer.from('E5S1'), Buffer.from([1, 0, 0, 0]), Buffer.alloc(8)]);
  assert.throws(() => readE5Weights(truncated), /ends too early/);
});

test('integers are written as Protocol Buffers define', () => {
  assert.equal(varint(0).toString('hex'), '00');
  assert.equal(varint(300).toString('hex'), 'ac02');
  assert.equal(varint(-1).toString('hex'), 'ffffffffffffffffff01');
});
