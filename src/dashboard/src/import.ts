import { Refused, all, call, forget, reference, type Change } from './api.js';
import type { Page } from './app.js';
import { percentOf, standingBadge } from './charts.js';
import { h, save, type Child } from './dom.js';
import { figureText, otherTarget, sentences } from './figureRow.js';
import { may } from './me.js';
import { here, link, t, type Place } from './state.js';
import { groupWord, nameOf, number, period as periodWords } from './words.js';

interface Job { id: string; state: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'; total: number | null; done: number; created: number; updated: number; unchanged: number; blank: number; errors: number; submission: string | null; dryRun: boolean; fileName: string | null }
interface LineError { line: number; cell: string | null; column: string | null; code: string; message: string }

const types: Record<string, string> = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
const shown = 200;

/** A spreadsheet of figures: tried first, then, when everything is as it should be, taken over as a whole. */
export async function importPage(place: Place): Promise<Page> {
  const { units, indicators } = await reference();
  if (!may('reporter')) return { title: t('Cần khóa truy cập', 'A key is needed'), content: h('p', null, t('Nhập số liệu cần khóa của người báo cáo. ', 'Importing figures needs a reporter’s key. '), h('a', { href: link(['key']) }, t('Nhập khóa', 'Enter a key'))) };
  const result = h('div'), said = h('p', { role: 'status' });
  let file: File | null = null, running: string | null = null;

  // The browser's own control speaks the browser's language, so the button and the name beside it are ours.
  const chooser = h('input', { id: 'file', type: 'file', hidden: true, accept: '.csv,.xlsx', onclick: () => { chooser.value = ''; }, onchange: () => void choose(chooser.files?.[0]) });
  const locale = h('select', { id: 'locale', onchange: () => { if (file) void run(true); } }, [['', t('tự nhận ra', 'found out by itself')], ['vi', '1.862,5'], ['en', '1,862.5']].map(([value, text]) => h('option', { value }, text)));
  const chosenName = h('span', { id: 'chosen' });
  const drop = h('div', {
    class: 'drop',
    ondragover: (event: DragEvent) => { event.preventDefault(); drop.classList.add('over'); },
    ondragleave: () => drop.classList.remove('over'),
    ondrop: (event: DragEvent) => { event.preventDefault(); drop.classList.remove('over'); void choose(event.dataTransfer?.files[0]); },
  }, h('p', { id: 'file-words' }, t('Tệp CSV hoặc Excel (.xlsx): chọn, hoặc kéo thả vào đây', 'CSV or Excel file (.xlsx): choose it, or drop it here')),
  h('p', null, h('button', { id: 'choose', type: 'button', 'aria-describedby': 'file-words chosen', onclick: () => chooser.click() }, t('Chọn tệp', 'Choose a file')), ' ', chosenName), chooser, h('label', { for: 'locale' }, t('Số trong tệp viết kiểu', 'Numbers in the file are written')), locale);

  // Read once: what is imported is what was checked, even if the file is saved again in between.
  async function choose(chosen: File | undefined): Promise<void> {
    if (!chosen) return;
    file = new File([await chosen.arrayBuffer()], chosen.name);
    chosenName.textContent = chosen.name;
    void run(true);
  }

  /** Sends the file and watches it; a dry run ends with the button that imports the very same file. */
  async function run(dryRun: boolean): Promise<void> {
    const type = types[file!.name.split('.').at(-1)!.toLowerCase()];
    result.replaceChildren();
    if (!type) { said.textContent = t('Chỉ nhận tệp .csv hoặc .xlsx.', 'Only .csv and .xlsx files are taken.'); return; }
    said.textContent = dryRun ? t(`Đang kiểm tra ${file!.name}…`, `Checking ${file!.name}…`) : t(`Đang nhập ${file!.name}…`, `Importing ${file!.name}…`);
    try {
      const query = new URLSearchParams({ fileName: file!.name, ...dryRun ? { dryRun: 'true' } : {}, ...locale.value ? { locale: locale.value } : {} });
      const answer = await call('POST', `/api/v1/imports?${query.toString()}`, new Blob([file!], { type }), { 'Content-Type': type });
      await finish(await watch(answer.headers.get('Location') ?? ''), dryRun);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      result.replaceChildren();
      said.textContent = sentences(error).join(' ');
    } finally { running = null; }
  }

  async function watch(address: string): Promise<Job> {
    running = address;
    const bar = h('progress', { 'aria-label': t('Tiến độ', 'Progress') });
    const cancel = h('button', { type: 'button', onclick: () => void call('DELETE', address).catch(() => { /* it has ended by itself */ }) }, t('Dừng', 'Cancel'));
    result.replaceChildren(h('p', null, bar, ' ', cancel));
    for (;;) {
      const job = await (await call('GET', address)).json() as Job;
      if (job.state !== 'queued' && job.state !== 'running') return job;
      if (job.total) { bar.max = job.total; bar.value = job.done; }
      await new Promise(done => setTimeout(done, 500));
    }
  }

  async function finish(job: Job, dryRun: boolean): Promise<void> {
    if (job.state === 'cancelled') { result.replaceChildren(); said.textContent = t('Đã dừng; không có gì được ghi.', 'Cancelled; nothing was stored.'); return; }
    const path = `imports/${encodeURIComponent(job.id)}`;
    forget();
    if (job.state === 'failed' || job.errors > 0) {
      said.textContent = t(`${number(job.errors)} lỗi; không có gì được ghi. Sửa tệp rồi chọn lại.`, `${number(job.errors)} errors; nothing was stored. Mend the file and choose it again.`);
      result.replaceChildren(errorTable(await all<LineError>(`${path}/errors`), job, path));
      return;
    }
    if (job.submission) {
      said.textContent = t('Đã gửi; số liệu chờ người thứ hai duyệt.', 'Submitted; the figures wait for a second person’s approval.');
      result.replaceChildren(counts(job, true), h('p', null, h('a', { href: link(['review']) }, t('Xem các số liệu chờ duyệt', 'See what waits for approval'))));
      return;
    }
    if (!dryRun) {
      said.textContent = t('Đã nhập xong.', 'Imported.');
      result.replaceChildren(counts(job, false), h('p', null, whereTo()));
      return;
    }
    const changes = await all<Change>(`${path}/changes`);
    said.textContent = t('Tệp hợp lệ. Chưa có gì được ghi.', 'The file is valid. Nothing is stored yet.');
    const ready = job.created + job.updated;
    result.replaceChildren(h('div', null, counts(job, true), changeTable(changes),
      ready ? h('p', null, h('button', { type: 'button', class: 'main', onclick: () => void run(false) }, t(`Nhập ${number(ready)} số liệu`, `Import ${number(ready)} figures`))) : h('p', null, t('Không có gì để nhập.', 'There is nothing to import.'))));
  }

  // Home to the ward that was filled in, where it is one.
  function whereTo(): HTMLElement {
    const unit = place.query.get('unit');
    return unit && units.has(unit) ? h('a', { href: link(['ward', unit]) }, t(`Xem kết quả của ${nameOf(units.get(unit), unit)}`, `See the results of ${nameOf(units.get(unit), unit)}`))
      : h('a', { href: link([]) }, t('Xem tổng quan', 'See the overview'));
  }

  const errorTable = (errors: LineError[], job: Job, path: string): HTMLElement => h('section', { class: 'notes', 'aria-labelledby': 'errors' },
    h('h2', { id: 'errors' }, t('Lỗi theo dòng và cột', 'Errors by line and column')),
    errors.some(error => error.code === 'ambiguous_number') ? h('p', null, t('Chọn “Số trong tệp viết kiểu” ở trên để máy chủ biết đọc các số ấy thế nào; tệp được kiểm tra lại ngay.', 'Choose above how numbers in the file are written; the file is checked again at once.')) : null,
    h('p', null, h('button', { type: 'button', onclick: () => void saveMarked(job, path) }, t('Tải bản đánh dấu lỗi', 'Download the marked-up copy'))),
    h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'errors' }, h('table', null,
      h('thead', null, h('tr', null, [t('Dòng', 'Line'), t('Ô', 'Cell'), t('Cột', 'Column'), t('Lỗi', 'Error')].map(text => h('th', { scope: 'col' }, text)))),
      h('tbody', null, errors.slice(0, shown).map(error => h('tr', null, h('th', { scope: 'row' }, String(error.line)), h('td', null, error.cell), h('td', null, error.column), h('td', null, error.message)))))),
    errors.length > shown ? h('p', null, t('Danh sách đủ có trong bản đánh dấu.', 'All are in the marked-up copy.')) : null);

  // The key goes along in a header, so the file is fetched here and not by a link.
  async function saveMarked(job: Job, path: string): Promise<void> {
    const format = job.fileName?.toLowerCase().endsWith('.csv') ?? file?.name.toLowerCase().endsWith('.csv') ? 'csv' : 'xlsx';
    await download(`/api/v1/${path}/errors?format=${format}`, `${t('loi', 'errors')}-${(file?.name ?? 'file').replace(/\.\w+$/, '')}.${format}`);
  }

  const counts = (job: Job, ahead: boolean): HTMLElement => h('ul', { class: 'counts' }, ([
    [job.created, ahead ? t('số liệu mới', 'new') : t('đã thêm', 'added')], [job.updated, ahead ? t('sẽ thay số cũ', 'would replace an old one') : t('đã thay', 'replaced')],
    [job.unchanged, t('không đổi', 'unchanged')], [job.blank, t('ô trống, bỏ qua', 'blank, left out')],
  ] as [number, string][]).map(([times, words]) => h('li', null, h('strong', null, number(times)), ' ', words)));

  function changeTable(changes: Change[]): Child {
    if (!changes.length) return null;
    const head = [t('Đơn vị', 'Unit'), t('Chỉ tiêu', 'Indicator'), t('Kỳ', 'Period'), t('Cũ', 'Old'), t('Mới', 'New'), t('Tỷ lệ trước → sau', 'Percent before → after')];
    const line = (change: Change): HTMLElement => {
      const cells: Child[] = [nameOf(indicators.get(change.indicator), change.indicator) + (change.group ? ` – ${groupWord(change.group)}` : ''), periodWords(change.period), change.from ? figureText(change.from) : t('chưa có', 'none'), h('strong', null, figureText(change.to)), effects(change)];
      return h('tr', null, h('th', { scope: 'row' }, nameOf(units.get(change.orgUnit), change.orgUnit)), cells.map((cell, i) => h('td', { 'data-name': head[i + 1] }, cell)));
    };
    return [h('h2', { id: 'changes' }, t('Những gì sẽ đổi', 'What would change')),
      h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-labelledby': 'changes' }, h('table', { class: 'stacked' }, h('thead', null, h('tr', null, head.map(text => h('th', { scope: 'col' }, text)))), h('tbody', null, changes.slice(0, shown).map(line)))),
      changes.length > shown ? h('p', null, t(`Còn ${number(changes.length - shown)} dòng nữa.`, `${number(changes.length - shown)} more.`)) : null];
  }

  const resolutions = await all<{ orgUnit: string; term: string }>('resolutions', { fields: 'orgUnit,term' });
  const year = String(new Date().getFullYear()), terms = resolutions.map(resolution => resolution.term).sort();
  const unit = place.query.get('unit') ?? resolutions[0]?.orgUnit ?? '', period = place.query.get('for') ?? (terms.at(-1)?.slice(-4) ?? year);
  const owners = [...new Set(resolutions.map(resolution => resolution.orgUnit))];
  const unitField = h('select', { id: 'unit', value: unit, onchange: () => { location.hash = here({ unit: unitField.value }); } }, [...new Set([...owners, unit])].filter(Boolean).map(code => h('option', { value: code }, nameOf(units.get(code), code))));
  const periodField = h('input', { id: 'for', value: period < year ? period : year, autocomplete: 'off' });
  const template = (): Promise<void> => download(`/api/v1/templates/actuals.xlsx?${new URLSearchParams({ orgUnit: unitField.value, period: periodField.value.trim() }).toString()}`, `${unitField.value}-${periodField.value.trim()}.xlsx`);

  async function download(address: string, name: string): Promise<void> {
    try { save(name, await (await call('GET', address)).blob()); } catch (error) {
      if (!(error instanceof Refused)) throw error;
      said.textContent = sentences(error).join(' ');
    }
  }

  return {
    title: t('Nhập từ tệp', 'Import a file'),
    isForm: true,
    leave: () => running ? t('Tệp đang được xử lý. Rời trang?', 'The file is still being worked on. Leave the page?') : null,
    content: [
      h('p', null, t('Bước 1: tải mẫu, điền số. Bước 2: chọn tệp; máy chủ kiểm tra mà chưa ghi gì. Bước 3: xem sẽ đổi gì rồi mới nhập.', 'Step 1: download a template and fill it in. Step 2: choose the file; the server checks it and stores nothing. Step 3: see what would change, then import.')),
      h('h2', null, t('1. Mẫu', '1. Template')),
      h('div', { class: 'controls' }, h('label', { for: 'unit' }, t('Đơn vị', 'Unit'), unitField), h('label', { for: 'for' }, t('Kỳ', 'Period'), periodField), h('div', { class: 'field' }, h('button', { type: 'button', onclick: () => void template() }, t('Tải mẫu Excel', 'Download the Excel template')))),
      h('h2', null, t('2. Kiểm tra', '2. Check')), drop, said, result,
    ],
  };
}

function effects(change: Change): Child {
  return change.achievements.map(one => h('div', null, otherTarget(one, change),
    one.before === null ? t('chưa có', 'none') : [one.before.percent === null ? standingBadge(one.before) : percentOf(one.before)], ' → ', h('strong', null, one.after === null ? t('chưa có', 'none') : [percentOf(one.after), ' ', standingBadge(one.after)])));
}
