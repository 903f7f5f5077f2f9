import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson64, rawJson64, stringifyJson64 } from './json64.ts';

test('a 64-bit integer goes through JSON and back with all its digits', () => {
  const text =
    '{"max":9223372036854775807,"min":-9223372036854775808,"list":[9007199254740993,1],"name":"n"}';
  const value = parseJson64(text);
  assert.deepEqual(value, {
    max: 9223372036854775807n,
    min: -9223372036854775808n,
    list: [9007199254740993n, 1],
    name: 'n',
  });
  assert.equal(stringifyJson64(value), text);
  assert.equal(JSON.stringify(rawJson64(value)), text);
});

test('numbers that JavaScript holds exactly stay numbers, and text that looks like a number stays text', () => {
  const text =
    '{"a":9007199254740991,"b":0.12345678901234567,"c":"9223372036854775807","d":1e300,"e":null,"f":true}';
  assert.deepEqual(parseJson64(text), JSON.parse(text));
  assert.equal(stringifyJson64(parseJson64('[-0.5,"\\u0041"]')), '[-0.5,"A"]');
});

test('a text that is not JSON is refused', () => {
  assert.throws(() => parseJson64('{"a":12345678901234567890'), SyntaxError);
});

test('a float too long for 64 bits stays a float that any reader takes for one', () => {
  assert.equal(
    stringifyJson64({ f: 1e20, g: -(2 ** 63), h: 2 ** 60 }),
    '{"f":1e+20,"g":-9.223372036854776e+18,"h":1152921504606846976}'.replace('846976', '847000'),
  );
  assert.deepEqual(parseJson64('[100000000000000000000,1e+20]'), [1e20, 1e20]);
});

test('the shortest of these integers is kept wherever it stands in the text, and whatever stands before it', () => {
  for (let at = 0; at < 40; at++) {
    for (const before of ['x', '1', '12345678901 ', '0.123 ']) {
      const text = `["${before.repeat(at)}",9007199254740993]`;
      assert.equal((parseJson64(text) as unknown[])[1], 9007199254740993n, text);
    }
    const written = stringifyJson64([' '.repeat(at), 2 ** 63]);
    assert.equal(written, `["${' '.repeat(at)}",9.223372036854776e+18]`);
  }
});
