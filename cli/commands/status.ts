import { answered } from '../api/answered.ts';
import type { Api } from '../api/client.ts';
import { type HealthStatus, StatusDocument, type StatusQuery } from '../generated/operations.ts';
import { table } from '../terminal/table.ts';
import { printable, type Style, styled } from '../terminal/text.ts';

const style: Record<HealthStatus, Style> = { UP: 'green', DEGRADED: 'yellow', DOWN: 'red' };

/** Prints how every part is and the live metrics. @returns whether all is well */
export async function status(api: Api, options: { json?: boolean }): Promise<boolean> {
  const answer = await api.request(StatusDocument, {});
  const health = answered(answer.health);
  const metrics = answered(answer.metrics);
  if (options.json) console.log(JSON.stringify({ health, metrics }, null, 2));
  else for (const line of lines(health, metrics)) console.log(line);
  return health.status === 'UP';
}

type Answered<Field extends keyof StatusQuery> = NonNullable<StatusQuery[Field]>;

function lines(health: Answered<'health'>, metrics: Answered<'metrics'>): string[] {
  const parts = table(health.components, [
    { title: 'PART', value: ({ name }) => name },
    {
      title: 'STATUS',
      value: ({ status }) => status,
      dress: (cell, { status }) => styled(style[status], cell),
    },
    { title: 'MS', value: ({ latencyMs }) => latencyMs.toFixed(1), align: 'right' },
    { title: 'DETAIL', value: ({ detail }) => detail },
  ]);
  const measured = table(metrics, [
    { title: 'METRIC, LAST MINUTE', value: ({ name }) => name },
    {
      title: 'VALUE',
      value: ({ value, unit }) => (value === null ? '–' : shown(value, unit)),
      align: 'right',
    },
    { title: 'ABOUT', value: ({ description }) => printable(description) },
  ]);
  return [`Kitegraph is ${styled(style[health.status], health.status)}.`, '', ...parts, '', ...measured];
}

function shown(value: number, unit: string): string {
  if (unit === 'ratio') return `${(value * 100).toFixed(1)} %`;
  if (value === 0) return '0';
  if (unit === 's') return value < 1 ? `${(value * 1000).toFixed(1)} ms` : `${value.toFixed(1)} s`;
  if (unit === 'bytes') return `${(value / 1e6).toFixed(0)} MB`;
  return `${Number(value.toPrecision(3))} ${unit}`;
}
