import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setLogLevel } from '../../lib/log.ts';
import {
  type GuardedSupergraph,
  startGuardedSupergraph,
  type Who,
} from '../../test/support/guarded-supergraph.ts';

setLogLevel('silent');

const done: string[] = [];
const people = {
  typeDefs: `
    type Query { me: User people: [User!]! strict: User! node: Node any: [Any!] secretNote: Note version: String! }
    type Mutation { note(text: String!): Note pay: Int! @requiresScopes(scopes: [["pay"]]) }
    interface Node { id: ID! name: String }
    union Any = User | Note
    type User implements Node @key(fields: "id") {
      id: ID!
      name: String
      email: String @authenticated
      salary: Int! @requiresScopes(scopes: [["hr"], ["finance", "read"]])
      age: Int @policy(policies: [["adult"]])
      friend: User
      level: Level
    }
    type Note implements Node @authenticated { id: ID! name: String text: String! }
    enum Level @requiresScopes(scopes: [["hr"]]) { LOW HIGH }
  `,
  resolvers: (() => {
    const friend = {
      __typename: 'User',
      id: '2',
      name: 'Bo',
      email: 'bo@x',
      salary: 20,
      age: 50,
      level: 'LOW',
    };
    const me = {
      __typename: 'User',
      id: '1',
      name: 'Al',
      email: 'al@x',
      salary: 10,
      age: 40,
      level: 'HIGH',
      friend,
    };
    const note = { __typename: 'Note', id: 'n', name: 'note', text: 'secret' };
    return {
      Query: {
        me: () => me,
        people: () => [me, friend],
        strict: () => me,
        node: () => note,
        any: () => [me, note],
        secretNote: () => note,
        version: () => '1',
      },
      Mutation: {
        note: (_: unknown, { text }: { text: string }) => {
          done.push(text);
          return note;
        },
        pay: () => done.push('pay'),
      },
      User: { __resolveReference: ({ id }: { id: string }) => (id === '1' ? me : friend) },
    };
  })(),
};
const scores = {
  typeDefs: `
    type User @key(fields: "id") {
      id: ID!
      salary: Int! @external
      grade: String @requires(fields: "salary") @requiresScopes(scopes: [["hr"], ["finance", "read"]])
      posts: [String!]
    }
  `,
  resolvers: { User: { grade: ({ salary }: { salary: number }) => `grade ${salary}`, posts: () => ['p'] } },
};

describe('access to the fields of a supergraph', () => {
  let graph: GuardedSupergraph;
  let policies: (names: readonly string[], claims: unknown) => string[] = () => [];
  before(async () => {
    graph = await startGuardedSupergraph(
      { people, scores },
      { policies: (names, { identity }) => policies(names, identity.claims) },
    );
  });
  after(() => graph?.[Symbol.asyncDispose]());

  const codes = (result: Awaited<ReturnType<GuardedSupergraph['ask']>>) =>
    (result.errors ?? []).map(({ path, extensions }) => [extensions?.code, path?.join('.')]);
  const unauthorized = (...paths: string[]) => paths.map((path) => ['UNAUTHORIZED_FIELD_OR_TYPE', path]);
  const anonymous: Who = { anonymous: true };

  test('a field that is not for who asks is null, told of by its path, and not asked of its subgraph', async () => {
    graph.asked();
    const result = await graph.ask('{ me { id email name posts } }', anonymous);
    assert.deepEqual(result.data, { me: { id: '1', email: null, name: 'Al', posts: ['p'] } });
    assert.deepEqual(Object.keys(result.data?.me as object), ['id', 'email', 'name', 'posts']);
    assert.deepEqual(codes(result), unauthorized('me.email'));
    assert.match(
      String(result.errors?.[0]?.message),
      /"User.email" is not for this request: it needs that you say who/,
    );
    assert.ok(graph.asked().every((query) => !query.includes('email')));
    const authenticated = await graph.ask('{ me { id email name posts } }');
    assert.deepEqual(authenticated, { data: { me: { id: '1', email: 'al@x', name: 'Al', posts: ['p'] } } });
  });

  test('one of the lists of scopes, whole, is what a field needs', async () => {
    const query = '{ me { salary } }';
    for (const scopes of [['hr'], ['finance', 'read'], ['read', 'x', 'finance']])
      assert.deepEqual(await graph.ask(query, { scopes }), { data: { me: { salary: 10 } } });
    for (const scopes of [[], ['finance'], ['read'], ['HR']]) {
      const result = await graph.ask(query, { scopes });
      assert.deepEqual([result.data, codes(result)], [{ me: null }, unauthorized('me.salary')]);
    }
  });

  test('null goes outward to the nearest field that may be null, in lists too', async () => {
    const listed = await graph.ask('{ people { id salary } version }');
    assert.deepEqual([listed.data, codes(listed)], [null, unauthorized('people.0.salary')]);
    assert.equal(listed.errors?.[0]?.extensions?.places, 2);
    const strict = await graph.ask('{ strict { id friend { id salary } } }');
    assert.deepEqual(strict.data, { strict: { id: '1', friend: null } });
    const nullable = await graph.ask('{ people { id email } }', anonymous);
    assert.deepEqual(nullable.data, {
      people: [
        { id: '1', email: null },
        { id: '2', email: null },
      ],
    });
    assert.deepEqual(codes(nullable), unauthorized('people.0.email'));
  });

  test('a type and an enum are guarded wherever a field is of them', async () => {
    const result = await graph.ask('{ secretNote { __typename id } me { id level } }', anonymous);
    assert.deepEqual(result.data, { secretNote: null, me: { id: '1', level: null } });
    assert.deepEqual(codes(result), unauthorized('secretNote', 'me.level'));
    const all = await graph.ask('{ secretNote { text } me { level } }', { scopes: ['hr'] });
    assert.deepEqual(all, { data: { secretNote: { text: 'secret' }, me: { level: 'HIGH' } } });
  });

  test('an interface, a union, fragments and aliases are no way around', async () => {
    const attempts: [string, unknown][] = [
      ['{ node { id name } }', { node: null }],
      ['{ node { ... on Note { text } } }', { node: null }],
      ['{ n: node { ...N } } fragment N on Note { t: text }', { n: null }],
      ['{ any { ... on Note { name } ... on User { id } } }', { any: [{ id: '1' }, { name: null }] }],
      ['{ any { __typename ... on Node { name } } }', null],
      [
        '{ me { ...U } } fragment U on User { friend { ...V } id } fragment V on User { mail: email }',
        { me: { friend: { mail: null }, id: '1' } },
      ],
      ['{ me { ... { ... on User { email } } } }', { me: { email: null } }],
      ['query ($no: Boolean = false) { me { id email @include(if: $no) } }', { me: { id: '1' } }],
    ];
    for (const [query, expected] of attempts) {
      const result = await graph.ask(query, anonymous);
      assert.ok(!/secret|@x|note"/.test(JSON.stringify(result.data)), `${query} ${JSON.stringify(result)}`);
      if (expected !== null) assert.deepEqual(result.data, expected, query);
    }
  });

  test('what is computed of a guarded field is guarded', async () => {
    const result = await graph.ask('{ me { grade } }');
    assert.deepEqual([result.data, codes(result)], [{ me: { grade: null } }, unauthorized('me.grade')]);
    assert.deepEqual(await graph.ask('{ me { grade } }', { scopes: ['hr'] }), {
      data: { me: { grade: 'grade 10' } },
    });
  });

  test('a policy holds where the module says so, and not where it fails', async () => {
    const query = '{ me { age } }';
    policies = (names, claims) => ((claims as { born: number }).born < 2000 ? [...names] : []);
    assert.deepEqual(await graph.ask(query, { claims: { born: 1980 } }), { data: { me: { age: 40 } } });
    assert.deepEqual((await graph.ask(query, { claims: { born: 2020 } })).data, { me: { age: null } });
    policies = () => {
      throw new Error('the directory is away');
    };
    const failed = await graph.ask(query, { claims: { born: 1980 } });
    assert.deepEqual([failed.data, codes(failed)], [{ me: { age: null } }, unauthorized('me.age')]);
  });

  test('of a mutation with a field that is not for who asks nothing is done', async () => {
    done.length = 0;
    const result = await graph.ask('mutation { note(text: "first") { id } pay }');
    assert.deepEqual([result.data, codes(result), done], [null, unauthorized('pay'), []]);
    const paid = await graph.ask('mutation { note(text: "first") { id } pay }', { scopes: ['pay'] });
    assert.deepEqual([paid.errors, done], [undefined, ['first', 'pay']]);
  });

  test('an answer to one is none for another: rights are part of what is kept of an operation', async () => {
    const query = '{ me { name email salary } }';
    const asking = [anonymous, {}, { scopes: ['hr'] }, anonymous, { scopes: ['hr'] }, {}];
    const answers = [];
    for (const who of asking) answers.push((await graph.ask(query, who)).data);
    const all = { me: { name: 'Al', email: 'al@x', salary: 10 } };
    assert.deepEqual(answers, [{ me: null }, { me: null }, all, { me: null }, all, { me: null }]);
  });

  test('the schema itself may be read by everybody who is let in', async () => {
    const result = await graph.ask('{ __typename __type(name: "User") { fields { name } } }', anonymous);
    assert.equal(result.errors, undefined);
  });
});

test('an operation may be refused as a whole', async () => {
  await using graph = await startGuardedSupergraph({ people, scores }, { unauthorized: 'refuse' });
  const result = await graph.ask('{ me { id email } }', { anonymous: true });
  assert.equal(result.data, null);
  assert.equal(result.errors?.[0]?.extensions?.code, 'UNAUTHORIZED_FIELD_OR_TYPE');
  const { field } = result.errors?.[0]?.extensions ?? {};
  assert.deepEqual([field, result.errors?.[0]?.path], ['User.email', undefined]);
  assert.deepEqual(graph.asked(), []);
});

test('an older composition that lets a field be computed of a guarded one leaks nothing, whatever it calls the directives', async () => {
  const change = (sdl: string) =>
    sdl
      .replace(/(grade: String .*?) @requiresScopes\(scopes: [^)]*\)/, '$1')
      .replaceAll('@requiresScopes(', '@needs(')
      .replace('directive @requiresScopes', 'directive @needs')
      .replace('requiresScopes/v0.1"', 'requiresScopes/v0.1", as: "needs"')
      .replaceAll('requiresScopes__Scope', 'needs__Scope');
  await using graph = await startGuardedSupergraph({ people, scores }, { change });
  assert.deepEqual((await graph.ask('{ me { id grade } }')).data, { me: { id: '1', grade: null } });
  assert.deepEqual((await graph.ask('{ me { grade } }', { scopes: ['hr'] })).data, {
    me: { grade: 'grade 10' },
  });
});
