/** One series of a scrape with its value. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

const LINE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?\s*$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(?:,\s*|$)/y;

/**
 * Reads Prometheus's text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats/): every series
 * for whose name `wanted` holds. Comments and timestamps are passed over.
 * @throws Error naming the line that is not of the format
 */
export function parseExposition(text: string, wanted: (name: string) => boolean = () => true): Sample[] {
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#') || line.trim() === '') continue;
    const [, name, labels, number] = LINE.exec(line) ?? [];
    if (name === undefined || number === undefined)
      throw new Error(`not a line of metrics: ${line.slice(0, 200)}`);
    if (!wanted(name)) continue;
    samples.push({ name, labels: parseLabels(labels?.trim() ?? '', line), value: parseNumber(number, line) });
  }
  return samples;
}

function parseLabels(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  while (LABEL.lastIndex < text.length) {
    const [, name, value] = LABEL.exec(text) ?? [];
    if (name === undefined || value === undefined) throw new Error(`not labels: ${line.slice(0, 200)}`);
    labels[name] = value.replace(/\\(.)/g, (_, escaped) => (escaped === 'n' ? '\n' : escaped));
  }
  return labels;
}

/** As Go's ParseFloat, which the format refers to: infinities and NaN in any case. */
function parseNumber(text: string, line: string): number {
  const special = /^([+-]?)inf(?:inity)?$/i.exec(text);
  if (special) return special[1] === '-' ? -Infinity : Infinity;
  const value = Number(text);
  if (Number.isNaN(value) && text.toLowerCase() !== 'nan')
    throw new Error(`not a number: ${line.slice(0, 200)}`);
  return value;
}
