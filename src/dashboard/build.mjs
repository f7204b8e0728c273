// Builds what the program serves. The same sources give the same bytes, so that a check can build again and compare.
import { createHash } from 'node:crypto';
import { readFile, writeFile, mkdir, copyFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const out = new URL('../IndicatorApi/wwwroot/', import.meta.url);
await mkdir(out, { recursive: true });
const source = new URL('./src/', import.meta.url);
const result = await build({
  absWorkingDir: new URL('.', import.meta.url).pathname,
  entryPoints: ['src/app.tsx', 'src/app.css'],
  bundle: true, minify: true, format: 'esm', target: ['es2022'], charset: 'utf8', legalComments: 'none', jsx: 'automatic', jsxImportSource: 'preact',
  outdir: out.pathname, write: false,
});
const hashes = {};
let total = 0;
const put = async (name, bytes) => {
  await writeFile(new URL(name, out), bytes);
  total += gzipSync(bytes).length;
  console.log(`${name} ${bytes.length} bytes, ${gzipSync(bytes).length} compressed`);
};
for (const file of result.outputFiles) {
  const name = file.path.split('/').pop();
  hashes[name] = createHash('sha256').update(file.contents).digest('hex').slice(0, 12);
  await put(name, file.contents);
}
const page = (await readFile(new URL('index.html', source), 'utf8')).replace(/(app\.(?:js|css))/g, (_, name) => `${name}?v=${hashes[name]}`);
await put('index.html', Buffer.from(page));
await copyFile(new URL('favicon.svg', source), new URL('favicon.svg', out));
console.log(`${total} bytes compressed in all`);
