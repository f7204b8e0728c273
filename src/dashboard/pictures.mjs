// Draws the pictures of the guides anew: start the program with --sample all and Access__PublicRead=true, build the tests, then
//   node pictures.mjs http://127.0.0.1:5080 KEY
// Playwright is the one that the tests bring along; CHROMIUM names another browser than /usr/bin/chromium.
import { createRequire } from 'node:module';

const [, , server = 'http://127.0.0.1:5080', key = ''] = process.argv;
const { chromium } = createRequire(import.meta.url)('../../tests/IndicatorApi.Tests/bin/Debug/net10.0/.playwright/package');
const out = name => new URL(`../../docs/images/${name}.png`, import.meta.url).pathname;

const rows = 'orgUnit;indicator;period;value;source\n'
  + 'luong-khanh-thien;income-per-capita;2024;"120,5";Báo cáo năm 2024\n'
  + 'luong-khanh-thien;poor-households;2024;8;Báo cáo năm 2024\n';

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const context = await browser.newContext({ baseURL: server, locale: 'vi-VN', viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1 });
const page = await context.newPage();
if (key) await page.addInitScript(key => sessionStorage.setItem('key', key), key);

async function open(place) {
  await page.goto('about:blank');
  await page.goto(`/#${place}`);
  await page.waitForSelector('main:not([aria-busy]) h1');
  await page.waitForLoadState('networkidle');
}
const take = (name, height = 900) => page.screenshot({ path: out(name), clip: { x: 0, y: 0, width: 1280, height }, fullPage: true });

await open('/?lang=en&theme=light');
await take('overview');
await open('/ward/tra-vinh-phuong-4?open=new-members&lang=en&theme=light');
await take('ward', 1100);
await open('/ward/demo-ward-03?period=2021-2025&lang=en&theme=light');
await take('targets', 1400);
if (key) {
  await open('/entry/luong-khanh-thien?for=2024&lang=en&theme=light');
  await page.fill('#figure-income-per-capita', '120.5');
  await page.waitForSelector('#row-income-per-capita .becomes');
  await take('entry');
  // The draft is of this browser only; nothing was saved.
  page.once('dialog', dialog => dialog.accept());
  await open('/import?unit=luong-khanh-thien&lang=en&theme=light');
  await page.setInputFiles('#file', { name: 'so-lieu-2024.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
  await page.waitForSelector('#changes');
  await take('import', 1100);
}
await browser.close();
