import type { Database } from '../../../lib/database/database.ts';
import { appendEvents } from '../../../lib/database/events.ts';
import { userError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/ids.ts';
import type { AlertRule, CreateAlertRuleInput } from '../../../schema/generated/ops.ts';
import { checkRule, mostRules } from './rule.ts';
import { alertStream, countRulesAlone, deleteRule, insertRule, resolveAlertsOf } from './store.ts';

/** @throws BAD_USER_INPUT, ALERT_RULE_EXISTS, TOO_MANY_ALERT_RULES */
export async function createAlertRule(db: Database, input: CreateAlertRuleInput): Promise<AlertRule> {
  const rule = checkRule(input);
  return db.transaction(async (tx) => {
    if ((await countRulesAlone(tx)) >= mostRules) {
      throw userError.conflict(
        'TOO_MANY_ALERT_RULES',
        'input',
        `there are ${mostRules} alert rules already, the most there can be. Delete one with deleteAlertRule first.`,
      );
    }
    const made = await insertRule(tx, newId('rule'), rule);
    if (made) return made;
    throw userError.conflict(
      'ALERT_RULE_EXISTS',
      'input.name',
      `an alert rule "${rule.name}" exists already. Choose another name, or delete it with deleteAlertRule.`,
    );
  });
}

/** Deletes the rule and resolves its alert. @throws ALERT_RULE_NOT_FOUND */
export async function deleteAlertRule(db: Database, id: string): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await deleteRule(tx, id))) throw userError.ruleNotFound('input.id', id);
    const resolved = await resolveAlertsOf(tx, id, new Date());
    if (resolved.length > 0) await appendEvents(tx, alertStream, resolved);
  });
}
