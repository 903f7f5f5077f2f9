import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { bootCommandLine, type CommandLine } from '../support/command-line.ts';
import { drawings, picture } from '../support/pictures.ts';

let line: CommandLine;
before(async () => {
  line = await bootCommandLine();
  await mkdir(line.path('toys'));
  await line.write('toys/ball.png', await picture(drawings.ball));
  await line.write('toys/謎題.webp', await picture(drawings.crossword, 'webp'));
  await line.write('toys/readme.txt', 'What children like.');
  await line.write('ball.jpg', await picture(drawings.ball, 'jpeg'));
});
after(() => line?.[Symbol.asyncDispose]());
const kitegraph = (...args: string[]) => line.kitegraph(...args);

test('a folder of pictures is indexed, and searched by a picture or by what a text says', async () => {
  assert.equal((await kitegraph('create', 'photos', '--images')).code, 0);
  const { code, err } = await kitegraph('index', 'toys', '-c', 'photos');
  assert.equal(code, 0, err);
  const byPicture = await kitegraph('search', '--image', 'ball.jpg', '-c', 'photos');
  assert.match(byPicture.out, /1\. {2}ball\n.*toys\/ball\.png/s);
  const byText = await kitegraph('search', '填字遊戲', '--mode', 'image', '-c', 'photos');
  assert.match(byText.out, /1\. {2}謎題\n/);
  assert.match((await kitegraph('search')).err, /a text, or --image/);
  assert.match(
    (await kitegraph('search', '--image', 'nowhere.png', '-c', 'photos')).err,
    /nowhere\.png cannot be read/,
  );
});

test('pictures in a folder are passed over where the collection takes none; a named one is refused', async () => {
  assert.equal((await kitegraph('index', 'toys', '-c', 'texts', '--create')).code, 0);
  assert.match(
    (await kitegraph('search', 'children', '-c', 'texts', '--mode', 'keyword')).out,
    /1 of 1 document/,
  );
  const { code, err } = await kitegraph('index', 'ball.jpg', '-c', 'texts');
  assert.notEqual(code, 0);
  assert.match(err, /takes no images/);
});

test('a backup brings the pictures back', async () => {
  assert.equal((await kitegraph('backup', 'saved')).code, 0);
  await line.client.data('mutation { deleteCollection(input: { collection: "photos" }) { name } }');
  const restored = await kitegraph('restore', 'saved', '-c', 'photos');
  assert.equal(restored.code, 0, restored.err);
  const { out } = await kitegraph('search', '--image', 'ball.jpg', '-c', 'photos');
  assert.match(out, /1\. {2}ball\n/);
  const { collection } = await line.client.data(
    '{ collection(name: "photos") { documentCount imageModel { name } } }',
  );
  assert.deepEqual(collection, { documentCount: 3, imageModel: { name: 'efficientnet-lite0' } });
});

test('a search can be reranked', async () => {
  const { out, code } = await kitegraph(
    'search',
    'what do children like?',
    '-c',
    'texts',
    '--rerank',
    '--json',
  );
  assert.equal(code, 0);
  const { stages } = JSON.parse(out).explain as { stages: { name: string }[] };
  assert.ok(stages.some(({ name }) => name === 'rerank'));
});
