import { z } from 'zod';

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** What the gateway's file may hold at a place, and nothing else: a name that is not known is most often mistyped. */
export function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `has no ${issue.keys?.map((name) => `"${name}"`).join(', ')}; it may have ${Object.keys(shape).join(', ')}`
        : 'must be a mapping (name: value)',
  });
}

/** A time such as 500ms, 10s, 2m or 1h, from `least` to `most`. Becomes milliseconds. */
export function duration(least: string, most: string) {
  const allowed = `must be a time from ${least} to ${most}, such as 500ms, 10s or 2m`;
  return z.string({ error: allowed }).transform((text, context) => {
    const value = milliseconds(text);
    if (value !== undefined && value >= (milliseconds(least) ?? 0) && value <= (milliseconds(most) ?? 0))
      return value;
    context.addIssue(allowed);
    return z.NEVER;
  });
}

function milliseconds(text: string): number | undefined {
  const [, number, unit] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text) ?? [];
  return unit === undefined ? undefined : Number(number) * UNITS[unit as keyof typeof UNITS];
}

export function integer(least: number, most: number) {
  const allowed = `must be a whole number from ${least} to ${most}`;
  return z.int(allowed).min(least, allowed).max(most, allowed);
}

/** 0 to 1, such as 0.2 for a fifth. */
export function share() {
  const allowed = 'must be a number from 0 to 1';
  return z.number(allowed).min(0, allowed).max(1, allowed);
}

/** An absolute http(s) URL, without user and password. */
export function httpUrl() {
  const allowed = 'must be an http:// or https:// URL, without user and password';
  return z.string(allowed).refine((text) => {
    const { protocol, username, password } = URL.parse(text) ?? {};
    return /^https?:$/.test(protocol ?? '') && !username && !password;
  }, allowed);
}

/** A section that `off` switches off as a whole. */
export function switchable<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.literal('off').or(section(shape)).optional();
}

/** on or off, as YAML's true and false too. */
export function onOrOff() {
  const allowed = 'must be on or off';
  return z
    .union([z.boolean(allowed), z.enum(['on', 'off'], allowed)], allowed)
    .transform((value) => value === true || value === 'on');
}
