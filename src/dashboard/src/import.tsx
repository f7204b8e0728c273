import { useSignal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { all, call, forget, reference, refusal, type Change, type Indicator, type Unit } from './api.js';
import { StandingBadge, percentOf } from './charts.js';
import { OtherTarget } from './figureFields.js';
import { figureText } from './figureRow.js';
import { may, reports } from './me.js';
import { asked, go, link, t, type Place } from './state.js';
import { Table, type Column } from './table.js';
import { save, useQuestion, type Page } from './view.js';
import { fullName, nameOf, number, period as periodWords } from './words.js';

interface Job { id: string; state: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled'; total: number | null; done: number; created: number; updated: number; unchanged: number; blank: number; errors: number; submission: string | null; dryRun: boolean; fileName: string | null }
interface LineError { line: number; cell: string | null; column: string | null; code: string; message: string }
interface Names { units: Map<string, Unit>; indicators: Map<string, Indicator> }

const types: Record<string, string> = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

/** A spreadsheet of figures: tried first, then, when everything is as it should be, taken over as a whole. */
export async function importPage(place: Place): Promise<Page> {
  const { units, indicators } = await reference();
  if (!may('reporter')) return { title: t('Cần khóa truy cập', 'A key is needed'), content: <p>{t('Nhập số liệu cần khóa của người báo cáo. ', 'Importing figures needs a reporter’s key. ')}<a href={link(['key'])}>{t('Nhập khóa', 'Enter a key')}</a></p> };
  const resolutions = await all<{ orgUnit: string; term: string }>('resolutions', { fields: 'orgUnit,term' });
  // The units that the key may report for, and no others.
  const owners = [...new Set(resolutions.map(resolution => resolution.orgUnit))].filter(code => reports(units, code));
  const year = String(new Date().getFullYear()), unit = place.query.get('unit') ?? owners[0] ?? '', last = place.query.get('for') ?? resolutions.map(one => one.term).sort().at(-1)?.slice(-4) ?? year;
  return {
    title: t('Nhập từ tệp', 'Import a file'),
    content: <>
      <p>{t('Bước 1: tải mẫu, điền số. Bước 2: chọn tệp; máy chủ kiểm tra mà chưa ghi gì. Bước 3: xem sẽ đổi gì rồi mới nhập.', 'Step 1: download a template and fill it in. Step 2: choose the file; the server checks it and stores nothing. Step 3: see what would change, then import.')}</p>
      <h2>{t('1. Mẫu', '1. Template')}</h2>
      <Template unit={unit} units={units} owners={[...new Set([...owners, unit])].filter(Boolean)} usual={last < year ? last : year} />
      <h2>{t('2. Kiểm tra', '2. Check')}</h2>
      <Upload names={{ units, indicators }} />
    </>,
  };
}

const download = async (address: string, name: string): Promise<void> => save(name, await (await call('GET', address)).blob());

function Template({ unit, units, owners, usual }: { unit: string; units: Map<string, Unit>; owners: string[]; usual: string }): JSX.Element {
  const [period, setPeriod] = useState(usual), [wrong, setWrong] = useState('');
  const load = (): void => void download(`/api/v1/templates/actuals.xlsx?${new URLSearchParams({ orgUnit: unit, period: period.trim() }).toString()}`, `${unit}-${period.trim()}.xlsx`)
    .then(() => setWrong(''), (error: unknown) => setWrong(refusal(error)));
  return <><div class="controls">
    <label for="unit">{t('Đơn vị', 'Unit')}<select id="unit" value={unit} onChange={event => go({ unit: event.currentTarget.value })}>{owners.map(code => <option key={code} value={code}>{nameOf(units.get(code), code)}</option>)}</select></label>
    <label for="for">{t('Kỳ', 'Period')}<input id="for" value={period} autocomplete="off" onInput={event => setPeriod(event.currentTarget.value)} /></label>
    <div class="field"><button type="button" onClick={load}>{t('Tải mẫu Excel', 'Download the Excel template')}</button></div>
  </div>{wrong ? <p role="alert" class="wrong">{wrong}</p> : null}</>;
}

function Upload({ names }: { names: Names }): JSX.Element {
  const chooser = useRef<HTMLInputElement>(null), file = useSignal<File | null>(null), locale = useSignal(''), isOver = useSignal(false);
  const said = useSignal(''), result = useSignal<ComponentChildren>(null), isRunning = useSignal(false);
  useQuestion(() => isRunning.value ? t('Tệp đang được xử lý. Rời trang?', 'The file is still being worked on. Leave the page?') : null);

  // Read once: what is imported is what was checked, even if the file is saved again in between.
  async function choose(chosen: File | undefined): Promise<void> {
    if (!chosen) return;
    file.value = new File([await chosen.arrayBuffer()], chosen.name);
    await run(file.value, true);
  }

  /** Sends the file and watches it; a dry run ends with the button that imports the very same file. */
  async function run(sent: File, dryRun: boolean): Promise<void> {
    const type = types[sent.name.split('.').at(-1)!.toLowerCase()];
    result.value = null;
    if (!type) { said.value = t('Chỉ nhận tệp .csv hoặc .xlsx.', 'Only .csv and .xlsx files are taken.'); return; }
    said.value = dryRun ? t(`Đang kiểm tra ${sent.name}…`, `Checking ${sent.name}…`) : t(`Đang nhập ${sent.name}…`, `Importing ${sent.name}…`);
    isRunning.value = true;
    try {
      const query = new URLSearchParams({ fileName: sent.name, ...dryRun ? { dryRun: 'true' } : {}, ...locale.value ? { locale: locale.value } : {} });
      const answer = await call('POST', `/api/v1/imports?${query.toString()}`, new Blob([sent], { type }), { 'Content-Type': type });
      const came = await outcome(await watch(answer.headers.get('Location') ?? ''), sent, dryRun);
      said.value = came.says;
      result.value = came.shows;
    } catch (error) {
      result.value = null;
      said.value = refusal(error);
    } finally { isRunning.value = false; }
  }

  async function watch(address: string): Promise<Job> {
    for (;;) {
      const job = await (await call('GET', address)).json() as Job;
      if (job.state !== 'queued' && job.state !== 'running') return job;
      result.value = <p><progress aria-label={t('Tiến độ', 'Progress')} max={job.total ?? undefined} value={job.total ? job.done : undefined} />{' '}
        <button type="button" onClick={() => void call('DELETE', address).catch(() => { /* it has ended by itself */ })}>{t('Dừng', 'Cancel')}</button></p>;
      await new Promise(done => setTimeout(done, 500));
    }
  }

  async function outcome(job: Job, sent: File, dryRun: boolean): Promise<{ says: string; shows: ComponentChildren }> {
    const path = `imports/${encodeURIComponent(job.id)}`;
    forget();
    if (job.state === 'cancelled') return { says: t('Đã dừng; không có gì được ghi.', 'Cancelled; nothing was stored.'), shows: null };
    if (job.state === 'failed' || job.errors > 0) {
      return { says: t(`${number(job.errors)} lỗi; không có gì được ghi. Sửa tệp rồi chọn lại.`, `${number(job.errors)} errors; nothing was stored. Mend the file and choose it again.`),
        shows: <Errors errors={await all<LineError>(`${path}/errors`)} job={job} path={path} name={sent.name} /> };
    }
    if (job.submission) {
      return { says: t('Đã gửi; số liệu chờ người thứ hai duyệt.', 'Submitted; the figures wait for a second person’s approval.'),
        shows: <><Counts job={job} isAhead /><p><a href={link(['review'])}>{t('Xem các số liệu chờ duyệt', 'See what waits for approval')}</a></p></> };
    }
    if (!dryRun) return { says: t('Đã nhập xong.', 'Imported.'), shows: <><Counts job={job} /><WhereTo units={names.units} /></> };
    const changes = await all<Change>(`${path}/changes`), ready = job.created + job.updated;
    return { says: t('Tệp hợp lệ. Chưa có gì được ghi.', 'The file is valid. Nothing is stored yet.'), shows: <div><Counts job={job} isAhead /><Changes changes={changes} names={names} />
      {ready ? <p><button type="button" class="main" onClick={() => void run(sent, false)}>{t(`Nhập ${number(ready)} số liệu`, `Import ${number(ready)} figures`)}</button></p> : <p>{t('Không có gì để nhập.', 'There is nothing to import.')}</p>}</div> };
  }

  return <>
    <div class={isOver.value ? 'drop over' : 'drop'} onDragOver={event => { event.preventDefault(); isOver.value = true; }} onDragLeave={() => { isOver.value = false; }}
      onDrop={event => { event.preventDefault(); isOver.value = false; void choose(event.dataTransfer?.files[0]); }}>
      <p id="file-words">{t('Tệp CSV hoặc Excel (.xlsx): chọn, hoặc kéo thả vào đây', 'CSV or Excel file (.xlsx): choose it, or drop it here')}</p>
      {/* The browser's own control speaks the browser's language, so the button and the name beside it are ours. */}
      <p><button id="choose" type="button" aria-describedby="file-words chosen" onClick={() => chooser.current!.click()}>{t('Chọn tệp', 'Choose a file')}</button> <span id="chosen">{file.value?.name}</span></p>
      <input ref={chooser} id="file" type="file" hidden accept=".csv,.xlsx" onClick={event => { event.currentTarget.value = ''; }} onChange={event => void choose(event.currentTarget.files?.[0])} />
      <label for="locale">{t('Số trong tệp viết kiểu', 'Numbers in the file are written')}</label>
      <select id="locale" value={locale.value} onChange={event => { locale.value = event.currentTarget.value; if (file.value) void run(file.value, true); }}>
        <option value="">{t('tự nhận ra', 'found out by itself')}</option><option value="vi">1.862,5</option><option value="en">1,862.5</option></select>
    </div>
    <p role="status">{said.value}</p>
    <div>{result.value}</div>
  </>;
}

/** Home to the ward that was filled in, where it is one. */
function WhereTo({ units }: { units: Map<string, Unit> }): JSX.Element {
  const unit = asked('unit'), name = nameOf(units.get(unit), unit);
  return <p>{units.has(unit) ? <a href={link(['ward', unit])}>{t(`Xem kết quả của ${name}`, `See the results of ${name}`)}</a> : <a href={link([])}>{t('Xem tổng quan', 'See the overview')}</a>}</p>;
}

function Errors({ errors, job, path, name }: { errors: LineError[]; job: Job; path: string; name: string }): JSX.Element {
  const [wrong, setWrong] = useState(''), title = t('Lỗi theo dòng và cột', 'Errors by line and column');
  const format = (job.fileName ?? name).toLowerCase().endsWith('.csv') ? 'csv' : 'xlsx';
  // The key goes along in a header, so the file is fetched here and not by a link.
  const marked = (): void => void download(`/api/v1/${path}/errors?format=${format}`, `${t('loi', 'errors')}-${name.replace(/\.\w+$/, '')}.${format}`).catch((error: unknown) => setWrong(refusal(error)));
  const columns: Column<LineError>[] = [
    { head: t('Dòng', 'Line'), value: error => error.line, cell: error => String(error.line) }, { head: t('Ô', 'Cell'), value: error => error.cell }, { head: t('Cột', 'Column'), value: error => error.column },
    { head: t('Lỗi', 'Error'), value: error => error.message }];
  return <section class="notes" aria-labelledby="errors"><h2 id="errors">{title}</h2>
    {errors.some(error => error.code === 'ambiguous_number') ? <p>{t('Chọn “Số trong tệp viết kiểu” ở trên để máy chủ biết đọc các số ấy thế nào; tệp được kiểm tra lại ngay.', 'Choose above how numbers in the file are written; the file is checked again at once.')}</p> : null}
    <p><button type="button" onClick={marked}>{t('Tải bản đánh dấu lỗi', 'Download the marked-up copy')}</button> <span role="status">{wrong}</span></p>
    <Table columns={columns} rows={errors} label={title} /></section>;
}

const Counts = ({ job, isAhead }: { job: Job; isAhead?: boolean }): JSX.Element => <ul class="counts">{([
  [job.created, isAhead ? t('số liệu mới', 'new') : t('đã thêm', 'added')], [job.updated, isAhead ? t('sẽ thay số cũ', 'would replace an old one') : t('đã thay', 'replaced')],
  [job.unchanged, t('không đổi', 'unchanged')], [job.blank, t('ô trống, bỏ qua', 'blank, left out')],
] as [number, string][]).map(([times, words]) => <li key={words}><strong>{number(times)}</strong> {words}</li>)}</ul>;

function Changes({ changes, names }: { changes: Change[]; names: Names }): JSX.Element | null {
  const columns: Column<Change>[] = [
    { head: t('Đơn vị', 'Unit'), value: change => nameOf(names.units.get(change.orgUnit), change.orgUnit) },
    { head: t('Chỉ tiêu', 'Indicator'), value: change => fullName(names.indicators, change) },
    { head: t('Kỳ', 'Period'), value: change => periodWords(change.period) },
    { head: t('Cũ', 'Old'), value: change => change.from ? figureText(change.from) : t('chưa có', 'none') },
    { head: t('Mới', 'New'), value: change => figureText(change.to), cell: change => <strong>{figureText(change.to)}</strong> },
    { head: t('Tỷ lệ trước → sau', 'Percent before → after'), value: change => change.achievements[0]?.after?.percent ?? null, cell: change => <Effects change={change} /> },
  ];
  const title = t('Những gì sẽ đổi', 'What would change');
  return changes.length ? <><h2 id="changes">{title}</h2><Table columns={columns} rows={changes} label={title} look="stacked" /></> : null;
}

/** The percents that a figure moves, before and after. */
export const Effects = ({ change }: { change: Change }): JSX.Element => <>{change.achievements.map(one => <div key={one.targetId}><OtherTarget one={one} of={change} />
  {one.before === null ? t('chưa có', 'none') : <>{one.before.percent === null ? <StandingBadge judged={one.before} /> : percentOf(one.before)} → <strong>{one.after === null ? t('chưa có', 'none') : <>{percentOf(one.after)} <StandingBadge judged={one.after} /></>}</strong></>}</div>)}</>;
