/** Documents that are made to hurt, each with what the gateway says of it. */
const times = (count: number, text: string | ((at: number) => string)) =>
  Array.from({ length: count }, (_, at) => (typeof text === 'string' ? text : text(at))).join(' ');
const nested = (levels: number, open: string, close: string, inside = '') =>
  open.repeat(levels) + inside + close.repeat(levels);
const bomb = (levels: number) =>
  `{ book { ...F0 } } ${times(levels, (at) => `fragment F${at} on Book { ${at + 1 < levels ? times(10, `...F${at + 1}`) : 'title'} }`)}`;

export const hostileDocuments: [name: string, document: string, says: RegExp][] = [
  ['nothing but blanks', ' \n\t,,, ', /GRAPHQL_PARSE_FAILED/],
  ['a comment without an operation', '# nothing', /GRAPHQL_PARSE_FAILED/],
  ['an open brace', '{', /GRAPHQL_PARSE_FAILED/],
  ['a hundred thousand open braces', '{'.repeat(100_000), /GRAPHQL_PARSE_FAILED/],
  ['fields in fields for ever', nested(30_000, '{ book', '}'), /GRAPHQL_PARSE_FAILED/],
  [
    'lists in lists for ever',
    `{ book(isbn: ${nested(30_000, '[', ']')}) { title } }`,
    /GRAPHQL_PARSE_FAILED/,
  ],
  [
    'objects in objects for ever',
    `{ book(isbn: ${nested(20_000, '{a:', '}', '1')}) { title } }`,
    /GRAPHQL_PARSE_FAILED/,
  ],
  [
    'types in types for ever',
    `query ($a: ${nested(30_000, '[', ']', 'Int')}) { __typename }`,
    /GRAPHQL_PARSE_FAILED/,
  ],
  [
    'fragments in fragments for ever',
    `{ ${nested(10_000, '... { ', ' }', '__typename')} }`,
    /nested too deeply|GRAPHQL_PARSE_FAILED|GRAPHQL_VALIDATION_FAILED/,
  ],
  ['too many tokens', `{ ${times(60_000, 'book { title }')} }`, /more tha[nt] 100000 tokens/],
  ['a megabyte of one name', `{ ${'a'.repeat(1_000_000)} }`, /GRAPHQL_VALIDATION_FAILED/],
  ['a megabyte of comment', `#${'x'.repeat(1_000_000)}\n{ nope }`, /GRAPHQL_VALIDATION_FAILED/],
  ['a string that does not end', `{ book(isbn: "${'x'.repeat(100_000)}`, /GRAPHQL_PARSE_FAILED/],
  ['a block string that does not end', `{ book(isbn: """${'x'.repeat(100_000)}`, /GRAPHQL_PARSE_FAILED/],
  ['escapes that are none', '{ book(isbn: "\\u{110000}\\xZZ") { title } }', /GRAPHQL_PARSE_FAILED/],
  ['half a surrogate pair', '{ book(isbn: "\\uD800") { title } }', /GRAPHQL_PARSE_FAILED|data/],
  ['control characters', '{ \u0000\u0007 book { title } }', /GRAPHQL_PARSE_FAILED/],
  ['a number without end', `{ books(first: ${'9'.repeat(10_000)}) { title } }`, /GRAPHQL_VALIDATION_FAILED/],
  ['a number beyond all', '{ books(first: 1e999999999) { title } }', /GRAPHQL_VALIDATION_FAILED/],
  ['a negative size', '{ books(first: -1000000) { title } }', /data/],
  ['a size beyond 32 bits', '{ books(first: 4294967297) { title } }', /GRAPHQL_VALIDATION_FAILED/],
  ['more than one may cost', '{ books(first: 2000000000) { title } }', /COST_TOO_HIGH/],
  [
    'lists in lists of lists',
    '{ books(first: 100) { others(first: 100) { others(first: 100) { title } } } }',
    /COST_TOO_HIGH/,
  ],
  ['deeper than allowed', `{ book ${nested(30, '{ other', '}', '{ title }')} }`, /levels of fields/],
  ['more aliases than allowed', `{ ${times(101, (at) => `a${at}: __typename`)} }`, /aliases/],
  [
    'one field under many aliases of a fragment',
    `{ book { ...A ...B } } fragment A on Book { ${times(60, (at) => `a${at}: title`)} } fragment B on Book { ${times(60, (at) => `b${at}: title`)} }`,
    /aliases/,
  ],
  ['more roots than allowed', `{ ${times(31, '__typename')} }`, /root fields/],
  ['a field two thousand times', `{ book { ${times(2_000, 'title')} } }`, /too many fields of the same name/],
  ['a field six thousand times', `{ book { ${times(6_000, 'title')} } }`, /fields/],
  ['more directives than allowed', `{ book { ${times(101, 'title @include(if: true)')} } }`, /directives/],
  ['a directive many times over', `{ book { title ${times(200, '@skip(if: false)')} } }`, /directives/],
  ['unknown directives', `{ book { title ${times(90, '@nope')} } }`, /GRAPHQL_VALIDATION_FAILED/],
  ['a fragment bomb of ten to the tenth', bomb(10), /"fields"|fields/],
  ['a fragment bomb of ten to the fiftieth', bomb(50), /fields/],
  [
    'fragments in a circle',
    '{ book { ...A } } fragment A on Book { ...B } fragment B on Book { ...A }',
    /within itself|Cannot spread/,
  ],
  ['a fragment in itself', '{ book { ...A } } fragment A on Book { other { ...A } }', /Cannot spread/],
  [
    'a thousand unknown fields',
    `{ book { ${times(1_000, (at) => `nope${at}`)} } }`,
    /GRAPHQL_VALIDATION_FAILED/,
  ],
  [
    'a thousand unused fragments',
    `{ __typename } ${times(1_000, (at) => `fragment U${at} on Book { title }`)}`,
    /GRAPHQL_VALIDATION_FAILED/,
  ],
  ['a thousand operations', times(1_000, (at) => `query Q${at} { __typename }`), /operationName/],
  [
    'two operations of one name',
    'query A { __typename } query A { __typename }',
    /GRAPHQL_VALIDATION_FAILED/,
  ],
  [
    'a thousand variables',
    `query (${times(1_000, (at) => `$v${at}: Int`)}) { __typename }`,
    /GRAPHQL_VALIDATION_FAILED/,
  ],
  [
    'fields that cannot be merged',
    `{ ${times(25, (at) => `book(isbn: "${at}") { title }`)} }`,
    /GRAPHQL_VALIDATION_FAILED/,
  ],
  [
    'the names of prototypes',
    '{ __proto__ constructor hasOwnProperty toString }',
    /GRAPHQL_VALIDATION_FAILED/,
  ],
  [
    'the names of prototypes as aliases',
    '{ __proto__: book { constructor: title toString: title } }',
    /data/,
  ],
  ['the whole schema', '{ __schema { types { name fields { name } } } }', /introspection/i],
  ['a type of the schema', '{ __type(name: "Book") { name } }', /introspection/i],
  [
    'the schema by an alias in a fragment',
    'query { ...S } fragment S on Query { a: __schema { queryType { name } } }',
    /introspection/i,
  ],
  ['the subgraph’s own schema', '{ _service { sdl } }', /GRAPHQL_VALIDATION_FAILED/],
  [
    'entities, as a gateway asks',
    '{ _entities(representations: [{ __typename: "Book" }]) { __typename } }',
    /GRAPHQL_VALIDATION_FAILED/,
  ],
  ['definitions of types', 'type Query { a: Int } query { __typename }', /GRAPHQL_VALIDATION_FAILED/],
  ['an error with the inside in it', '{ book { broken } }', /INTERNAL_SERVER_ERROR/],
  ['a misspelt field', '{ book { titel } }', /Cannot query field ..titel.. on type ..Book..\."/],
  [
    'a subscription of two fields',
    'subscription { a: ticks b: ticks }',
    /GRAPHQL_VALIDATION_FAILED|SUBSCRIPTION_NEEDS_STREAM/,
  ],
  ['@defer, which is not offered', '{ ... @defer { book { title } } }', /GRAPHQL_VALIDATION_FAILED/],
];
