// Reads answers, one JSON object a line: { "schema": a place in the document, "partial": whether members may be left out, "body": … }.
// Prints one line for each that the OpenAPI document does not describe.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const [documentPath, answersPath] = process.argv.slice(2);
const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
addFormats(ajv);
ajv.addFormat('decimal', { type: 'number', validate: () => true });
ajv.addSchema(JSON.parse(readFileSync(documentPath, 'utf8')), 'https://document.invalid/openapi.json');

const compiled = new Map();
const schemaAt = place => {
  if (!compiled.has(place)) compiled.set(place, ajv.compile({ $ref: `https://document.invalid/openapi.json#${encodeURI(place)}` }));
  return compiled.get(place);
};

readFileSync(answersPath, 'utf8').split('\n').filter(line => line).forEach((line, number) => {
  const { schema, partial, body } = JSON.parse(line);
  const validate = schemaAt(schema);
  if (validate(body)) return;
  const errors = validate.errors.filter(error => !(partial && error.keyword === 'required'));
  if (errors.length > 0) console.log(`${number} ${errors.slice(0, 5).map(error => `${error.instancePath} ${error.message} (${error.schemaPath})`).join('; ')}`);
});
