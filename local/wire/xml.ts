import { isDate } from 'node:util/types';

/** How a protocol writes lists and timestamps into XML. */
export interface XmlStyle {
  /** `member`: `<Tags><member>…`; `flattened`: the elements stand side by side, each under the list's singular. */
  readonly list: 'member' | 'flattened';
  readonly timestamp: (date: Date) => string;
}

/** An XML document whose root bears a namespace, unless that is empty. */
export function xmlDocument(root: string, namespace: string, content: object, style: XmlStyle): string {
  const attribute = namespace && ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${inner(content, style)}</${root}>`;
}

/** The content of one element. */
function inner(value: unknown, style: XmlStyle): string {
  if (Array.isArray(value)) return value.map((entry) => element('member', entry, style)).join('');
  if (isDate(value)) return style.timestamp(value);
  if (typeof value !== 'object' || value === null) return escaped(String(value));
  return Object.entries(value)
    .map(([name, member]) => element(name, member, style))
    .join('');
}

function element(name: string, value: unknown, style: XmlStyle): string {
  if (value === undefined) return '';
  if (Array.isArray(value) && style.list === 'flattened') {
    return value.map((entry) => element(name.replace(/s$/, ''), entry, style)).join('');
  }
  return `<${name}>${inner(value, style)}</${name}>`;
}

// A carriage return that is not a reference is read as a line feed: https://www.w3.org/TR/xml/#sec-line-ends
function escaped(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
