// Judges messages: lines of JSON with a secret, the headers and the body, one answer a line.
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

for (const line of readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean)) {
  const { secret, headers, body } = JSON.parse(line);
  try {
    const said = new Webhook(secret).verify(body, headers);
    console.log(`ok ${said.type} ${said.data.items.length}`);
  } catch (error) {
    console.log(`refused ${error.message}`);
  }
}
