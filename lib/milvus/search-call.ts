import {
  buildSearchRequest,
  type MilvusClient,
  promisify,
  type SearchSimpleReq,
} from '@zilliz/milvus2-sdk-node';

/** What a search found, as the server sends it: what all queries found one after another, the best first. */
export interface SearchAnswer {
  status: object;
  results: {
    /** How many hits each query has; 64-bit integers come as text. */
    topks: readonly (string | number)[];
    scores: readonly number[];
    ids?: { str_id?: { data: readonly string[] } | null } | null;
  } | null;
}

type Proto = Parameters<typeof buildSearchRequest>[2];

/** The SDK's search without its last step, which makes a record of each hit: of hundreds of keys that takes as long as reading them. */
export async function searchCall(
  client: MilvusClient,
  request: Omit<SearchSimpleReq, 'timeout'>,
  timeout: number,
): Promise<SearchAnswer> {
  const { collection_name } = request;
  const described = await client.describeCollection({ collection_name, cache: true, timeout });
  const { milvusProto } = client as unknown as { milvusProto: Proto };
  const { request: call } = buildSearchRequest(request as SearchSimpleReq, described, milvusProto);
  return promisify(client.channelPool, 'Search', call, timeout);
}
