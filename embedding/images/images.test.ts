import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { writeTinyClip } from '../../test/support/clip.ts';
import { cosine, runtimeDir, startTestEmbedding, type TestEmbedding } from '../../test/support/embedding.ts';
import { drawings, picture } from '../../test/support/pictures.ts';

let service: TestEmbedding;
let own: string;
before(async () => {
  own = await mkdtemp(join(tmpdir(), 'kitegraph-images-'));
  const tokenizer = join(runtimeDir, 'models', 'bge-small-en-v1.5', 'tokenizer.json');
  await writeTinyClip(join(own, 'tiny-clip'), tokenizer);
  await writeTinyClip(join(own, 'fixed-clip'), tokenizer, { length: 12 });
  await mkdir(join(own, 'broken'));
  await writeFile(join(own, 'broken', 'vision_model.onnx'), 'no model');
  service = await startTestEmbedding({ imageModelDirs: [join(runtimeDir, 'image-models'), own] });
});
after(async () => {
  await service[Symbol.asyncDispose]();
  await rm(own, { recursive: true, force: true });
});

type Input = Buffer | string;

async function ask(input: Input[], model?: string) {
  const response = await service.post('/v1/embeddings/images', {
    model,
    input: input.map((one) => (typeof one === 'string' ? { text: one } : { image: one.toString('base64') })),
  });
  const answer = (await response.json()) as {
    model: string;
    data: { index: number; embedding: number[] }[];
    usage: { images: number };
    error: { code: string; param: string; message: string };
  };
  return { status: response.status, version: response.headers.get('kitegraph-model-version'), ...answer };
}

async function vectors(input: Input[], model?: string): Promise<Float32Array[]> {
  const { data } = await ask(input, model);
  return data.map(({ embedding }) => Float32Array.from(embedding));
}

test('a picture has a unit vector, near that of the same picture in another format and size', async () => {
  const [png, jpeg, webp, small, other] = await vectors([
    await picture(drawings.ball),
    await picture(drawings.ball, 'jpeg'),
    await picture(drawings.ball, 'webp'),
    await picture(drawings.ball, 'png', 150),
    await picture(drawings.crossword),
  ]);
  assert.ok(Math.abs(cosine(png, png) - 1) < 1e-5);
  const apart = cosine(png, other);
  for (const same of [jpeg, webp, small])
    assert.ok(cosine(png, same) > apart + 0.3, `${cosine(png, same)} ${apart}`);
});

test('a text in English or Chinese is nearest to the picture of what it names, by the labels that the model knows', async () => {
  const pictures = await vectors(
    await Promise.all(Object.values(drawings).map((drawing) => picture(drawing))),
  );
  const nearest = (text: Float32Array) => {
    const cosines = pictures.map((vector) => cosine(text, vector));
    return Object.keys(drawings)[cosines.indexOf(Math.max(...cosines))];
  };
  const texts = await vectors(['a ping-pong ball', '乒乓球', 'crossword puzzle', '填字遊戲']);
  assert.deepEqual(texts.map(nearest), ['ball', 'ball', 'crossword', 'crossword']);
});

test('the model says what it is', async () => {
  const card = (await (await fetch(`${service.url}/v1/embeddings/images`)).json()) as Record<string, unknown>;
  assert.deepEqual([card.id, card.dimensions, card.text_to_image], ['efficientnet-lite0', 1280, 'LABELS']);
  const { model, version, usage } = await ask([await picture(drawings.sky), 'the sky']);
  assert.deepEqual([model, version, usage.images], ['efficientnet-lite0', card.version, 1]);
});

test('any ONNX export of CLIP can take its place: pictures and texts by towers of one space', async () => {
  const input = [
    await picture(drawings.ball),
    'a ball',
    'a ball',
    'a sky that is a good deal longer than twelve tokens may be at most',
  ];
  for (const model of ['tiny-clip', 'fixed-clip']) {
    const [image, text, same, long] = await vectors(input, model);
    assert.deepEqual([image?.length, text?.length], [16, 16]);
    for (const vector of [image, text, long]) assert.ok(Math.abs(cosine(vector, vector) - 1) < 1e-5);
    assert.deepEqual(text, same);
    assert.ok(cosine(text, long) < 0.99);
  }
  const [short] = await vectors(['a ball'], 'tiny-clip');
  const [alone] = await vectors(['a ball'], 'tiny-clip');
  assert.deepEqual(short, alone);
});

test('what is no picture, too large, or no model is refused by the parameter that is wrong', async () => {
  const refused = async (input: unknown, more: object = {}) => {
    const response = await service.post('/v1/embeddings/images', { input, ...more });
    const { error } = (await response.json()) as { error: { code: string; param: string } };
    return [response.status, error.param];
  };
  const image = (await picture(drawings.sky)).toString('base64');
  const encoded = (text: string) => Buffer.from(text).toString('base64');
  const svg = encoded('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  assert.deepEqual(await refused([{ image }, { image: svg }]), [400, 'input[1].image']);
  assert.deepEqual(await refused([{ image: encoded('GIF89a and more') }]), [400, 'input[0].image']);
  assert.deepEqual(await refused([{ image: image.slice(0, 300) }]), [400, 'input[0].image']);
  assert.deepEqual(await refused([{ image: 'http://127.0.0.1/a.png' }]), [400, 'input[0].image']);
  assert.deepEqual(await refused([{ image: 'A'.repeat(14_000_000) }]), [400, 'input[0].image']);
  assert.deepEqual(await refused([{ text: ' ' }]), [400, 'input[0].text']);
  assert.deepEqual(await refused([{ image, text: 'both' }]), [400, 'input[0]']);
  assert.deepEqual(await refused([]), [400, 'input']);
  assert.deepEqual(await refused([{ image }], { model: 'nowhere' }), [404, 'model']);
  assert.deepEqual(await refused([{ image }], { model: 'broken' }), [400, 'model_source']);
  assert.equal((await ask([await picture(drawings.sky)])).status, 200, 'it goes on after all of this');
});
