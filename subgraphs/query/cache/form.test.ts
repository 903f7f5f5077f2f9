import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { FORM } from './form.ts';

const root = new URL('../../../', import.meta.url);
/** All that what is kept is made of, by the file that declares it. */
const kept: Record<string, string[]> = {
  'subgraphs/query/pages/snapshot.ts': ['Snapshot', 'Answer'],
  'subgraphs/query/pages/places.ts': ['Place', 'MoreOfPlace', 'Places'],
  'subgraphs/query/search/candidates.ts': ['FusedBranch', 'Effort', 'Reranked'],
  'subgraphs/query/search/scale.ts': ['Scale'],
  'subgraphs/query/search/pipeline.ts': ['StageTime'],
  'subgraphs/query/relevance/calibration.ts': ['Calibration'],
  'subgraphs/query/cache/near.ts': ['NearAnswer'],
  'subgraphs/query/cache/rows.ts': ['KeptRow'],
  'subgraphs/query/facets/count.ts': ['FacetCounts'],
  'lib/milvus/passage.ts': ['PassageRow', 'PassagePlace'],
  'lib/milvus/search.ts': ['Hit'],
};

test('what is kept in Redis is never read as another form: with each change of it the number of the form changes', () => {
  const declarations = Object.entries(kept).flatMap(([file, names]) => {
    const source = readFileSync(new URL(file, root), 'utf8').replace(/\/\*\*?[\s\S]*?\*\/|\/\/.*$/gm, '');
    return names.map((name) => {
      const found = new RegExp(`interface ${name}\\b[^{]*\\{[\\s\\S]*?\\n\\}`).exec(source);
      assert.ok(found, `${file} declares no interface ${name}: put here where it is now`);
      return found[0].replace(/\s+/g, ' ');
    });
  });
  const digest = createHash('sha256').update(declarations.join('\n')).digest('hex').slice(0, 12);
  assert.equal(
    `${FORM} ${digest}`,
    '3 f880b1365e54',
    'the form of what is kept has changed: raise FORM, and put both numbers here',
  );
});
