import { answered } from '../api/answered.ts';
import type { Api } from '../api/client.ts';
import { events } from '../api/subscribe.ts';
import {
  AlertEventsDocument,
  type AlertLineFragment,
  type AlertOperator,
  type AlertSeverity,
  type AlertState,
  AlertsDocument,
} from '../generated/operations.ts';
import { type Column, table } from '../terminal/table.ts';
import { duration, printable, type Style, styled } from '../terminal/text.ts';

export interface AlertsOptions {
  all?: boolean;
  first: number;
  follow?: boolean;
  json?: boolean;
}

/** Prints the alerts that are pending or firing (or all), or every change of one from now on. */
export async function alerts(api: Api, options: AlertsOptions): Promise<void> {
  if (options.follow) return follow(api, options);
  const states: AlertState[] | null = options.all ? null : ['PENDING', 'FIRING'];
  const answer = await api.request(AlertsDocument, { states, first: options.first });
  const rows = answered(answer.alerts);
  if (options.json) return console.log(JSON.stringify(rows, null, 2));
  if (rows.length > 0) return console.log(table(rows, columns).join('\n'));
  console.log(options.all ? 'No alert yet.' : 'No alert is pending or firing. See earlier ones with --all.');
}

const sign: Record<AlertOperator, string> = { GT: '>', GTE: '≥', LT: '<', LTE: '≤' };
const stateStyle: Record<AlertState, Style> = { PENDING: 'yellow', FIRING: 'red', RESOLVED: 'green' };
const severityStyle: Record<AlertSeverity, Style> = { INFO: 'cyan', WARNING: 'yellow', CRITICAL: 'red' };

const columns: Column<AlertLineFragment>[] = [
  {
    title: 'STATE',
    value: ({ state }) => state,
    dress: (cell, { state }) => styled(stateStyle[state], cell),
  },
  {
    title: 'SEVERITY',
    value: ({ severity }) => severity,
    dress: (cell, { severity }) => styled(severityStyle[severity], cell),
  },
  { title: 'RULE', value: ({ rule }) => rule.name, most: 40 },
  { title: 'VALUE', value: condition },
  { title: 'SINCE', value: ({ startedAt }) => new Date(startedAt).toLocaleString('sv') },
  { title: 'LASTED', value: lasted, align: 'right' },
];

/** latency_p99 0.412 > 0.3 */
function condition({ rule, value, threshold, state }: AlertLineFragment): string {
  const short = (number: number) => String(Number(number.toPrecision(3)));
  const compared = state === 'RESOLVED' ? 'now, threshold' : sign[rule.operator];
  return `${rule.metric} ${short(value)} ${compared} ${short(threshold)}`;
}

function lasted({ startedAt, resolvedAt }: AlertLineFragment): string {
  const end = resolvedAt ? Date.parse(resolvedAt) : Date.now();
  return duration(Math.max(0, end - Date.parse(startedAt)) / 1000);
}

/** Until the server ends it, or Ctrl-C. */
async function follow(api: Api, options: AlertsOptions): Promise<void> {
  await using live = events(api.connection);
  if (!options.json)
    console.error(styled('dim', 'Alerts pending or firing, then every change. Ctrl-C ends this.'));
  for await (const { alerts: event } of live.of(AlertEventsDocument, {})) {
    console.log(options.json ? JSON.stringify(event) : changeLine(event.alert));
  }
}

function changeLine(alert: AlertLineFragment): string {
  return [
    styled('dim', new Date().toLocaleTimeString('sv')),
    styled(stateStyle[alert.state], alert.state.padEnd('RESOLVED'.length)),
    styled(severityStyle[alert.severity], alert.severity.padEnd('CRITICAL'.length)),
    printable(alert.rule.name),
    condition(alert),
    ...(alert.state === 'RESOLVED' ? [`after ${lasted(alert)}`] : []),
  ].join('  ');
}
