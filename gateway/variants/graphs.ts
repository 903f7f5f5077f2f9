import type { ServiceMap } from '@apollo/gateway';
import { printSchema } from 'graphql';
import type { SupergraphSource } from '../composition/supergraph-source.ts';
import type { OperationRequest, PreparedOperation } from '../documents/read.ts';
import { gatewayError } from '../errors.ts';
import { type Graph, startGraph } from '../graph.ts';
import type { GatewayMetrics } from '../metrics.ts';
import type { Operations } from '../operations.ts';
import type { RequestContext } from '../request-context.ts';
import { type Usage, type UsageReport, usage } from '../usage/usage.ts';
import { chosenVariant } from './choice.ts';
import { applyContract } from './contract.ts';
import type { Contract, VariantsSection } from './section.ts';

/** All that is served of one supergraph: the whole of it, or its variants, or both. */
export interface Graphs extends AsyncDisposable {
  /** Runs each operation in the variant that its request chose. */
  operations: Operations;
  /** What clients used of a variant (of what /graphql serves, where undefined); undefined where there is none of that name. */
  usage(variant: string | undefined): (UsageReport & { schema: string }) | undefined;
  /** The subgraphs of the newest supergraph, by name. */
  sources(): ServiceMap;
}

/**
 * Serves the newest supergraph of `supergraphs`. One that is of no use for any of the variants is refused for all: they are of
 * one supergraph at any time.
 */
export async function startGraphs(
  options: Omit<Parameters<typeof startGraph>[0], 'supergraphSdl'> & {
    supergraphs: SupergraphSource;
    variants?: VariantsSection | undefined;
    metrics: GatewayMetrics;
  },
): Promise<Graphs> {
  const { supergraphs, variants, metrics, ...rest } = options;
  await using started = new AsyncDisposableStack();
  const served: { name: string; contract: Contract | undefined; graph: Graph }[] = [];
  const first = await supergraphs.first();

  for (const [name, contract] of contracts(variants)) {
    try {
      const supergraphSdl = contract ? applyContract(first, contract) : first;
      served.push({
        name,
        contract,
        graph: started.use(await startGraph({ ...rest, metrics, supergraphSdl })),
      });
    } catch (error) {
      throw inVariant(error, name);
    }
  }
  metrics.supergraph('served');

  function update(supergraphSdl: string): void {
    const replaced: { graph: Graph; before: string }[] = [];
    for (const { name, contract, graph } of served) {
      const before = graph.supergraphSdl();
      try {
        graph.update(contract ? applyContract(supergraphSdl, contract) : supergraphSdl);
        replaced.push({ graph, before });
      } catch (error) {
        for (const done of replaced) done.graph.update(done.before);
        metrics.supergraph('refused');
        throw inVariant(error, name);
      }
    }
    metrics.supergraph('served');
  }
  started.use(supergraphs.watch(update));

  const byName = new Map(served.map(({ name, graph }) => [name, graph]));
  const standard = byName.get(variants?.default ?? '');
  const graphOf = (context: RequestContext) => {
    const name = chosenVariant(context.headers);
    return name === undefined ? standard : byName.get(name);
  };
  const usages = new Map(served.map(({ graph }) => [graph, usage(metrics)]));
  const keep = started.move();
  return {
    operations: {
      async prepare(request) {
        const graph = graphOf(request.context);
        if (graph) return graph.operations.prepare(request);
        return { errors: [gatewayError.variantNotFound(chosenVariant(request.context.headers) ?? '')] };
      },
      run(request, prepared, transport) {
        const { operations } = used(request, prepared);
        return operations.run(request, prepared, transport);
      },
      answer(request, prepared, http) {
        const { operations } = used(request, prepared);
        return operations.answer(request, prepared, http);
      },
    },
    sources: () => standardOf().sources(),
    usage(variant) {
      const graph = variant === undefined ? standard : byName.get(variant);
      return graph && { schema: printSchema(graph.schema()), ...usageOf(graph).report() };
    },
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  };

  function used(request: OperationRequest, prepared: PreparedOperation): Graph {
    const graph = graphOf(request.context);
    if (graph && !prepared.errors) usageOf(graph).record({ ...prepared, ...request });
    return graph ?? standardOf();
  }

  function usageOf(graph: Graph): Usage {
    const usage = usages.get(graph);
    if (!usage) throw new Error('this graph is not served here');
    return usage;
  }

  /** Any: to answer for what is in none. */
  function standardOf(): Graph {
    const graph = standard ?? served[0]?.graph;
    if (!graph) throw new Error('nothing is served');
    return graph;
  }
}

/** The contracts by the names of their variants; '' is the whole graph. */
function contracts(variants: VariantsSection | undefined): [string, Contract | undefined][] {
  const named = Object.entries(variants?.contracts ?? {});
  return variants?.default === undefined ? [['', undefined], ...named] : named;
}

function inVariant(error: unknown, name: string): unknown {
  return name === ''
    ? error
    : new Error(`The variant "${name}": ${(error as Error).message}`, { cause: error });
}
