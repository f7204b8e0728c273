// Reads answers, one JSON object a line: { "schema": a place in the document, "partial": whether members may be left out, "body": … }.
// Prints one line for each that the OpenAPI document does not describe.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const [documentPath, answersPath] = process.argv.slice(2);
const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
addFormats(ajv);
ajv.addFormat('decimal', { type: 'number', validate: () => true });

// A base that knows its kinds by a discriminator: what says its kind must be of that kind. Kinds are made of the base, so each thing is looked at once.
const judged = new WeakSet();
ajv.addKeyword({
  keyword: 'discriminator',
  schemaType: 'object',
  errors: true,
  validate: function judge({ propertyName, mapping }, data) {
    if (typeof data !== 'object' || data === null || judged.has(data)) return true;
    const kind = mapping[data[propertyName]];
    if (!kind) {
      judge.errors = [{ keyword: 'discriminator', instancePath: '', schemaPath: '#/discriminator', params: {}, message: `knows no ${data[propertyName]}` }];
      return false;
    }
    judged.add(data);
    const validate = schemaAt(kind.slice(1));
    const isRight = validate(data);
    judged.delete(data);
    judge.errors = validate.errors;
    return isRight;
  },
});
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
