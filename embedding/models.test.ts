import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  cosine,
  largestDifference,
  modelsDir,
  startTestEmbedding,
  type TestEmbedding,
  words,
} from '../test/support/embedding.ts';

const E5 = 'multilingual-e5-small';
const BGE = 'bge-small-en-v1.5';
const PREFIX = 'Represent this sentence for searching relevant passages: ';

let dir: string;
let service: TestEmbedding;
before(async () => {
  dir = await mkdtemp(join(tmpdir(), 'kitegraph-models-'));
  await mkdir(join(dir, 'offered'));
  await mkdir(join(dir, 'outside'));
  service = await startTestEmbedding({
    modelDirs: [modelsDir, join(dir, 'offered')],
    permitted: [join(dir, 'permitted')],
    loadedModels: 2,
  });
});
after(async () => {
  await service[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

/** A folder as a sentence-transformers model comes: the weights and what goes with them, and nothing of ours. */
async function sentenceTransformer(path: string, config: Record<string, object> = {}): Promise<string> {
  await mkdir(join(path, '1_Pooling'), { recursive: true });
  for (const file of ['model.onnx', 'tokenizer.json']) {
    await copyFile(join(modelsDir, BGE, file), join(path, file));
  }
  const files = {
    'config.json': { model_type: 'bert', hidden_size: 384, max_position_embeddings: 512, pad_token_id: 0 },
    'sentence_bert_config.json': { max_seq_length: 128 },
    '1_Pooling/config.json': { pooling_mode_cls_token: true, pooling_mode_mean_tokens: false },
    ...config,
  };
  for (const [name, value] of Object.entries(files)) await writeFile(join(path, name), JSON.stringify(value));
  return path;
}

const embedBy = async (body: object): Promise<Float32Array[]> => {
  const response = await service.post('/v1/embeddings', body);
  assert.equal(response.status, 200, await response.clone().text());
  const { data } = (await response.json()) as { data: { embedding: number[] }[] };
  return data.map(({ embedding }) => Float32Array.from(embedding));
};
const refusal = async (path: string, body: object) => {
  const response = await service.post(path, body);
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  return { status: response.status, ...error };
};
const models = async () =>
  ((await (await fetch(`${service.url}/v1/models`)).json()) as { data: Record<string, unknown>[] }).data;
const inMemory = async () => {
  const { components } = (await (await fetch(`${service.url}/health`)).json()) as {
    components: { name: string; detail: string }[];
  };
  return components.filter(({ detail }) => detail.includes('in memory')).map(({ name }) => name.slice(6));
};

test('every model is listed with what its vectors are, the default first', async () => {
  const [first, second] = await models();
  assert.deepEqual([first?.id, first?.default, second?.id, second?.default], [E5, true, BGE, false]);
  const { version, hash, ...rest } = second as Record<string, unknown>;
  assert.match(String(version), /^[0-9a-f]{12}$/);
  assert.match(String(hash), /^68807e3f/);
  assert.deepEqual(rest, {
    id: BGE,
    object: 'model',
    created: 0,
    owned_by: 'kitegraph',
    default: false,
    dimensions: 384,
    max_tokens: 512,
    pooling: 'CLS',
    query_prefix: PREFIX,
    passage_prefix: '',
    languages: ['en'],
    license: 'MIT',
  });
  const one = await fetch(`${service.url}/v1/models/${BGE}`);
  assert.deepEqual(await one.json(), second);
});

test('a request names its model, which is loaded for it; one that is not there is 404 with those that are', async () => {
  assert.deepEqual(await inMemory(), [E5]);
  const texts = ['A vector database stores embeddings.', 'The recipe needs two eggs.'];
  const [database, recipe] = await embedBy({ model: BGE, input: texts });
  const [query] = await embedBy({ model: BGE, input: 'What is a vector database?', input_type: 'query' });
  assert.ok(cosine(query, database) > cosine(query, recipe) + 0.1);
  const [byHand] = await embedBy({ model: BGE, input: `${PREFIX}What is a vector database?` });
  assert.ok(largestDifference(query, byHand) < 1e-6, 'a query gets its prefix');
  assert.deepEqual(await inMemory(), [E5, BGE]);
  const { status, code, message } = await refusal('/v1/embeddings', { model: 'gpt-9', input: 'x' });
  assert.deepEqual([status, code], [404, 'model_not_found']);
  assert.match(message, /multilingual-e5-small, bge-small-en-v1.5/);
});

test('a vector does not depend on what else is embedded with it, by a model whose batches would change it', async () => {
  const texts = ['short', words(60), 'a short text', words(30, 2)];
  const together = await embedBy({ model: BGE, input: texts });
  for (const [i, text] of texts.entries()) {
    const [alone] = await embedBy({ model: BGE, input: text });
    assert.ok(largestDifference(alone, together[i]) < 1e-6, text);
  }
});

test('tokens are counted by the tokenizer of the model that is named', async () => {
  const counts = async (model: string) =>
    (
      (await (await service.post('/tokenize', { model, inputs: ['向量資料庫 embeddings'] })).json()) as {
        counts: number[];
      }
    ).counts[0];
  assert.notEqual(await counts(E5), await counts(BGE));
});

test('a folder that is put among the models is offered by its name, with what its files say', async () => {
  const path = join(dir, 'offered', 'mine');
  await sentenceTransformer(path);
  const mine = (await models()).find(({ id }) => id === 'mine');
  assert.deepEqual(
    [mine?.dimensions, mine?.max_tokens, mine?.pooling, mine?.query_prefix],
    [384, 128, 'CLS', ''],
  );
  const [own] = await embedBy({ model: 'mine', input: 'a text' });
  const [same] = await embedBy({ model: BGE, input: 'a text' });
  assert.ok(largestDifference(own, same) < 1e-6, 'the same weights');
  await rm(path, { recursive: true });
  assert.ok(!(await models()).some(({ id }) => id === 'mine'));
});

test('a request may name a folder where that is permitted, and what it says wins over the folder', async () => {
  const folder = await sentenceTransformer(join(dir, 'permitted', 'team', 'm'));
  const describe = async (source: object) =>
    (await (
      await service.post('/describe', { model: 'ours', model_source: { folder, ...source } })
    ).json()) as {
      id: string;
      version: string;
      pooling: string;
    };
  const [first, mean] = [await describe({}), await describe({ pooling: 'MEAN', query_prefix: 'q: ' })];
  assert.deepEqual([first.id, first.pooling, mean.pooling], ['ours', 'CLS', 'MEAN']);
  assert.notEqual(first.version, mean.version, 'other vectors are another version');
  const input = { model: 'ours', input: 'a text', input_type: 'query' };
  const [byFirst] = await embedBy({ ...input, model_source: { folder } });
  const [byMean] = await embedBy({
    ...input,
    model_source: { folder, pooling: 'MEAN', query_prefix: 'q: ' },
  });
  assert.ok(cosine(byFirst, byMean) < 0.999);
  assert.ok(Math.abs(cosine(byMean, byMean) - 1) < 1e-5, 'of length 1');
});

test('what lies elsewhere is not looked into, by whatever way it is named, nor told whether it is there', async () => {
  await sentenceTransformer(join(dir, 'outside', 'm'));
  await mkdir(join(dir, 'permitted'), { recursive: true });
  await symlink(join(dir, 'outside', 'm'), join(dir, 'permitted', 'link'));
  const there = await refusal('/describe', { model_source: { folder: join(dir, 'outside', 'm') } });
  const missing = await refusal('/describe', { model_source: { folder: join(dir, 'outside', 'none') } });
  for (const { status, code, message } of [there, missing]) {
    assert.deepEqual([status, code], [400, 'model_folder_refused']);
    assert.match(message, /may not look into .*KITEGRAPH_MODEL_FOLDERS/);
  }
  const escapes = [
    '/etc',
    `${dir}/permitted/../outside/m`,
    `${dir}/permitted/link`,
    'permitted/m',
    `${dir}/permittedx`,
  ];
  for (const folder of escapes) {
    const { code } = await refusal('/v1/embeddings', { input: 'x', model_source: { folder } });
    assert.equal(code, 'model_folder_refused', folder);
  }
  for (const model of ['../outside/m', '..', '%2e%2e', '.hidden']) {
    assert.equal((await refusal('/v1/embeddings', { model, input: 'x' })).status, 404, model);
  }
  // A file of the folder that leads out of it.
  const folder = join(dir, 'permitted', 'leading-out');
  await mkdir(folder);
  await symlink(join(dir, 'outside', 'm', 'model.onnx'), join(folder, 'model.onnx'));
  assert.equal((await refusal('/describe', { model_source: { folder } })).code, 'model_folder_refused');
});

test('a folder that holds no usable model is refused with the reason', async () => {
  const reason = async (name: string, make: (path: string) => Promise<unknown>) => {
    const folder = join(dir, 'permitted', name);
    await mkdir(folder, { recursive: true });
    await make(folder);
    return (await refusal('/describe', { model_source: { folder } })).message;
  };
  assert.match(await reason('empty', async () => undefined), /has no model.onnx/);
  assert.match(
    await reason('broken', async (path) => {
      await sentenceTransformer(path);
      await writeFile(join(path, 'model.onnx'), 'not ONNX');
    }),
    /cannot be used as an embedding model/,
  );
  const dense = [{ type: 'sentence_transformers.models.Dense', path: '2_Dense' }];
  assert.match(
    await reason('dense', (path) => sentenceTransformer(path, { 'modules.json': dense })),
    /module "Dense", which is not known/,
  );
  assert.match(
    await reason('last', (path) =>
      sentenceTransformer(path, { '1_Pooling/config.json': { pooling_mode_lasttoken: true } }),
    ),
    /pools otherwise/,
  );
  assert.match(
    await reason('not-json', async (path) => {
      await sentenceTransformer(path);
      await writeFile(join(path, 'config.json'), '{');
    }),
    /config.json is not JSON/,
  );
});

test('no more models are in memory than may be, and one that made room is loaded again, in the midst of work', async () => {
  const folder = await sentenceTransformer(join(dir, 'permitted', 'third'));
  const asked = [{ model: E5 }, { model: BGE }, { model_source: { folder } }];
  const [expected] = await embedBy({ model: E5, input: words(50) });
  const rounds = Array.from({ length: 4 }, () => asked).flat();
  const answers = await Promise.all(rounds.map((one) => embedBy({ ...one, input: words(50) })));
  for (const [i, [vector]] of answers.entries()) {
    if (i % 3 === 0) assert.ok(largestDifference(vector, expected) < 1e-5);
  }
  assert.ok((await inMemory()).length <= 2);
});

test('weights that are replaced make another version, which the next answer says', async () => {
  const path = join(dir, 'offered', 'changing');
  await sentenceTransformer(path);
  const version = async () => {
    const response = await service.post('/v1/embeddings', { model: 'changing', input: 'x' });
    return response.headers.get('kitegraph-model-version');
  };
  const before = await version();
  assert.match(before ?? '', /^[0-9a-f]{12}$/);
  await copyFile(join(modelsDir, E5, 'model.onnx'), join(path, 'model.onnx'));
  await copyFile(join(modelsDir, E5, 'tokenizer.json'), join(path, 'tokenizer.json'));
  assert.notEqual(await version(), before);
});
