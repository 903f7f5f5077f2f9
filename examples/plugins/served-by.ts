import { hostname } from 'node:os';
import { definePlugin } from 'kitegraph/plugin';

/** Before the answer: it says which gateway gave it. */
export default definePlugin({
  name: 'served-by',
  beforeAnswer(answer, _operation, client) {
    client.setHeader('x-served-by', hostname());
    return { ...answer, extensions: { ...answer.extensions, servedBy: hostname() } };
  },
});
