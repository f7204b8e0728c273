import { all, get, reference, type Benchmark, type Published, type Ranking, type Series, type Warning } from './api.js';
import type { Page } from './app.js';
import { badge, bars, columns, figure, legend, lines, percentOf, table, type Line } from './charts.js';
import { bare, h, type Child } from './dom.js';
import { here, link, t, type Place } from './state.js';
import { asOfChoice, claimWord, count, instant, periodChoice, tiles, usualPeriod } from './parts.js';
import { headingWord, nameOf, number, period as periodWords, reasonWord, phrase, shape, verdictWord } from './words.js';

const most = 40;

/** All indicators, under their headings. */
export async function indicators(place: Place): Promise<Page> {
  const { indicators } = await reference();
  const wanted = place.query.get('q') ?? '', list = h('div');
  const draw = (text: string): void => {
    const found = [...indicators.values()].filter(one => bare(nameOf(one, one.code)).includes(bare(text)));
    list.replaceChildren(...found.length ? [...new Set(found.map(one => one.group))].flatMap(group => [h('h2', null, headingWord(group)),
      h('ul', null, found.filter(one => one.group === group).map(one => h('li', null, h('a', { href: link(['indicator', one.code]) }, nameOf(one, one.code)), h('small', null, ` (${one.measure})`))))]) : [h('p', null, t('Không có chỉ tiêu nào khớp.', 'No indicator matches.'))]);
  };
  draw(wanted);
  return { title: t('Các chỉ tiêu', 'Indicators'), content: [h('div', { class: 'controls' }, h('label', { for: 'q' }, t('Tìm (không cần dấu)', 'Search (marks not needed)'), h('input', { id: 'q', type: 'search', value: wanted, oninput: (event: Event) => draw((event.target as HTMLInputElement).value) }))), list] };
}

export async function indicator(place: Place): Promise<Page> {
  const code = place.path[1]!, { units, indicators, resolutions } = await reference();
  const about = indicators.get(code), name = nameOf(about, code), measure = about?.measure ?? '';
  const period = place.query.get('period') ?? usualPeriod(resolutions), under = place.query.get('unit'), asOf = place.query.get('asOf'), at = instant(asOf);
  const [ranking, claims, benchmarks, warnings] = await Promise.all([
    get<Ranking>('achievements/ranking', { indicator: code, period, under, asOf: at }), all<Published>('claims', { indicator: code }), all<Benchmark>('benchmarks', { indicator: code }),
    get<{ items: Warning[] }>('quality', { indicator: code, under }).then(page => page.items).catch(() => [] as Warning[]),
  ]);
  const unitName = (unit: string): string => nameOf(units.get(unit), unit);
  const counts = count([...ranking.items, ...ranking.missing]), parts: Child[] = [];
  const total = ranking.items.length + ranking.missing.length;

  if (total === 0) parts.push(h('div', { class: 'notes calm' }, h('h2', null, t('Không đơn vị nào được giao chỉ tiêu này', 'No unit has a target for this')), h('p', null, t(`Cho ${periodWords(period)}${under ? `, trong ${unitName(under)}` : ''}. Chọn kỳ khác hoặc phạm vi rộng hơn. Số liệu đã báo cáo vẫn xem được qua API.`, `For ${periodWords(period)}${under ? `, within ${unitName(under)}` : ''}. Choose another period or a wider unit. Reported figures can still be read through the API.`))));
  else parts.push(h('p', { class: 'lead' }, t(`${counts.exceeded + counts.met} trên ${total} đơn vị đạt và vượt.`, `${counts.exceeded + counts.met} of ${total} units met or exceeded it.`)));

  if (ranking.items.length) {
    const shown = ranking.items.slice(0, most);
    parts.push(h('h2', null, t('Xếp hạng', 'Ranking')), figure(t('Tỷ lệ so với nghị quyết', 'Percent of the target'),
      ranking.items.length > most ? t(`${most} đơn vị đầu; đủ ${number(ranking.items.length)} đơn vị trong bảng.`, `The first ${most}; all ${number(ranking.items.length)} are in the table.`) : t(`${shown[0] ? unitName(shown[0].orgUnit) : ''} cao nhất. Vạch đứng là mức nghị quyết giao.`, `${shown[0] ? unitName(shown[0].orgUnit) : ''} is highest. The upright line is the target.`),
      bars(shown.map(row => ({ label: `${row.rank}. ${unitName(row.orgUnit)}`, value: row.percent ?? 0, text: `${shape[row.verdict]} ${percentOf(row)}`, verdict: row.verdict })), t(`Xếp hạng ${name}`, `Ranking of ${name}`), 100),
      { head: [t('Đơn vị', 'Unit'), t('Hạng', 'Rank'), t('Nghị quyết', 'Target'), t('Thực hiện', 'Actual'), t('Tỷ lệ %', 'Percent'), t('Chênh lệch', 'Difference'), t('Đánh giá', 'Verdict')], rows: ranking.items.map(row => [unitName(row.orgUnit), row.rank, row.target, row.actual, row.percent, row.difference, verdictWord(row.verdict)]) }, `${code}-${period}-ranking`),
      h('p', null, t('Mở từng đơn vị: ', 'Open a unit: '), shown.map((row, i) => [i ? ' · ' : '', h('a', { href: link(['ward', row.orgUnit], { open: code }) }, unitName(row.orgUnit))])));
  }
  if (ranking.missing.length) {
    parts.push(h('h2', null, t(`Chưa xếp hạng được: ${ranking.missing.length} đơn vị`, `Not ranked: ${ranking.missing.length} units`)), h('ul', null, ranking.missing.slice(0, 100).map(row => {
      const said = claims.find(claim => claim.orgUnit === row.orgUnit);
      return h('li', null, h('a', { href: link(['ward', row.orgUnit], { open: code }) }, unitName(row.orgUnit)), ': ', reasonWord(row.reason), said ? [t('; báo cáo ghi ', '; the report says '), h('strong', null, claimWord({ claim: { percent: said.percent, verdict: said.verdict, disagrees: null } }))] : '');
    })), ranking.missing.length > 100 ? h('p', null, t('Danh sách đủ có trong API.', 'The full list is in the API.')) : null);
  }
  if (ranking.items.length >= 5) {
    const edges: [number, number][] = [[-Infinity, 50], [50, 80], [80, 100], [100, 120], [120, Infinity]];
    const spread = edges.map(([from, to]) => ({ label: from === -Infinity ? '< 50%' : to === Infinity ? '≥ 120%' : `${from} – <${to}%`, value: ranking.items.filter(row => row.percent !== null && row.percent >= from && row.percent < to).length, verdict: from >= 100 ? 'exceeded' as const : 'notMet' as const }));
    parts.push(h('h2', null, t('Phân bố', 'Distribution')), figure(t('Số đơn vị theo tỷ lệ', 'Units by percent'), t(`${ranking.items.length} đơn vị có tỷ lệ.`, `${ranking.items.length} units have a percent.`), columns(spread, t('Số đơn vị theo tỷ lệ', 'Units by percent')),
      { head: [t('Tỷ lệ', 'Percent'), t('Số đơn vị', 'Units')], rows: spread.map(band => [band.label, band.value]) }, `${code}-${period}-distribution`));
  }

  const candidates = [...ranking.items, ...ranking.missing].map(row => row.orgUnit);
  const asked = (place.query.get('wards')?.split(',').filter(ward => candidates.includes(ward)) ?? candidates.slice(0, 3)).slice(0, 4);
  if (candidates.length) {
    const series = (await Promise.all(asked.map(ward => get<Series>('achievements/series', { orgUnit: ward, indicator: code, asOf: at }).catch(() => null)))).filter(one => one !== null);
    const drawn: Line[] = [];
    series.forEach((one, i) => {
      const points = one.items.filter(point => point.actual !== null).map(point => ({ at: Date.parse(point.periodEnd), value: point.actual! })), path = one.items.filter(point => point.expected !== null).map(point => ({ at: Date.parse(point.periodEnd), value: point.expected! }));
      if (points.length) drawn.push({ name: unitName(one.orgUnit), like: i, points });
      if (points.length && path.length) drawn.push({ name: t(`${unitName(one.orgUnit)}: lẽ ra`, `${unitName(one.orgUnit)}: expected`), like: i, dashed: true, points: path });
      for (const mark of one.benchmarks) drawn.push({ name: t(`So sánh: ${mark.scopeName}`, `Compare: ${mark.scopeName}`), like: 3, points: [{ at: Date.parse(mark.periodEnd), value: mark.value }] });
    });
    const choose = (ward: string, on: boolean): void => { location.hash = here({ wards: (on ? [...asked, ward].slice(-4) : asked.filter(one => one !== ward)).join(',') || '-' }); };
    parts.push(h('h2', null, t('Diễn biến', 'Over time')), h('fieldset', { class: 'choices' }, h('legend', null, t('Đơn vị (nhiều nhất bốn)', 'Units (four at most)')), [...new Set([...asked, ...candidates.slice(0, 16)])].map(ward =>
      h('label', { for: `ward-${ward}` }, h('input', { id: `ward-${ward}`, type: 'checkbox', checked: asked.includes(ward), onchange: (event: Event) => choose(ward, (event.target as HTMLInputElement).checked) }), unitName(ward)))));
    const silent = asked.filter(ward => !drawn.some(line => line.name === unitName(ward)));
    if (drawn.length) parts.push(figure(t(`${name} qua các kỳ`, `${name} over the periods`), t(`Đến cuối mỗi kỳ, ${measure}. Nét đứt hoặc vòng tròn là mức lẽ ra đạt nếu tiến đều.`, `To date at the end of each period, ${measure}. Dashes or rings are the expected path.`), lines(drawn, t(`${name} qua các kỳ`, `${name} over the periods`)),
      { head: [t('Đơn vị', 'Unit'), t('Kỳ', 'Period'), t('Thực hiện', 'Actual'), t('Lẽ ra', 'Expected'), t('Tỷ lệ %', 'Percent')], rows: series.flatMap(one => one.items.map(point => [unitName(one.orgUnit), periodWords(point.period), point.actual, point.expected, point.percent])) }, `${code}-series`, legend(drawn)));
    if (silent.length) parts.push(h('p', { class: 'quiet' }, t(`Chưa có số liệu trong nhiệm kỳ: ${silent.map(unitName).join(', ')}.`, `No figures within the term yet: ${silent.map(unitName).join(', ')}.`)));
  }
  if (benchmarks.length) parts.push(h('h2', null, t('So với đơn vị rộng hơn', 'Beside wider units')), h('ul', null, benchmarks.map(one => h('li', null, `${unitName(one.scope)}, ${periodWords(one.period)}: `, h('strong', null, `${number(one.value)} ${measure}`), t(` (so cho ${unitName(one.orgUnit)})`, ` (for ${unitName(one.orgUnit)})`), one.source ? h('small', { lang: 'vi' }, ` ${one.source}`) : null))));
  if (claims.length) parts.push(h('h2', null, t('Báo cáo đã công bố', 'Published in reports')), h('div', { lang: 'vi' }, table({ head: [t('Đơn vị', 'Unit'), t('Kỳ', 'Period'), t('Ghi', 'Says'), t('Nguyên văn', 'Wording')], rows: claims.map(claim => [unitName(claim.orgUnit), periodWords(claim.period), claimWord({ claim: { percent: claim.percent, verdict: claim.verdict, disagrees: null } }), claim.statement ?? claim.source]) }, t('Báo cáo đã công bố', 'Published in reports'))));
  if (warnings.length) parts.push(h('div', { class: 'notes' }, h('h2', null, t('Số liệu cần xem lại', 'Figures to look at again')), h('ul', null, warnings.slice(0, 20).map(warning => h('li', null, `${unitName(warning.orgUnit)}, ${periodWords(warning.period)}: ${phrase(warning.message)}`)))));

  const parents = new Set([...units.values()].map(unit => unit.parent));
  const controls = h('form', { class: 'controls', onsubmit: (event: Event) => event.preventDefault() },
    h('label', { for: 'unit' }, t('Trong', 'Within'), h('select', { id: 'unit', value: under ?? '', onchange: (event: Event) => { location.hash = here({ unit: (event.target as HTMLSelectElement).value || null, wards: null }); } },
      h('option', { value: '' }, t('Tất cả', 'All')), [...units.values()].filter(unit => parents.has(unit.code) || unit.code === under).map(unit => h('option', { value: unit.code }, nameOf(unit, unit.code))))), periodChoice(resolutions, period), asOfChoice(asOf));
  return { title: name, content: [h('p', { class: 'lead quiet' }, `${headingWord(about?.group ?? null)} · ${measure} · ${periodWords(period)}`), controls, parts] };
}
