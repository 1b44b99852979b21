const longestQuote = 60;

/** Names a foreign value in a message: one line, and never more than about 60 characters of it. */
export function quote(value: unknown): string {
  if (typeof value === 'string') return quoteText(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value).slice(0, longestQuote);
}

function quoteText(text: string): string {
  if (text.length <= longestQuote) return JSON.stringify(text);
  return `${JSON.stringify(text.slice(0, longestQuote - 3))} and ${text.length - longestQuote + 3} more characters`;
}
