/**
 * The number of the form in which answers, lists, rows and facets are kept. Query services of two versions share a Redis while one
 * is replaced by the other, and each must read only what it understands: so it is a part of their keys.
 */
export const FORM = 3;
