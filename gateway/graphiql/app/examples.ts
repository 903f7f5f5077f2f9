/** The tabs that a newcomer finds: each runs as it is, from left to right. */
export interface Example {
  query: string;
  variables?: string;
}

export const examples: Example[] = [
  {
    query: `# Welcome to Kitegraph. The tabs lead from an empty
# system to searching it: press the play button
# (or Ctrl-Enter) in each, from left to right.
# The book on the left documents every field.

mutation Create {
  createCollection(
    input: {
      name: "guide"
      description: "What vector search is"
      fields: [
        { name: "year", type: INT, facet: true }
        { name: "lang", type: STRING, facet: true }
      ]
    }
  ) {
    collection {
      id
      name
      documentCount
      fields { name type }
      embeddingModel { name dimensions }
    }
  }
}
`,
  },
  {
    query: `# The documents are below, as variables.

mutation AddDocuments($documents: [DocumentInput!]!) {
  addDocuments(
    input: {
      collection: "guide"
      documents: $documents
      waitFor: INDEXED
    }
  ) {
    position
    job { id status total processed }
  }
}
`,
    variables: JSON.stringify(
      {
        documents: [
          {
            documentId: 'vector-database-zh',
            title: '向量資料庫',
            content:
              '向量資料庫把文字、圖片等資料轉換成高維度的向量並加以儲存，再以相似度找出意義最接近的內容。它常用於語意搜尋與推薦系統。',
            metadata: { year: 2024, lang: 'zh' },
          },
          {
            documentId: 'hnsw-en',
            title: 'How HNSW finds neighbours',
            content:
              'HNSW keeps vectors in a layered graph. A search starts at the sparse top layer and walks greedily towards the query, layer by layer, so that it looks at a small part of the data only.',
            metadata: { year: 2023, lang: 'en' },
          },
          {
            documentId: 'bm25-en',
            title: 'Ranking by words',
            content:
              'BM25 scores a document by the words that it shares with the question: rare words count more, and long documents are held back.',
            metadata: { year: 2020, lang: 'en' },
          },
        ],
      },
      null,
      2,
    ),
  },
  {
    query: `# Each event joins two services: jobs from one,
# statistics of searches from another. It stays
# open: add documents in another window.

subscription WatchIndexing {
  indexActivity(after: 0) {
    sequence
    job {
      id
      kind
      status
      percent
      processed
      total
      documentsPerSecond
      collection {
        name
        documentCount
        searchStatistics {
          totalQueries
          cacheHits
          averageLatencyMs
        }
      }
    }
  }
}
`,
  },
  {
    query: `# "What is a vector database?", asked in Chinese.

query SearchChinese {
  search(
    input: {
      collections: ["guide"]
      text: "什麼是向量資料庫？"
      mode: HYBRID
    }
    first: 5
  ) {
    totalCount
    totalCountRelation
    edges {
      score
      highlights { field fragments { html } }
      node { documentId title content metadata }
    }
    explain {
      stages { name milliseconds }
      cacheLevel
      model { name }
    }
  }
}
`,
  },
  {
    query: `# By meaning, among the newer English documents: with the
# sentence that answers, and years counted.

query SearchFiltered($text: String!) {
  search(
    input: {
      collections: ["guide"]
      text: $text
      mode: SEMANTIC
      filter: {
        and: [
          { field: "year", gte: 2020 }
          { field: "lang", in: ["en"] }
        ]
      }
    }
    first: 5
  ) {
    facets(of: [{ field: "year" }]) { buckets { value count } }
    edges {
      score
      bestSentence { text score }
      passage { text }
      node {
        documentId
        title
        metadata
        collection { name documentCount }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
    variables: JSON.stringify(
      { text: 'quickly locating similar items without comparing everything' },
      null,
      2,
    ),
  },
  {
    query: `query Browse {
  collection(name: "guide") {
    id
    name
    documentCount
    vectorCount
    pendingCount
    createdAt
  }
  documents(
    collection: "guide"
    filter: { field: "lang", eq: "en" }
    first: 10
  ) {
    totalCount
    edges { node { documentId title revision indexedAt } }
    pageInfo { hasNextPage endCursor }
  }
  indexJobs(first: 5) {
    edges { node { id kind status total failed } }
  }
}
`,
  },
  {
    query: `# A search that stays open: its page, then what becomes
# of it. Add a document in another tab and look.

subscription LiveSearch {
  searchUpdates(
    input: { collections: ["guide"], text: "how do computers see images" }
    first: 5
  ) {
    changes { kind documentId place previousPlace }
    page { edges { score node { title } } }
  }
}
`,
  },
  {
    query: `mutation AlertRule {
  createAlertRule(
    input: {
      name: "slow search"
      metric: "latency_p99"
      operator: GT
      threshold: 0.3
      severity: WARNING
      durationSeconds: 60
    }
  ) {
    rule { id name }
  }
}
`,
  },
  {
    query: `subscription Alerts {
  alerts(after: 0) {
    sequence
    alert {
      id
      rule { name }
      state
      severity
      value
      threshold
      startedAt
      resolvedAt
    }
  }
}
`,
  },
  {
    query: `query Health {
  health {
    status
    components { name status latencyMs detail }
  }
  metrics { name value unit }
}
`,
  },
];
