import { search } from './search.ts';

const hits = await search({
  collections: ['articles'],
  text: '什麼是向量資料庫？',
  filter: { field: 'year', gte: 2020 },
});
for (const { score, node } of hits) console.log(score.toFixed(3), node?.title);
