import { definePlugin } from 'kitegraph/plugin';

const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/** After a fetch: addresses of persons are struck out, save for those who have the scope "personal". */
export default definePlugin({
  name: 'personal-data',
  afterFetch(answer, _fetch, client) {
    if (client.scopes.has('personal')) return undefined;
    return { ...answer, data: struckOut(answer.data) as typeof answer.data };
  },
});

function struckOut(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(EMAIL, '***');
  if (Array.isArray(value)) return value.map(struckOut);
  // What is no plain object, such as a date, has no texts in it.
  if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, its]) => [name, struckOut(its)]));
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
