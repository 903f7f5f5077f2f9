#!/bin/sh
# The same search as main.ts, with nothing but curl.
curl --silent --show-error "${KITEGRAPH_URL:-http://127.0.0.1:4000/graphql}" \
  --header 'content-type: application/json' \
  --header "authorization: Bearer ${KITEGRAPH_API_KEY:-none}" \
  --data @- <<'JSON'
{
  "query": "query ($input: SearchInput!) { search(input: $input, first: 3) { edges { score node { title } } } }",
  "variables": {
    "input": {
      "collections": ["articles"],
      "text": "什麼是向量資料庫？",
      "filter": { "field": "year", "gte": 2020 }
    }
  }
}
JSON
