import { settings } from './state.js';

/** What a typed number says: a number in the wire's form, two numbers that it may mean, nothing, or no number at all. */
export type Reading =
  | { kind: 'number'; text: string }
  | { kind: 'either'; likely: string; other: string }
  | { kind: 'nothing' }
  | { kind: 'wrong' };

const nothing: Reading = { kind: 'nothing' }, wrong: Reading = { kind: 'wrong' };

/** Reads 1.862,5 as well as 1,862.5. Only where both ways of writing fit, as in 1.862, does the person have to say which is meant. */
export function readNumber(typed: string): Reading {
  const text = typed.replace(/[\s']/g, '').replace(/^−/, '-');
  if (text === '') return nothing;
  const [, sign, body] = /^(-?)(\d[\d.,]*)$/.exec(text) ?? [];
  if (body === undefined) return wrong;
  const signs = body.match(/[.,]/g) ?? [];
  if (signs.length === 0) return exact(sign + body);
  if (new Set(signs).size === 2) return withBoth(sign!, body, signs.at(-1)!);
  if (signs.length > 1) return inThrees(body, signs[0]!) ? exact(sign + body.replaceAll(signs[0]!, '')) : wrong;
  return withOne(sign!, body, signs[0]!);
}

// 1.862,5: the last sign is the decimal one, the other parts thousands.
function withBoth(sign: string, body: string, decimal: string): Reading {
  const at = body.lastIndexOf(decimal), whole = body.slice(0, at), fraction = body.slice(at + 1);
  const thousands = decimal === ',' ? '.' : ',';
  if (whole.includes(decimal) || fraction === '' || !inThrees(whole, thousands)) return wrong;
  return exact(`${sign}${whole.replaceAll(thousands, '')}.${fraction}`);
}

// One sign with three digits behind it may be either: 1.862 is 1862 to one reader and 1,862 to another.
function withOne(sign: string, body: string, between: string): Reading {
  const [before, after] = body.split(between) as [string, string];
  if (after === '') return wrong;
  if (after.length !== 3 || before.length > 3 || before.startsWith('0')) return exact(`${sign}${before}.${after}`);
  const whole = `${sign}${before}${after}`, fraction = `${sign}${before}.${after}`;
  const isDecimalHere = between === (settings.language === 'vi' ? ',' : '.');
  return isDecimalHere ? { kind: 'either', likely: fraction, other: whole } : { kind: 'either', likely: whole, other: fraction };
}

const inThrees = (text: string, thousands: string): boolean => {
  const [first, ...rest] = text.split(thousands);
  return first!.length >= 1 && first!.length <= 3 && rest.length > 0 && rest.every(part => part.length === 3);
};

// A number of more than fifteen digits would be rounded on its way; no figure of a ward has so many.
function exact(text: string): Reading {
  const plain = text.replace(/^(-?)0+(?=\d)/, '$1');
  return plain.replace(/\D/g, '').length > 15 ? wrong : { kind: 'number', text: plain };
}

/** A stored number as a person writes it here, every digit kept, no sign between thousands, and never one that could be read in two ways. */
export function writeNumber(value: number | null): string {
  if (value === null) return '';
  const text = /^-?[1-9]\d{0,2}\.\d{3}$/.test(String(value)) ? `${value}0` : String(value);
  return settings.language === 'vi' ? text.replace('.', ',') : text;
}
