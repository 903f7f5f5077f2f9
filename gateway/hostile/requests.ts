/** Requests that are made to hurt: bodies, headers and URLs, as `fetch` can send them. */
const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'multipart/form-data; boundary=x', 'apollo-require-preflight': 'true' };
const text = (value: unknown) => JSON.stringify(value);
const query = '{ __typename }';
const nested = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels);

/** A form whose part `f` is a file. */
const formOf = (parts: Record<string, string>) =>
  [
    ...Object.entries(parts).map(
      ([name, value]) =>
        `--x\r\ncontent-disposition: form-data; name="${name}"${name === 'f' ? '; filename="f"' : ''}\r\n\r\n${value}\r\n`,
    ),
    '--x--\r\n',
  ].join('');

export interface HostileRequest {
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array<ArrayBuffer>;
}

export const hostileRequests: [name: string, request: HostileRequest, status: number | number[]][] = [
  ['no body', { headers: json }, 400],
  ['an empty object', { headers: json, body: '{}' }, 400],
  ['null', { headers: json, body: 'null' }, 400],
  ['a number', { headers: json, body: '42' }, 400],
  ['a text', { headers: json, body: '"{ __typename }"' }, 400],
  ['a list of operations', { headers: json, body: text([{ query }, { query }]) }, 400],
  ['a list of ten thousand', { headers: json, body: text(Array(10_000).fill({ query })) }, 400],
  ['JSON that does not end', { headers: json, body: '{"query": "{ __type' }, 400],
  ['JSON with a tail', { headers: json, body: '{"query":"{ __typename }"} x' }, 400],
  [
    'two queries, of which the last counts',
    { headers: json, body: '{"query":"{","query":"{ __typename }"}' },
    200,
  ],
  ['lists in lists for ever', { headers: json, body: nested(500_000, '[', ']') }, 400],
  [
    'variables in lists for ever',
    { headers: json, body: `{"query":"{ __typename }","variables":{"a":${nested(100_000, '[', ']')}}}` },
    400,
  ],
  [
    'variables in objects for ever',
    {
      headers: json,
      body: `{"query":"{ __typename }","variables":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    },
    400,
  ],
  [
    'long integers in lists for ever',
    {
      headers: json,
      body: `{"query":"{ __typename }","variables":{"a":${'['.repeat(50_000)}12345678901234567890${']'.repeat(50_000)}}}`,
    },
    400,
  ],
  [
    'fifty thousand variables',
    {
      headers: json,
      body: text({
        query,
        variables: Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`v${at}`, at])),
      }),
    },
    200,
  ],
  [
    'a list of half a million',
    { headers: json, body: text({ query, variables: { a: Array(500_000).fill(0) } }) },
    200,
  ],
  [
    'a prototype as variables',
    { headers: json, body: '{"query":"{ __typename }","variables":{"__proto__":{"admin":true}}}' },
    200,
  ],
  [
    'a prototype as parameters',
    { headers: json, body: '{"query":"{ __typename }","__proto__":{"query":"{ nope }"},"constructor":1}' },
    200,
  ],
  [
    'a prototype as the operation’s name',
    { headers: json, body: text({ query, operationName: '__proto__' }) },
    200,
  ],
  [
    'a hash that is none',
    {
      headers: json,
      body: text({ extensions: { persistedQuery: { version: 1, sha256Hash: '../../etc/passwd' } } }),
    },
    200,
  ],
  [
    'a hash that is an object',
    { headers: json, body: text({ extensions: { persistedQuery: { sha256Hash: {} } } }) },
    [200, 400],
  ],
  ['an id of a document beyond all', { headers: json, body: text({ documentId: 'x'.repeat(100_000) }) }, 404],
  [
    'more than the limit',
    { headers: json, body: text({ query, variables: { a: 'x'.repeat(1_300_000) } }) },
    413,
  ],
  [
    'bytes that are no UTF-8',
    { headers: json, body: new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) },
    400,
  ],
  ['a byte order mark', { headers: json, body: `\ufeff${text({ query })}` }, 400],
  ['UTF-16', { headers: { 'content-type': 'application/json; charset=utf-16' }, body: text({ query }) }, 415],
  [
    'a form',
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query=%7B__typename%7D' },
    415,
  ],
  ['plain text', { headers: { 'content-type': 'text/plain' }, body: text({ query }) }, 415],
  [
    'a form with files',
    { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' },
    400,
  ],
  ['a form that is none', { headers: form, body: 'noise' }, 400],
  ['a form without an operation', { headers: form, body: '--x--\r\n' }, 400],
  [
    'a form that writes where it must not',
    {
      headers: form,
      body: formOf({
        operations: text({ query, variables: {} }),
        map: '{"f":["variables.__proto__.admin"]}',
        f: 'x',
      }),
    },
    400,
  ],
  ['GraphQL as its own type', { headers: { 'content-type': 'application/graphql' }, body: query }, 415],
  [
    'a type that is none',
    { headers: { 'content-type': 'application/json/evil' }, body: text({ query }) },
    415,
  ],
  ['a type that nearly is', { headers: { 'content-type': 'application/jsonp' }, body: text({ query }) }, 415],
  [
    'an answer that is not offered',
    { headers: { ...json, accept: 'image/png' }, body: text({ query }) },
    406,
  ],
  [
    'an accept beyond all',
    { headers: { ...json, accept: 'a/b,'.repeat(2_000) }, body: text({ query }) },
    406,
  ],
  [
    'compressed by what is not known',
    { headers: { ...json, 'content-encoding': 'br' }, body: text({ query }) },
    [200, 415],
  ],
  ['DELETE of nothing', { method: 'DELETE', headers: json }, [400, 404, 405]],
  ['a link of another page', { method: 'GET', path: `/graphql?query=${encodeURIComponent(query)}` }, 400],
  [
    'a mutation by a link',
    {
      method: 'GET',
      path: `/graphql?query=${encodeURIComponent('mutation { write }')}`,
      headers: { 'apollo-require-preflight': '1' },
    },
    405,
  ],
  [
    'a query in the URL twice',
    {
      method: 'GET',
      path: '/graphql?query=%7Ba%7D&query=%7Bb%7D',
      headers: { 'apollo-require-preflight': '1' },
    },
    400,
  ],
  [
    'variables in the URL that are none',
    {
      method: 'GET',
      path: '/graphql?query=%7B__typename%7D&variables=%5B',
      headers: { 'apollo-require-preflight': '1' },
    },
    400,
  ],
  [
    'percent signs that mean nothing',
    { method: 'GET', path: '/graphql?query=%ZZ%', headers: { 'apollo-require-preflight': '1' } },
    200,
  ],
  ['a path above', { method: 'GET', path: '/graphql/..%2f..%2fetc%2fpasswd' }, 404],
  ['a path of GraphiQL', { method: 'GET', path: '/graphiql/..%2f..%2fpackage.json' }, 404],
  ['a page', { method: 'GET', path: '/graphql', headers: { accept: 'text/html' } }, [400, 406]],
  ['the name of a prototype as a path', { method: 'GET', path: '/__proto__' }, 404],
  ['the name of another prototype as a path', { method: 'GET', path: '/constructor' }, 404],
  [
    'a request id with a line in it',
    { headers: { ...json, 'x-request-id': 'a b"<script>' }, body: text({ query }) },
    200,
  ],
  [
    'an address that is none',
    { headers: { ...json, 'x-forwarded-for': "'; drop table --, 1.2.3.4, ::::" }, body: text({ query }) },
    200,
  ],
  [
    'a page of others by events',
    {
      headers: { ...json, accept: 'text/event-stream', origin: 'https://evil.example' },
      body: text({ query }),
    },
    403,
  ],
  [
    'a deadline that is none',
    { headers: { ...json, 'x-timeout': 'NaN', priority: 'u=99999, i=??' }, body: text({ query }) },
    200,
  ],
];
