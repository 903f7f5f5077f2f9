const CJK_CHARACTER = /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}]$/u;

/** Characters that the query has only as parts of pairs are left out: the pairs are what it means. */
export function withoutParts(terms: ReadonlySet<string>): Set<string> {
  const pairs = Array.from(terms, (term) => Array.from(term)).filter((term) => term.length === 2);
  const parts = new Set(pairs.flat());
  return new Set(Array.from(terms).filter((term) => !(parts.has(term) && CJK_CHARACTER.test(term))));
}
