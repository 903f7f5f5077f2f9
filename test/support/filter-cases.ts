import type { FieldDefinition, FieldType } from '../../lib/filter/fields.ts';
import type { FilterInput } from '../../lib/filter/filter.ts';

/** Numbers that are the same in every run. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const TYPES: Record<string, FieldType> = {
  year: 'INT',
  big: 'INT',
  price: 'FLOAT',
  lang: 'STRING',
  name: 'STRING',
  open: 'BOOLEAN',
  at: 'DATETIME',
  tags: 'STRING_LIST',
};

export const FIELDS: FieldDefinition[] = Object.entries(TYPES).map(([name, type]) => ({
  name,
  type,
  required: false,
  filterable: true,
  facet: false,
}));

export const STRINGS = [
  '',
  'a',
  'A',
  'ab',
  "it's",
  'say "hi"',
  'back\\slash',
  'two\nlines\ttab\r',
  '文',
  '資料庫',
  'e\u0301',
  'é',
];
STRINGS.push(
  '😀',
  '\uffee',
  '𠮷',
  '%_',
  '$1',
  '" or 1 == 1 or "',
  '\u0001\b\f',
  'null',
  '1',
  'true',
  'a%',
  'a_b',
  'a%b\\',
  'abc\n',
  '資料',
  '\ud7ff',
  '\u{10ffff}',
  '\u{10ffff}x',
  '!',
  '" and not (1 == 2) or "',
  "'; DROP TABLE documents; --",
  '$."a" ? (@ == 1)',
  ' ',
  '\u2028',
  '\\',
);

/** Values at the edges of each field, as a client sends them. */
const VALUES: Record<string, unknown[]> = {
  year: [0, -1, 1, 1999, 2020, 2021, 2024, -2020],
  big: ['9223372036854775807', '9223372036854775806', '-9223372036854775808', '-9223372036854775807'],
  price: [0, 0.1, 0.30000000000000004, 0.3, -2.5, 1e-7, 1e20, 1e21, -1e300, 5e-324, 2024, 2 ** 60, 2 ** 63],
  lang: ['en', 'zh', 'zh-Hant', 'ja'],
  name: STRINGS,
  open: [true, false],
  at: ['2024-05-31', '2024-05-31T12:00:00.123Z', '1969-12-31T23:59:59Z', '2024-05-31T14:00:00+02:00'],
  tags: STRINGS,
};
VALUES.big?.push('9007199254740993', '9007199254740992', 9007199254740991, '-9007199254740993', 0, 5);

/** Metadata of documents: any field may be missing, null, or among others that nobody declared. */
export function randomDocuments(count: number, random: (below: number) => number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, index) => {
    const metadata: Record<string, unknown> = {};
    for (const [name, type] of Object.entries(TYPES)) {
      if (random(4) === 0) continue;
      const list = VALUES[name] ?? [];
      const value = () => list[random(list.length)];
      if (random(12) === 0) metadata[name] = null;
      else metadata[name] = type === 'STRING_LIST' ? Array.from({ length: random(4) }, value) : value();
    }
    if (random(4) === 0) metadata.note = { year: 2020, list: [1, 'a', null], index };
    if (random(8) === 0) metadata['odd "key" 文'] = 'en';
    return metadata;
  });
}

export function randomFilter(random: (below: number) => number, depth = 1): FilterInput {
  const filter: FilterInput = {};
  const some = () => Array.from({ length: random(4) }, () => randomFilter(random, depth + 1));
  if (depth < 5 && random(3) === 0) filter.and = some();
  if (depth < 5 && random(3) === 0) filter.or = some();
  if (depth < 5 && random(4) === 0) filter.not = randomFilter(random, depth + 1);
  if (Object.keys(filter).length > 0 && random(2) === 0) return filter;

  const names = Object.keys(TYPES);
  const field = names[random(names.length)] as string;
  const list = VALUES[field] ?? [];
  const value = () => list[random(list.length)];
  const ranges =
    TYPES[field] === 'BOOLEAN' || TYPES[field] === 'STRING_LIST' ? [] : ['lt', 'lte', 'gt', 'gte'];
  const special: Partial<Record<FieldType, string>> = { STRING: 'startsWith', STRING_LIST: 'containsAll' };
  const its = special[TYPES[field] as FieldType] ?? 'eq';
  const operators = ['eq', 'ne', 'in', 'exists', its, its, ...ranges, ...ranges];
  const condition: Record<string, unknown> = { field };
  for (let index = 0; index <= random(2); index++) {
    const operator = operators[random(operators.length)] as string;
    if (operator === 'in') condition.in = Array.from({ length: random(5) }, value);
    else if (operator === 'containsAll') condition.containsAll = Array.from({ length: random(3) }, value);
    else if (operator === 'startsWith') condition.startsWith = beginningOf(String(value()), random);
    else condition[operator] = operator === 'exists' ? random(2) === 0 : value();
  }
  return { ...filter, ...condition };
}

/** Some of the first characters of a string; none of them cut in two. */
function beginningOf(text: string, random: (below: number) => number): string {
  const characters = Array.from(text);
  return characters.slice(0, random(characters.length + 1)).join('');
}
