// Runs the tests of components under node, in a document without a window. Each file is bundled first, as the program itself is.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = new URL('.', import.meta.url).pathname, out = mkdtempSync(join(tmpdir(), 'pages-'));
const tests = readdirSync(join(here, 'test')).filter(name => name.endsWith('.test.tsx'));
await build({
  absWorkingDir: here, entryPoints: tests.map(name => `test/${name}`), outdir: out, outExtension: { '.js': '.mjs' },
  bundle: true, format: 'esm', platform: 'node', target: ['node20'], charset: 'utf8', jsx: 'automatic', jsxImportSource: 'preact', external: ['node:*'],
});
const ran = spawnSync(process.execPath, ['--import', join(here, 'test', 'document.mjs'), '--test', '--test-reporter=tap', ...tests.map(name => join(out, name.replace(/\.tsx$/, '.mjs')))], {
  stdio: 'inherit', env: { ...process.env, PAGES: here },
});
rmSync(out, { recursive: true });
process.exit(ran.status ?? 1);
