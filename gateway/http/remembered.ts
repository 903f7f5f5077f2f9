import { LRUCache } from 'lru-cache';

const MOST = 200;

/** `read`, which remembers what it made of the last texts: clients send the same headers again and again. */
export function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new LRUCache<string, { value: T }>({ max: MOST });
  return (text) => {
    const before = known.get(text);
    if (before) return before.value;
    const value = read(text);
    known.set(text, { value });
    return value;
  };
}
