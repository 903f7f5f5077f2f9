import { readFileSync } from 'node:fs';

export interface Product {
  sku: string;
  name: string;
  /** In euros. */
  price: number;
  collectionName: string;
  documentId: string;
}

export type DocumentKey = Pick<Product, 'collectionName' | 'documentId'>;

/** What the shop sells. A real one would ask its database here. */
export function openCatalogue() {
  const products: Product[] = JSON.parse(readFileSync(new URL('products.json', import.meta.url), 'utf8'));
  const address = ({ collectionName, documentId }: DocumentKey) =>
    JSON.stringify([collectionName, documentId]);
  const bySku = new Map(products.map((product) => [product.sku, product]));
  const byDocument = new Map(products.map((product) => [address(product), product]));
  return {
    product: (sku: string) => bySku.get(sku),
    /** Products of many documents at once, in their order. */
    productsOf: (documents: readonly DocumentKey[]) =>
      documents.map((document) => byDocument.get(address(document))),
  };
}

export type Catalogue = ReturnType<typeof openCatalogue>;
