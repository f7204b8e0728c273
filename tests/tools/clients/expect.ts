export function expect(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`Expected: ${what}`);
  console.log(what);
}

/** What is there, or the end of the journey. */
export function given<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`Expected: ${what}`);
  return value;
}

/** Whether everything that was sent is there again; what a server adds does not matter. */
export function contains(read: object, sent: object, what: string): void {
  for (const [name, value] of Object.entries(sent)) expect((read as Record<string, unknown>)[name] === value, `${what}: ${name} is read as it was sent`);
}
