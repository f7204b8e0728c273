// Builds what the program serves. The same sources give the same bytes, so that a check can build again and compare.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const out = new URL('../IndicatorApi/wwwroot/', import.meta.url);
await mkdir(out, { recursive: true });
const source = new URL('./src/', import.meta.url);
const result = await build({
  absWorkingDir: new URL('.', import.meta.url).pathname,
  entryPoints: ['src/app.tsx', 'src/app.css'],
  bundle: true, splitting: true, chunkNames: '[name]-[hash]', minify: true, format: 'esm', target: ['es2022'], charset: 'utf8', legalComments: 'none', jsx: 'automatic', jsxImportSource: 'preact',
  outdir: out.pathname, write: false, metafile: true,
});
const hashes = {}, sizes = {};
// What is there already stays untouched: the program may be built beside.
const put = async (name, bytes) => {
  const known = await readFile(new URL(name, out)).catch(() => null);
  if (!known?.equals(bytes)) await writeFile(new URL(name, out), bytes);
  sizes[name] = gzipSync(bytes).length;
  console.log(`${name} ${bytes.length} bytes, ${sizes[name]} compressed`);
};
for (const file of result.outputFiles) {
  const name = file.path.split('/').pop();
  hashes[name] = createHash('sha256').update(file.contents).digest('hex').slice(0, 12);
  await put(name, file.contents);
}
// What the first page needs is asked for together, and not one part after another.
const nameOf = path => path.split('/').pop(), parts = Object.entries(result.metafile.outputs).find(([path]) => nameOf(path) === 'app.js')[1].imports
  .filter(one => one.kind === 'import-statement').map(one => nameOf(one.path));
const page = (await readFile(new URL('index.html', source), 'utf8')).replace(/(app\.(?:js|css))/g, (_, name) => `${name}?v=${hashes[name]}`)
  .replace('<script', () => `${parts.map(name => `<link rel="modulepreload" href="/${name}">\n`).join('')}<script`);
await put('index.html', Buffer.from(page));
await put('favicon.svg', await readFile(new URL('favicon.svg', source)));
for (const name of await readdir(out)) if (!(name in sizes)) await rm(new URL(name, out));
const first = ['index.html', 'app.js', 'app.css', ...parts].reduce((sum, name) => sum + sizes[name], 0);
console.log(`${first} bytes compressed at first, ${Object.values(sizes).reduce((sum, size) => sum + size)} in all`);
