import { parseArgs } from 'node:util';
import { startProducts } from './server.ts';

const { values } = parseArgs({ options: { port: { type: 'string', default: '4010' } } });
const { url } = await startProducts({ port: Number(values.port) });
console.log(`The shop's subgraph is at ${url}. Start Kitegraph with it:

  KITEGRAPH_SUBGRAPHS=products=${url} npm start`);
