import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PartRejected, PartUnavailable } from '../errors.ts';
import {
  NOT_FOUND,
  NOT_IMPLEMENTED,
  NOT_LOADED,
  normalise,
  succeeded,
  UNAUTHENTICATED,
} from './normalise.ts';

const success = { error_code: 'Success', reason: '', code: 0, retriable: false, detail: '' };
const grpc = (code: number, details: string) =>
  Object.assign(new Error(`${code}: ${details}`), { code, details });

function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return assert.fail('it did not throw');
}

function rejectedAs(error: unknown, code: string, words: RegExp): void {
  assert.ok(error instanceof PartRejected, String(error));
  assert.equal(error.code, code);
  assert.match(error.message, words);
}

test('a response that succeeded is handed on, with its status inside or as the status itself', () => {
  const search = { status: success, results: [] };
  assert.equal(succeeded('search', search), search);
  assert.equal(succeeded('createIndex', success), success);
  assert.ok(succeeded('createIndex', { error_code: 0, reason: '' }));
});

test('an empty object is not a success', () => {
  rejectedAs(
    thrown(() => succeeded('createUser', {})),
    NOT_IMPLEMENTED,
    /createUser/,
  );
});

test('a status that was resolved as a failure is thrown with its words', () => {
  const refused = { status: { error_code: 6, code: 6, reason: 'unknown field "nope"' } };
  rejectedAs(
    thrown(() => succeeded('search', refused)),
    '6',
    /search: unknown field "nope"/,
  );
  const named = {
    error_code: 'IllegalArgument',
    reason: 'index type not match',
    code: 1100,
    retriable: false,
  };
  rejectedAs(
    thrown(() => succeeded('createIndex', named)),
    '1100',
    /index type not match/,
  );
});

test('a status that was rejected as a plain object is understood', () => {
  const duplicate = {
    error_code: 'UnexpectedError',
    code: 65535,
    reason: 'create duplicate collection',
    retriable: false,
  };
  rejectedAs(normalise('createCollection', duplicate), '65535', /duplicate/);
  const description = {
    status: { error_code: 'UnexpectedError', code: 100, reason: "can't find collection" },
  };
  rejectedAs(normalise('upsert', description), NOT_FOUND, /can't find/);
});

test('a collection that is missing or not loaded is told apart, in the words of each server', () => {
  const missing = { status: { error_code: 'CollectionNotExists', code: 100, reason: 'x' } };
  rejectedAs(
    thrown(() => succeeded('query', missing)),
    NOT_FOUND,
    /query/,
  );
  const lite = {
    status: { error_code: 101, code: 101, reason: "is in state 'released'; call load() before search" },
  };
  rejectedAs(
    thrown(() => succeeded('search', lite)),
    NOT_LOADED,
    /released/,
  );
  const real = {
    status: { error_code: 'UnexpectedError', code: 65535, reason: 'collection not loaded[collection=4]' },
  };
  rejectedAs(
    thrown(() => succeeded('search', real)),
    NOT_LOADED,
    /not loaded/,
  );
});

test('what may succeed when tried again is PartUnavailable', () => {
  for (const error of [
    grpc(14, 'No connection established'),
    grpc(4, 'Deadline exceeded after 10s'),
    grpc(8, 'rate limit'),
    grpc(13, 'Received RST_STREAM with code 2'),
    Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), { code: 'ECONNREFUSED' }),
    { error_code: 'UnexpectedError', code: 1, reason: 'service not ready[standalone=2]: Initializing' },
    { error_code: 'UnexpectedError', code: 65535, reason: 'proxy TaskCondition context Done' },
    { error_code: 'RateLimit', code: 8, reason: 'request is rejected' },
    { status: { error_code: 'UnexpectedError', code: 65535, reason: 'whatever', retriable: true } },
  ]) {
    const normal = normalise('search', error);
    assert.ok(normal instanceof PartUnavailable, String(normal));
    assert.equal(normal.part, 'Milvus');
  }
});

test('what will fail again is PartRejected', () => {
  rejectedAs(normalise('x', grpc(12, 'Method not implemented!')), NOT_IMPLEMENTED, /Method not/);
  rejectedAs(normalise('x', grpc(16, 'auth check failure')), UNAUTHENTICATED, /auth/);
  rejectedAs(normalise('x', grpc(13, 'Failed to serialize')), 'GRPC_13', /serialize/);
  rejectedAs(normalise('x', 'odd'), 'UNKNOWN', /odd/);
  const expression = { code: 65535, reason: 'cannot parse expression: a == "service not ready"' };
  rejectedAs(normalise('search', expression), '65535', /cannot parse/);
});

test('a mistake of our own is not blamed on the server', () => {
  const mistake = new TypeError('Cannot read properties of undefined');
  assert.equal(normalise('search', mistake), mistake);
});
