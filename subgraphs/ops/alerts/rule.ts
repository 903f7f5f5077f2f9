import { userError } from '../../../lib/errors.ts';
import type { CreateAlertRuleInput } from '../../../schema/generated/ops.ts';
import { catalogue, metricNamed } from '../metrics/catalogue.ts';

/** The most rules that there can be: each is evaluated every second. */
export const mostRules = 500;

/** The input, with its name trimmed. @throws BAD_USER_INPUT with the place of the mistake */
export function checkRule(input: CreateAlertRuleInput): CreateAlertRuleInput {
  const name = input.name.trim();
  if (name === '' || [...name].length > 100) {
    throw userError.badInput('input.name', 'a name has 1 to 100 characters.');
  }
  const metric = metricNamed(input.metric);
  if (!metric) {
    const known = catalogue.map((definition) => definition.name).join(', ');
    throw userError.badInput(
      'input.metric',
      `there is no metric ${JSON.stringify(input.metric)}. Metrics that exist: ${known}.`,
    );
  }
  if (input.threshold < 0 || input.threshold > metric.most) {
    const range = metric.most === Infinity ? '0 or more' : `from 0 to ${metric.most}`;
    throw userError.badInput(
      'input.threshold',
      `${metric.name} is ${range} (unit: ${metric.unit}); ${input.threshold} would never be crossed.`,
    );
  }
  if (input.durationSeconds < 0 || input.durationSeconds > 86_400) {
    throw userError.badInput('input.durationSeconds', 'a duration is 0 to 86,400 seconds (a day).');
  }
  return { ...input, name };
}
