/** What a person typed for one figure; text until it is sent. */
export interface Typed {
  pair: boolean; value: string; numerator: string; denominator: string; level: string;
  bound: string; status: string; source: string; note: string; reason: string;
  /** The version that it was typed over; 0 where there was none. */
  over: number;
}

/** A sheet that was begun and not saved. */
export interface Draft { at: string; source: string; rows: Record<string, Typed> }

const name = (unit: string, period: string): string => `draft ${unit} ${period}`;

/** The sheet as it was left, from this browser's own store. */
export function readDraft(unit: string, period: string): Draft | null {
  try {
    const text = localStorage.getItem(name(unit, period));
    return text === null ? null : JSON.parse(text) as Draft;
  } catch { return null; }
}

/** Keeps the sheet; one with nothing in it is taken away. */
export function keepDraft(unit: string, period: string, draft: Draft): void {
  try {
    if (Object.keys(draft.rows).length === 0 && draft.source === '') localStorage.removeItem(name(unit, period));
    else localStorage.setItem(name(unit, period), JSON.stringify(draft));
  } catch { /* a private window may refuse; leaving still warns */ }
}
