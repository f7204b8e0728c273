import { pull } from './puller.js';
import { sendByFetch, sendByHey, type Sent } from './rules.js';

declare const process: { argv: string[]; exitCode: number };

// Which journey, the server's address, a key of an administrator, and the file of rules.
const [journey, address, key, file] = process.argv.slice(2) as [string, string, string, string];
const base = address.replace(/\/$/, '');
const rules = async (): Promise<Sent[]> => (await import(`file://${file}`, { with: { type: 'json' } })).default as Sent[];
if (journey === 'puller') await pull(base, key);
else if (journey === 'fetch-rules') await sendByFetch(base, key, await rules());
else if (journey === 'hey-rules') await sendByHey(base, key, await rules());
else throw new Error(`There is no journey '${journey}'.`);
console.log('arrived');
