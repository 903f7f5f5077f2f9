import { DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES } from '@apollo/federation-internals';
import { type DefinitionNode, Kind, valueFromASTUntyped } from 'graphql';

const SPEC = /^https:\/\/specs\.apollo\.dev\/(authenticated|requiresScopes|policy)\/v0\.\d+$/;

// A gateway refuses a supergraph with a feature "for: SECURITY" that it does not enforce. These are enforced here.
for (const spec of ['authenticated', 'requiresScopes', 'policy'])
  DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES.add(`https://specs.apollo.dev/${spec}/v0.1`);

export interface AccessDirective {
  kind: 'authenticated' | 'requiresScopes' | 'policy';
  /** What the supergraph calls it. */
  name: string;
}

/** The directives of access that a supergraph links, under the names that it gives them. */
export function accessDirectives(definitions: readonly DefinitionNode[]): AccessDirective[] {
  const links = definitions
    .filter((node) => node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION)
    .flatMap(({ directives = [] }) => directives)
    .filter(({ name }) => name.value === 'link' || name.value === 'core');
  return links.flatMap((link) => {
    const given = Object.fromEntries(
      (link.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value)]),
    ) as { url?: string; feature?: string; as?: string; import?: (string | { name: string; as?: string })[] };
    const kind = SPEC.exec(given.url ?? given.feature ?? '')?.[1] as AccessDirective['kind'] | undefined;
    if (!kind) return [];
    const imported = given.import?.find((one) => (typeof one === 'string' ? one : one.name) === `@${kind}`);
    const renamed = typeof imported === 'object' ? imported.as?.replace(/^@/, '') : undefined;
    return [{ kind, name: renamed ?? given.as ?? kind }];
  });
}
