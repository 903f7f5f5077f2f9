import { createHash } from 'node:crypto';

/**
 * Marks an encoded term. Few words begin with it; those that do are encoded too, so that no two terms meet. After it
 * stand four digits of base 36 for each code point, or the 25 of a hash: the lengths never agree.
 */
const MARK = 'zq';
const LONGEST = 39;
const PLAIN = new RegExp(`^(?!${MARK})[a-z0-9]{1,${LONGEST}}$`);
const DIGITS = 4;
const HASH_DIGITS = 25;

const KEPT = 50_000;
const encoded = new Map<string, string>();

/**
 * Terms as one text for an index whose tokenizer nobody need know: each as `[a-z0-9]{1,39}`, with a space between, a
 * plain ASCII word as it is. Two terms never have the same form (those over 39 characters: but for a collision of
 * 128 bits of SHA-256).
 * @param most bytes of the text; of more, each term counts for less, and the rarest are left out. @default no limit
 */
export function encodeTerms(terms: readonly string[], most = Number.POSITIVE_INFINITY): string {
  const forms = terms.map((term) => (PLAIN.test(term) ? term : remembered(term)));
  const text = forms.join(' ');
  return text.length <= most ? text : fitting(forms, most / text.length, most);
}

/** Terms that are too many for their place: each as often as its share allows, the most frequent first. */
function fitting(forms: readonly string[], share: number, most: number): string {
  const counts = new Map<string, number>();
  for (const form of forms) counts.set(form, (counts.get(form) ?? 0) + 1);
  const kept: string[] = [];
  let left = most;
  for (const [form, count] of [...counts].sort(([, a], [, b]) => b - a)) {
    for (let n = Math.max(1, Math.floor(count * share)); n > 0 && left > form.length; n--) {
      kept.push(form);
      left -= form.length + 1;
    }
  }
  return kept.join(' ');
}

function remembered(term: string): string {
  let form = encoded.get(term);
  if (form === undefined) {
    form = encode(term);
    if (encoded.size >= KEPT) encoded.clear();
    encoded.set(term, form);
  }
  return form;
}

function encode(term: string): string {
  const points = Array.from(term, (character) =>
    (character.codePointAt(0) as number).toString(36).padStart(DIGITS, '0'),
  );
  const spelled = MARK + points.join('');
  if (spelled.length <= LONGEST) return spelled;
  const hash = createHash('sha256').update(term).digest('hex').slice(0, 32);
  return MARK + BigInt(`0x${hash}`).toString(36).padStart(HASH_DIGITS, '0');
}
