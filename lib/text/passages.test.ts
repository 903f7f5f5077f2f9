import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SplitOptions, splitPassages } from './passages.ts';
import { rebuildContent } from './rebuild.ts';
import { sentencesOf } from './sentences.ts';

/** Counts as sentencepiece models do: long words in parts of four, other scripts by character, one to begin with. */
function count(text: string): number {
  const words = text.match(/[a-z0-9]{1,4}|[^\sa-z0-9]/giu) ?? [];
  return words.length + 1;
}

async function split(content: string, o: Partial<SplitOptions> = {}) {
  let calls = 0;
  const maxTokens = o.maxTokens ?? 40;
  const countTokens = async (texts: string[]) => {
    calls++;
    return texts.map(count);
  };
  const passages = await splitPassages(content, {
    overlapTokens: 10,
    headings: false,
    countTokens,
    ...o,
    maxTokens,
  });
  for (const { text, start, end } of passages) {
    assert.equal(text, content.slice(start, end));
    assert.ok(count(text) <= maxTokens, `${count(text)} tokens: ${text}`);
    assert.ok(text.isWellFormed());
  }
  assert.equal(rebuildContent(passages), content);
  return { passages, calls };
}

test('a content that fits is one passage, and a short one is not even counted', async () => {
  const short = await split('Hello. World.');
  assert.deepEqual(short.passages, [{ text: 'Hello. World.', start: 0, end: 13, headings: [] }]);
  assert.equal(short.calls, 0);
  assert.deepEqual((await split('')).passages, [{ text: '', start: 0, end: 0, headings: [] }]);
  const fits = await split(`${'Four. '.repeat(10)}`);
  assert.equal(fits.passages.length, 1);
  assert.equal(fits.calls, 1);
});

test('passages end where sentences end, and repeat the last ones of the passage before', async () => {
  const sentence = (index: number) => `Sentence ${index} says this and that here. `;
  const content = Array.from({ length: 30 }, (_, index) => sentence(index)).join('');
  const { passages, calls } = await split(content, { overlapTokens: 12 });
  assert.ok(calls <= 3);
  assert.ok(passages.length > 5);
  for (const [index, { text, start }] of passages.entries()) {
    assert.match(text, /^Sentence .*here\. $/);
    const previous = passages[index - 1];
    if (previous) assert.ok(start < previous.end && start > previous.start, 'overlaps');
  }
});

test('Chinese and Japanese are split after their own marks', async () => {
  const content =
    '向量資料庫儲存向量；它以近似最近鄰搜尋。是這樣嗎？當然！今日は天気がいいですね。明日は雨でしょう…'.repeat(
      6,
    );
  const { passages } = await split(content, { overlapTokens: 0 });
  assert.ok(passages.length > 4);
  for (const { text } of passages) assert.match(text, /[。！？；…]$/);
});

test('a paragraph stays together where it can', async () => {
  const paragraph = (name: string) =>
    `${name} one is here now. ${name} two is here now. ${name} three is here.`;
  const content = ['Alpha', 'Beta', 'Gamma', 'Delta'].map(paragraph).join('\n\n');
  const { passages } = await split(content, { maxTokens: 30, overlapTokens: 0 });
  assert.deepEqual(
    passages.map(({ text }) => text.trim()),
    ['Alpha', 'Beta', 'Gamma', 'Delta'].map(paragraph),
  );
});

test('passages come out about even, not full ones and a scrap', async () => {
  const { passages } = await split('One two three four. '.repeat(17), { overlapTokens: 0 });
  const counts = passages.map(({ text }) => count(text));
  assert.ok(Math.min(...counts) >= Math.max(...counts) / 2, counts.join(' '));
});

test('a wrapped line is no end of a sentence, a list item is', () => {
  const text =
    'This line of running text is wrapped by hand at some\nwidth. Next:\n- one item\n- two items\n\n\nEnd';
  assert.deepEqual(
    sentencesOf(text).map(({ start, end }) => text.slice(start, end)),
    [
      'This line of running text is wrapped by hand at some\nwidth. ',
      'Next:\n',
      '- one item\n',
      '- two items\n\n\n',
      'End',
    ],
  );
});

test('signs that open a quotation belong to the sentence that they open', () => {
  const sentences = (text: string) => sentencesOf(text).map(({ start, end }) => text.slice(start, end));
  assert.deepEqual(sentences('頭髮需要修剪。「向量資料庫」是話題。（完）'), [
    '頭髮需要修剪。',
    '「向量資料庫」是話題。',
    '（完）',
  ]);
  assert.deepEqual(sentences('他說：「好。」『是。』 “No.”'), ['他說：「好。」', '『是。』 ', '“No.”']);
});

test('a sentence over the limit is cut between words, or characters where it has none', async () => {
  const words = await split('word '.repeat(300));
  for (const { text } of words.passages) assert.match(text, /^(word )+$/);
  await split('字'.repeat(1000));
  await split('x'.repeat(5000));
  await split('👩‍👩‍👧‍👦'.repeat(100), { maxTokens: 20 });
  await split('\n'.repeat(3000) + 'a '.repeat(1000));
});

test('a passage has bounded bytes, also of text that a tokenizer folds into nothing', async () => {
  const { passages } = await split(`start ${' '.repeat(50_000)} end`);
  assert.ok(Math.max(...passages.map(({ text }) => text.length)) <= 40 * 64);
});

test('any text is covered, within the limit', async () => {
  let seed = 11;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return (seed >> 8) % below;
  };
  const parts = [
    'word',
    ' ',
    '. ',
    '\n',
    '\n\n',
    '字',
    '。',
    '；',
    '…',
    '😀',
    'e\u0301',
    '！」',
    '\u3000',
    'verylongword'.repeat(9),
  ];
  for (let round = 0; round < 150; round++) {
    const content = Array.from({ length: random(400) }, () => parts[random(parts.length)]).join('');
    await split(content, { maxTokens: 30 + random(60), overlapTokens: random(25) });
  }
});

test('content is not put together from passages with a gap', () => {
  assert.throws(() => rebuildContent([{ text: 'b', start: 1, end: 2 }]), /leave out 0 to 1/);
});

test('a passage keeps to its section, begins with its heading or names those above it, and ends with none', async () => {
  const said = (what: string) => `This sentence says something about ${what} and no more. `;
  const content = [
    '# Guide\n\n',
    said('guides').repeat(2),
    '\n\n## Install\n\n',
    said('installing').repeat(6),
    '\n\n### On Linux\n',
    said('linux').repeat(3),
    '\n\nUsage\n-----\n',
    '```\n# no heading in here\n```\n',
    said('usage').repeat(3),
  ].join('');
  const { passages } = await split(content, { headings: true, maxTokens: 50 });
  for (const { text, headings } of passages) {
    assert.doesNotMatch(text.trimEnd(), /(^|\n)#+ [^\n]*$/, 'ends with a heading');
    if (text.includes('about linux') && !text.includes('### On Linux')) {
      assert.deepEqual(headings, ['Guide', 'Install', 'On Linux']);
    }
    if (/^This sentence says something about installing/.test(text)) {
      assert.deepEqual(headings, ['Guide', 'Install']);
    }
    if (text.startsWith('## Install')) assert.deepEqual(headings, ['Guide']);
    if (/^This sentence says something about usage/.test(text))
      assert.deepEqual(headings, ['Guide', 'Usage']);
  }
  assert.ok(passages.some(({ headings }) => headings.includes('Install')));
  assert.ok(passages.some(({ headings }) => headings.includes('Usage')));
  assert.ok(!passages.some(({ headings }) => headings.includes('no heading in here')));
});

test('a text of headings, and a heading with blanks in it, take time in proportion to their length', async () => {
  const seconds = async (content: string) => {
    const before = process.cpuUsage();
    await split(content, { headings: true, maxTokens: 400 });
    return process.cpuUsage(before).user / 1e6;
  };
  await seconds('Title\n=\n'.repeat(100));
  assert.ok((await seconds('Title\n=\n'.repeat(12_000))) < 2);
  assert.ok((await seconds(`# Title${' '.repeat(3_000)}with more`)) < 1);
});
