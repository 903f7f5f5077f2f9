import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSettings, SettingsError, unknownVariables } from './settings.ts';

const problem = (env: Record<string, string>, argv: string[] = []): string => {
  try {
    readSettings(env, argv);
  } catch (error) {
    assert.ok(error instanceof SettingsError);
    return error.message;
  }
  throw new Error('the settings were taken');
};

test('without any setting the product listens on loopback, port 4000', () => {
  const settings = readSettings({}, []);
  assert.equal(settings.host, '127.0.0.1');
  assert.equal(settings.port, 4000);
  assert.equal(settings.databaseUrl, undefined);
});

test('a flag has the name of its variable and wins over it', () => {
  const settings = readSettings({ KITEGRAPH_PORT: '5000', MILVUS_ADDRESS: 'a:1' }, [
    '--port',
    '6000',
    '--milvus-address=b:2',
  ]);
  assert.equal(settings.port, 6000);
  assert.equal(settings.milvusAddress, 'b:2');
});

test('a wrong value is refused with its name, its value and what is allowed', () => {
  assert.match(
    problem({ KITEGRAPH_PORT: '70000' }),
    /KITEGRAPH_PORT is "70000", but must be a whole number from 0 to 65535/,
  );
  assert.match(problem({ REDIS_URL: 'http://x' }), /REDIS_URL is "http:\/\/x", but must be.*redis:/);
  assert.match(problem({ KITEGRAPH_SUBGRAPHS: 'shop' }), /KITEGRAPH_SUBGRAPHS.*name=url/);
  assert.match(problem({}, ['--prot', '1']), /--prot.*Flags:.*--port/);
});

test('every wrong value is named at once', () => {
  assert.equal(problem({ KITEGRAPH_PORT: 'x', KITEGRAPH_LOG_LEVEL: 'loud' }).split('\n').length, 2);
});

test('a secret never appears in a message', () => {
  assert.doesNotMatch(
    problem({ DATABASE_URL: 'mysql://me:hunter2@db/x', KITEGRAPH_API_KEY: 'short' }),
    /hunter2|short/,
  );
  for (const url of ['mysql://me:hun/ter2@db/x', 'me:hunter2@db', 'host=db password=hunter2'])
    assert.doesNotMatch(problem({ DATABASE_URL: url }), /ter2/);
});

test('a variable that looks like a setting and is none is told', () => {
  assert.deepEqual(unknownVariables({ KITEGRAPH_PROT: '1', KITEGRAPH_PORT: '1', HOME: '/' }), [
    'KITEGRAPH_PROT',
  ]);
});

test('an address that others can reach is refused without a key', () => {
  assert.match(problem({ KITEGRAPH_HOST: '0.0.0.0' }), /KITEGRAPH_API_KEY/);
  assert.equal(
    readSettings({ KITEGRAPH_HOST: '0.0.0.0', KITEGRAPH_API_KEY: 'sixteen-or-more-chars' }, []).host,
    '0.0.0.0',
  );
});
