export function expect(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`Expected: ${what}`);
  console.log(what);
}

/** What is there, or the end of the journey. */
export function given<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`Expected: ${what}`);
  return value;
}

/** What is there of an answer that might be a file, which is text. */
export function rows<T>(value: T | undefined, what: string): Exclude<T, string> {
  const found = given(value, what);
  if (typeof found === 'string') throw new Error(`Expected: ${what}, not a file`);
  return found as Exclude<T, string>;
}

/** Whether everything that was sent is there again; what a server adds does not matter. */
export function contains(read: object, sent: object, what: string): void {
  for (const [name, value] of Object.entries(sent)) expect((read as Record<string, unknown>)[name] === value, `${what}: ${name} is read as it was sent`);
}
