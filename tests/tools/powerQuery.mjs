// Reads texts of Power Query with Microsoft's own parser: a file of JSON with a list of them, a word for each.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { DefaultSettings, TaskUtils } = createRequire(import.meta.url)('@microsoft/powerquery-parser');
const words = [];
for (const text of JSON.parse(readFileSync(process.argv[2], 'utf8'))) {
  const read = await TaskUtils.tryLexParse(DefaultSettings, text);
  words.push(TaskUtils.isParseStageOk(read) ? 'ok' : 'wrong');
}
console.log(words.join(' '));
