import { all, get, reference, type Benchmark, type Published, type Ranking, type Series, type Warning } from './api.js';
import type { Page } from './app.js';
import { bars, columns, legend, lines, percentOf, strip, type Line } from './charts.js';
import { bare, h, type Child } from './dom.js';
import { benchmarkLine } from './explanation.js';
import { figure, table } from './figure.js';
import { asOfChoice, claimWord, count, instant, measured, periodChoice, usualPeriod } from './parts.js';
import { here, link, t, type Place } from './state.js';
import { alphabet } from './unitTables.js';
import { headingWord, nameOf, number, period as periodWords, phrase, reasonWord, shape, verdictWord } from './words.js';

const most = 40;

/** All indicators, under their headings. */
export async function indicators(place: Place): Promise<Page> {
  const { indicators } = await reference();
  const wanted = place.query.get('q') ?? '', list = h('div');
  const draw = (text: string): void => {
    const found = [...indicators.values()].filter(one => bare(nameOf(one, one.code)).includes(bare(text)));
    list.replaceChildren(...found.length ? [...new Set(found.map(one => one.group))].flatMap(group => [
      h('h2', null, headingWord(group)),
      h('ul', null, found.filter(one => one.group === group).map(one => h('li', null, h('a', { href: link(['indicator', one.code]) }, nameOf(one, one.code)), h('small', null, ` (${one.measure})`)))),
    ]) : [h('p', null, t('Không có chỉ tiêu nào khớp.', 'No indicator matches.'))]);
  };
  draw(wanted);
  const field = h('input', { id: 'q', type: 'search', value: wanted, oninput: (event: Event) => draw((event.target as HTMLInputElement).value) });
  return { title: t('Các chỉ tiêu', 'Indicators'), content: [h('div', { class: 'controls' }, h('label', { for: 'q' }, t('Tìm (không cần dấu)', 'Search (marks not needed)'), field)), list] };
}

/** What the parts of an indicator's page share. */
interface Shown { code: string; name: string; measure: string; period: string; asOf: string | null; unitName: (unit: string) => string }

/** One indicator over all units: ranking, distribution, course over time, and what others published. */
export async function indicator(place: Place): Promise<Page> {
  const code = place.path[1]!, { units, indicators, terms } = await reference();
  const about = indicators.get(code), period = place.query.get('period') ?? usualPeriod(terms);
  const under = place.query.get('unit'), asOf = place.query.get('asOf'), at = instant(asOf);
  const page: Shown = { code, name: nameOf(about, code), measure: about?.measure ?? '', period, asOf: at, unitName: unit => nameOf(units.get(unit), unit) };
  const [ranks, claims, benchmarks, warnings] = await Promise.all([
    get<Ranking>('achievements/ranking', { indicator: code, period, under, asOf: at }),
    all<Published>('claims', { indicator: code }),
    all<Benchmark>('benchmarks', { indicator: code }),
    get<{ items: Warning[] }>('quality', { indicator: code, under }).then(answer => answer.items).catch(() => [] as Warning[]),
  ]);
  const parents = new Set([...units.values()].map(unit => unit.parent));
  const within = h('select', { id: 'unit', value: under ?? '', onchange: (event: Event) => { location.hash = here({ unit: (event.target as HTMLSelectElement).value || null, wards: null }); } },
    h('option', { value: '' }, t('Tất cả', 'All')), [...units.values()].filter(unit => parents.has(unit.code) || unit.code === under).map(unit => h('option', { value: unit.code }, nameOf(unit, unit.code))));
  return {
    title: page.name,
    content: [
      h('p', { class: 'lead quiet' }, `${headingWord(about?.group ?? null)} · ${page.measure} · ${periodWords(period)}`),
      h('form', { class: 'controls', onsubmit: (event: Event) => event.preventDefault() }, h('label', { for: 'unit' }, t('Trong', 'Within'), within), periodChoice(terms, period), asOfChoice(asOf)),
      inShort(page, ranks, under),
      ranking(page, ranks),
      unranked(page, ranks, claims),
      distribution(page, ranks),
      await overTime(page, ranks, place.query.get('wards')),
      widerUnits(page, benchmarks),
      publishedTable(page, claims),
      toLookAt(page, warnings),
    ],
  };
}

function inShort(page: Shown, ranks: Ranking, under: string | null): Child {
  const counts = count([...ranks.items, ...ranks.missing]), total = ranks.items.length + ranks.missing.length;
  if (total > 0) return h('p', { class: 'lead' }, t(`${counts.exceeded + counts.met} trên ${total} đơn vị đạt và vượt.`, `${counts.exceeded + counts.met} of ${total} units met or exceeded it.`));
  const where = under ? t(`, trong ${page.unitName(under)}`, `, within ${page.unitName(under)}`) : '';
  return h('div', { class: 'notes calm' }, h('h2', null, t('Không đơn vị nào được giao chỉ tiêu này', 'No unit has a target for this')),
    h('p', null, t(`Cho ${periodWords(page.period)}${where}. Chọn kỳ khác hoặc phạm vi rộng hơn. Số liệu đã báo cáo vẫn xem được qua API.`, `For ${periodWords(page.period)}${where}. Choose another period or a wider unit. Reported figures can still be read through the API.`)));
}

/** The units in their order, as many as are asked for at once, from either end. */
function ranking(page: Shown, ranks: Ranking): Child {
  if (!ranks.items.length) return null;
  const place = h('div'), title = t('Tỷ lệ so với nghị quyết', 'Percent of the target');
  let worstFirst = false, from = 0;
  const twin = {
    head: [t('Đơn vị', 'Unit'), t('Hạng', 'Rank'), t('Nghị quyết', 'Target'), t('Thực hiện', 'Actual'), t('Tỷ lệ %', 'Percent'), t('Chênh lệch', 'Difference'), t('Đánh giá', 'Verdict')],
    rows: ranks.items.map(row => [page.unitName(row.orgUnit), row.rank, row.target, row.actual, row.percent, row.difference, verdictWord(row.verdict)]),
  };
  const draw = (): void => {
    const inOrder = worstFirst ? [...ranks.items].reverse() : ranks.items, shown = inOrder.slice(from, from + most), total = ranks.items.length;
    const says = total > most ? t(`Đơn vị thứ ${number(from + 1)} đến ${number(from + shown.length)} trong ${number(total)}.`, `Units ${number(from + 1)} to ${number(from + shown.length)} of ${number(total)}.`)
      : t('Vạch đứng là mức nghị quyết giao.', 'The upright line is the target.');
    const step = (to: number, text: string): HTMLElement => h('button', { type: 'button', disabled: to < 0 || to >= total, onclick: () => { from = to; draw(); } }, text);
    place.replaceChildren(
      h('div', { class: 'tools' }, h('button', { id: 'worst', type: 'button', 'aria-pressed': String(worstFirst), onclick: () => { worstFirst = !worstFirst; from = 0; draw(); document.getElementById('worst')?.focus(); } }, t('Thấp nhất trước', 'Lowest first')),
        total > most ? [step(from - most, t('← Trước', '← Previous')), step(from + most, t('Sau →', 'Next →'))] : null),
      figure(title, says, bars(shown.map(row => bar(page, row)), t(`Xếp hạng ${page.name}`, `Ranking of ${page.name}`), 100), twin, `${page.code}-${page.period}-ranking`));
  };
  draw();
  return [h('h2', null, t('Xếp hạng', 'Ranking')), place];
}

function bar(page: Shown, row: Ranking['items'][number]): Parameters<typeof bars>[0][number] {
  const name = page.unitName(row.orgUnit), reached = `${shape[row.verdict]} ${percentOf(row)}`;
  return {
    label: `${row.rank}. ${name}`, value: row.percent ?? 0, text: reached, verdict: row.verdict, href: link(['ward', row.orgUnit], { open: page.code }),
    says: `${name}: ${percentOf(row)}, ${verdictWord(row.verdict)}. ${t('Thực hiện', 'Actual')} ${measured(row.actual, page.measure)}, ${t('nghị quyết', 'target')} ${measured(row.target, page.measure)}`,
  };
}

function unranked(page: Shown, ranks: Ranking, claims: Published[]): Child {
  if (!ranks.missing.length) return null;
  const line = (row: Ranking['missing'][number]): HTMLElement => {
    const said = claims.find(claim => claim.orgUnit === row.orgUnit);
    return h('li', null, h('a', { href: link(['ward', row.orgUnit], { open: page.code }) }, page.unitName(row.orgUnit)), ': ', reasonWord(row.reason),
      said ? [t('; báo cáo ghi ', '; the report says '), h('strong', null, claimOf(said))] : '');
  };
  return [h('h2', null, t(`Chưa xếp hạng được: ${ranks.missing.length} đơn vị`, `Not ranked: ${ranks.missing.length} units`)), h('ul', null, ranks.missing.slice(0, 100).map(line)),
    ranks.missing.length > 100 ? h('p', null, t('Danh sách đủ có trong API.', 'The full list is in the API.')) : null];
}

// Few units stand each for itself on a scale; many are counted in bands.
function distribution(page: Shown, ranks: Ranking): Child {
  const known = ranks.items.filter(row => row.percent !== null);
  if (known.length < 2) return null;
  const title = t('Các đơn vị trên thang tỷ lệ', 'The units on the scale of percents');
  const low = known.reduce((least, row) => row.percent! < least.percent! ? row : least), high = known.reduce((best, row) => row.percent! > best.percent! ? row : best);
  const says = t(`${number(known.length)} đơn vị có tỷ lệ, từ ${percentOf(low)} đến ${percentOf(high)}.`, `${number(known.length)} units have a percent, from ${percentOf(low)} to ${percentOf(high)}.`);
  const file = `${page.code}-${page.period}-distribution`;
  if (known.length <= most) {
    return [h('h2', null, t('Phân bố', 'Distribution')), figure(title, `${says} ${t('Vạch đậm là 100%.', 'The bold line is 100%.')}`, strip(known.map(row => ({ name: page.unitName(row.orgUnit), value: row.percent!, verdict: row.verdict })), `${title}. ${says}`),
      { head: [t('Đơn vị', 'Unit'), t('Tỷ lệ %', 'Percent')], rows: known.map(row => [page.unitName(row.orgUnit), row.percent]) }, file)];
  }
  const edges: [number, number][] = [[-Infinity, 50], [50, 80], [80, 100], [100, 120], [120, Infinity]];
  const bands = edges.map(([from, to]) => ({
    label: from === -Infinity ? '< 50%' : to === Infinity ? '≥ 120%' : `${from} – <${to}%`,
    value: known.filter(row => row.percent! >= from && row.percent! < to).length, verdict: from >= 100 ? 'exceeded' as const : 'notMet' as const,
  }));
  return [h('h2', null, t('Phân bố', 'Distribution')), figure(t('Số đơn vị theo tỷ lệ', 'Units by percent'), says, columns(bands, t('Số đơn vị theo tỷ lệ', 'Units by percent')),
    { head: [t('Tỷ lệ', 'Percent'), t('Số đơn vị', 'Units')], rows: bands.map(band => [band.label, band.value]) }, file)];
}

/** Up to four units beside each other over the periods, with their expected paths and the wider units' level. */
async function overTime(page: Shown, ranks: Ranking, wards: string | null): Promise<Child> {
  const candidates = [...ranks.items, ...ranks.missing].map(row => row.orgUnit);
  if (!candidates.length) return null;
  const asked = (wards?.split(',').filter(ward => candidates.includes(ward)) ?? candidates.slice(0, 3)).slice(0, 4);
  const answers = await Promise.all(asked.map(ward => courseOf(page, ward).catch(() => null)));
  const series = answers.filter(one => one !== null), drawn = seriesLines(page, series);
  const title = t(`${page.name} qua các kỳ`, `${page.name} over the periods`);
  const silent = asked.filter(ward => !drawn.some(line => line.name === page.unitName(ward)));
  return [h('h2', null, t('Diễn biến', 'Over time')), wardChoice(page, asked, candidates),
    drawn.length ? figure(title, t(`Đến cuối mỗi kỳ, ${page.measure}. Nét đứt hoặc vòng tròn là tiến độ kế hoạch.`, `To date at the end of each period, ${page.measure}. Dashes or rings are the expected path.`), lines(drawn, title), {
      head: [t('Đơn vị', 'Unit'), t('Kỳ', 'Period'), t('Thực hiện', 'Actual'), t('Kế hoạch', 'Expected'), t('Tỷ lệ %', 'Percent')],
      rows: series.flatMap(one => one.items.map(point => [page.unitName(one.orgUnit), periodWords(point.period), point.actual, point.expected, point.percent])),
    }, `${page.code}-series`, legend(drawn)) : null,
    silent.length ? h('p', { class: 'quiet' }, t(`Chưa có số liệu trong nhiệm kỳ: ${silent.map(page.unitName).join(', ')}.`, `No figures within the term yet: ${silent.map(page.unitName).join(', ')}.`)) : null];
}

// Of the target that the period asks for: the term after it has another.
async function courseOf(page: Shown, ward: string): Promise<Series> {
  const { items } = await get<{ items: { targetId: string }[] }>('achievements', { orgUnit: ward, indicator: page.code, period: page.period, asOf: page.asOf, fields: 'targetId' });
  return get('achievements/series', { orgUnit: ward, indicator: page.code, target: items[0]?.targetId, asOf: page.asOf });
}

function seriesLines(page: Shown, series: Series[]): Line[] {
  const drawn: Line[] = [];
  series.forEach((one, i) => {
    const points = one.items.filter(point => point.actual !== null).map(point => ({ at: Date.parse(point.periodEnd), value: point.actual! }));
    const path = one.items.filter(point => point.expected !== null).map(point => ({ at: Date.parse(point.periodEnd), value: point.expected! }));
    if (!points.length) return;
    drawn.push({ name: page.unitName(one.orgUnit), like: i, points });
    if (path.length) drawn.push({ name: t(`${page.unitName(one.orgUnit)}: kế hoạch`, `${page.unitName(one.orgUnit)}: expected`), like: i, dashed: true, points: path });
    for (const scope of new Set(one.benchmarks.map(mark => mark.scopeName))) drawn.push({ name: t(`So sánh: ${scope}`, `Compare: ${scope}`), like: 3, dashed: true, points: benchmarkLine(one, scope) });
  });
  return drawn;
}

function wardChoice(page: Shown, asked: string[], candidates: string[]): HTMLElement {
  const choose = (ward: string, on: boolean): void => { location.hash = here({ wards: (on ? [...asked, ward].slice(-4) : asked.filter(one => one !== ward)).join(',') || '-' }); };
  const box = (ward: string): HTMLElement => h('label', { for: `ward-${ward}` },
    h('input', { id: `ward-${ward}`, type: 'checkbox', checked: asked.includes(ward), onchange: (event: Event) => choose(ward, (event.target as HTMLInputElement).checked) }), page.unitName(ward));
  const few = [...new Set([...asked, ...candidates.slice(0, 8)])], others = candidates.filter(ward => !few.includes(ward));
  const byName = new Map(others.map(ward => [`${page.unitName(ward)} (${ward})`, ward]));
  // Any unit by its name: the browser filters the list as one types.
  const add = others.length === 0 ? null : h('label', { for: 'add-unit' }, t('Thêm đơn vị', 'Add a unit'),
    h('input', { id: 'add-unit', list: 'other-units', autocomplete: 'off', onchange: (event: Event) => { const ward = byName.get((event.target as HTMLInputElement).value); if (ward) choose(ward, true); } }),
    h('datalist', { id: 'other-units' }, [...byName.keys()].sort(alphabet.compare).map(name => h('option', { value: name }))));
  return h('fieldset', { class: 'choices' }, h('legend', null, t('Đơn vị (nhiều nhất bốn)', 'Units (four at most)')), few.map(box), add);
}

function widerUnits(page: Shown, benchmarks: Benchmark[]): Child {
  if (!benchmarks.length) return null;
  return [h('h2', null, t('So với đơn vị rộng hơn', 'Beside wider units')), h('ul', null, benchmarks.map(one => h('li', null,
    `${page.unitName(one.scope)}, ${periodWords(one.period)}: `, h('strong', null, `${number(one.value)} ${page.measure}`),
    t(` (so cho ${page.unitName(one.orgUnit)})`, ` (for ${page.unitName(one.orgUnit)})`), one.source ? h('small', { lang: 'vi' }, ` ${one.source}`) : null)))];
}

function publishedTable(page: Shown, claims: Published[]): Child {
  if (!claims.length) return null;
  const title = t('Báo cáo đã công bố', 'Published in reports');
  return [h('h2', null, title), h('div', { lang: 'vi' }, table({
    head: [t('Đơn vị', 'Unit'), t('Kỳ', 'Period'), t('Ghi', 'Says'), t('Nguyên văn', 'Wording')],
    rows: claims.map(claim => [page.unitName(claim.orgUnit), periodWords(claim.period), claimOf(claim), claim.statement ?? claim.source]),
  }, title))];
}

function toLookAt(page: Shown, warnings: Warning[]): Child {
  if (!warnings.length) return null;
  return h('div', { class: 'notes' }, h('h2', null, t('Số liệu cần xem lại', 'Figures to look at again')),
    h('ul', null, warnings.slice(0, 20).map(warning => h('li', null, `${page.unitName(warning.orgUnit)}, ${periodWords(warning.period)}: ${phrase(warning.message)}`))));
}

const claimOf = (claim: Published): string => claimWord({ claim: { percent: claim.percent, verdict: claim.verdict, disagrees: null } });
