import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assemblyLine } from './assembly-line.ts';
import type { PreparedDocument } from './prepare.ts';

const documents = (...names: string[]) => names as unknown as PreparedDocument[];

/** A line whose steps end when the test says so. */
function steps() {
  const log: string[] = [];
  const open = new Map<string, { resolve(): void; reject(error: Error): void }>();
  const step = (name: string) => {
    log.push(name);
    return new Promise<void>((resolve, reject) => open.set(name, { resolve, reject }));
  };
  return {
    log,
    end: (name: string) => open.get(name)?.resolve(),
    fail: (name: string) => open.get(name)?.reject(new Error(`${name} failed`)),
    line: assemblyLine({
      write: async (prepared) => {
        await step(`write ${prepared}`);
        return [...prepared];
      },
      complete: (shown) => step(`record ${shown}`),
    }),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('what is prepared during a write is written together, while the first is recorded', async () => {
  const { line, log, end } = steps();
  await line.take(documents('a'));
  await line.take(documents('b'));
  await line.take(documents('c'));
  assert.deepEqual(log, ['write a'], 'one write at a time');
  end('write a');
  await turn();
  assert.deepEqual(log.slice(1), ['record a', 'write b,c']);
  end('write b,c');
  await turn();
  assert.equal(log.length, 3, 'b and c are not recorded before a');
  end('record a');
  await turn();
  assert.deepEqual(log.slice(3), ['record b,c']);
  const emptied = line.empty().then(() => log.push('empty'));
  await turn();
  assert.equal(log.at(-1), 'record b,c');
  end('record b,c');
  await emptied;
});

test('a line goes on after it was idle, and after a batch of which nothing was left', async () => {
  const { line, log, end } = steps();
  await line.take([]);
  await line.take(documents('a'));
  end('write a');
  await turn();
  end('record a');
  await line.empty();
  await line.take(documents('b'));
  assert.equal(log.at(-1), 'write b');
});

test('no more is taken than there is room for, until a write begins', async () => {
  const { line, end } = steps();
  await line.take(documents('a'));
  let taken = false;
  const many = line.take(documents(...new Array(400).fill('b'))).then(() => {
    taken = true;
  });
  await turn();
  assert.equal(taken, false);
  end('write a');
  await many;
});

test('what failed is thrown at the next document, at the end, and to whoever waits for room', async () => {
  const first = steps();
  await first.line.take(documents('a'));
  const waits = assert.rejects(first.line.take(documents(...new Array(400).fill('b'))), /write a failed/);
  first.fail('write a');
  await waits;
  await assert.rejects(first.line.take(documents('c')), /write a failed/);
  await assert.rejects(first.line.empty(), /write a failed/);
  assert.deepEqual(first.log, ['write a'], 'nothing is written after it');

  const second = steps();
  await second.line.take(documents('a'));
  second.end('write a');
  await turn();
  second.fail('record a');
  await assert.rejects(second.line.empty(), /record a failed/);
});

test('where a write fails, what is being recorded is waited for', async () => {
  const { line, end, fail } = steps();
  await line.take(documents('a'));
  end('write a');
  await turn();
  await line.take(documents('b'));
  fail('write b');
  let over = false;
  const emptied = assert.rejects(line.empty(), /write b failed/).then(() => {
    over = true;
  });
  await turn();
  assert.equal(over, false);
  end('record a');
  await emptied;
});
