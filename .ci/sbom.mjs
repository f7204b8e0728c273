// The list of the parts that the program ships, as CycloneDX 1.6, from the lock files: packages of NuGet that the server is built with, and packages
// of npm that are built into its pages. What only builds or tests is no part of it.
//
//   node .ci/sbom.mjs > out/sbom/indicator-api.cdx.json
import { readFileSync } from 'node:fs';

const root = new URL('../', import.meta.url);
const read = path => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const version = /<Version>([^<]+)<\/Version>/.exec(readFileSync(new URL('Directory.Build.props', root), 'utf8'))[1];
const part = (purl, name, at, more) => ({ type: 'library', 'bom-ref': purl, name, version: at, purl, ...more });

const components = [], dependencies = [];

const [packages] = Object.values(read('src/IndicatorApi/packages.lock.json').dependencies);
const isPart = name => packages[name].type !== 'Project' && !name.endsWith('Analyzers');
const nuget = name => `pkg:nuget/${name}@${packages[name].resolved}`;
// A package names others as it likes: their names are the same in any case.
const spelled = new Map(Object.keys(packages).map(name => [name.toLowerCase(), name]));
for (const [name, one] of Object.entries(packages)) {
  if (!isPart(name)) continue;
  // What NuGet locks is the hash of a package without its signature, which is not that of the file.
  components.push(part(nuget(name), name, one.resolved, { properties: [{ name: 'nuget:contentHash', value: one.contentHash }] }));
  dependencies.push({ ref: nuget(name), dependsOn: Object.keys(one.dependencies ?? {}).map(other => spelled.get(other.toLowerCase())).filter(isPart).map(nuget) });
}

const modules = read('src/dashboard/package-lock.json').packages;
const npm = name => `pkg:npm/${name.replace('@', '%40')}@${modules[`node_modules/${name}`].version}`;
for (const [path, one] of Object.entries(modules)) {
  if (path === '' || one.dev) continue;
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const hash = { alg: 'SHA-512', content: Buffer.from(one.integrity.slice('sha512-'.length), 'base64').toString('hex') };
  components.push(part(npm(name), name, one.version, { hashes: [hash], licenses: [{ license: { id: one.license } }] }));
  dependencies.push({ ref: npm(name), dependsOn: Object.keys(one.dependencies ?? {}).map(npm) });
}

const self = `pkg:generic/indicator-api@${version}`;
const direct = [...Object.keys(packages).filter(name => packages[name].type === 'Direct' && isPart(name)).map(nuget), ...Object.keys(modules[''].dependencies).map(npm)];
console.log(JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { component: { type: 'application', 'bom-ref': self, name: 'indicator-api', version, licenses: [{ license: { id: 'Apache-2.0' } }], purl: self } },
  components,
  dependencies: [{ ref: self, dependsOn: direct }, ...dependencies],
}, null, 2));
