import { userError } from '../../../lib/errors.ts';
import { overall } from '../../../lib/health.ts';
import { forOperators } from '../../../lib/operators.ts';
import type { QueryResolvers } from '../../../schema/generated/ops.ts';
import { readAlerts, readRules } from '../alerts/store.ts';
import { auditLog } from '../audit/audit.ts';
import { apiKeyStandings, apiKeys } from '../keys/keys.ts';
import { catalogue } from '../metrics/catalogue.ts';

export const Query: QueryResolvers = forOperators({
  async health(_root, _args, { allParts }) {
    const components = await allParts();
    return { status: overall(components), components };
  },

  metrics: (_root, _args, { windows }) =>
    catalogue.map(({ name, unit, description, measure }) => ({
      name,
      unit,
      description,
      value: measure(windows).value,
    })),

  alertRules: (_root, _args, { db }) => readRules(db),

  alerts(_root, { states, first }, { db }) {
    if (first < 1 || first > 500) throw userError.badInput('first', 'a page has 1 to 500 alerts.');
    return readAlerts(db, { states, first });
  },

  apiKeys: (_root, page, { db }) => apiKeys(db, page),
  apiKeyStandings: (_root, { hashes }, { db }) => apiKeyStandings(db, hashes),
  auditLog: (_root, page, { db }) => auditLog(db, page),
});
