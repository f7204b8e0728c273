import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { en } from '../src/texts/en.js';
import { vi } from '../src/texts/vi.js';

const ts = createRequire(process.env.PAGES!)('typescript') as typeof import('typescript');
const folder = `${process.env.PAGES}src/`;

/** What the code of the pages itself holds of text: strings, the pieces of templates, and what stands between tags. */
const pieces = readdirSync(folder).filter(name => /\.tsx?$/.test(name)).flatMap(name => {
  const found: { at: string; text: string; isShown: boolean; isBegun: boolean }[] = [];
  const source = ts.createSourceFile(name, readFileSync(folder + name, 'utf8'), ts.ScriptTarget.Latest, true);
  const shown = ['label', 'title', 'aria-label', 'placeholder', 'alt', 'head', 'says'];
  const visit = (node: import('typescript').Node): void => {
    const isShown = ts.isJsxText(node) || ts.isStringLiteral(node) && ts.isJsxAttribute(node.parent) && shown.includes(node.parent.name.getText());
    if (ts.isJsxText(node) || ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      found.push({ at: `${name}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`, text: node.text, isShown, isBegun: ts.isTemplateHead(node) });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
});

test('Each language has every text', () => {
  assert.deepEqual(Object.keys(en).sort(), Object.keys(vi).sort());
});

test('Every text of the catalogues is said somewhere', () => {
  const whole = new Set(pieces.filter(one => !one.isBegun).map(one => one.text));
  const begun = pieces.filter(one => /^[a-z]\w*\.$/i.test(one.text)).map(one => one.text);
  const unused = Object.keys(vi).filter(key => !whole.has(key) && !begun.some(start => key.startsWith(start) && !key.slice(start.length).includes('.')));
  assert.deepEqual(unused, []);
});

test('The code of the pages holds no text to read, in any language', () => {
  assert.ok(pieces.length > 1000);
  // The door to the description of the API is called the same in every language.
  const isText = ({ text, isShown }: { text: string; isShown: boolean }): boolean => text.trim() !== 'API'
    && (/[\u00c0-\u024f\u1e00-\u1eff]/.test(text) || /^\W*[A-Z][a-z’]+,? [a-z]+/.test(text) || / (the|is|of|and|are|has) /.test(text) || isShown && /[A-Za-z]{2}/.test(text));
  assert.deepEqual(pieces.filter(isText).map(one => `${one.at} ${one.text.trim()}`), []);
});
