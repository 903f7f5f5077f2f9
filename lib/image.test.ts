import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromBase64 } from './image.ts';

test('base64 is read with blanks in it and behind it, also as a data URL; anything else is told at once', () => {
  for (const text of ['AQID', ' AQ\nID \n ', 'data:image/png;base64,AQID'])
    assert.deepEqual(fromBase64(text), Buffer.from([1, 2, 3]));
  assert.equal(fromBase64('https://pictures.example/a.png'), undefined);
  const before = process.cpuUsage();
  assert.equal(fromBase64(`AQID${' '.repeat(100_000)}!`), undefined);
  assert.ok(process.cpuUsage(before).user < 1e6, 'in microseconds');
});
