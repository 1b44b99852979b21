import { type Fault, isFaultKind } from './faults';

/** One cell of the matrix: a kind of request, and the faults that befall it. */
export interface Cell {
  readonly kind: string;
  readonly faults: readonly Fault[];
}

/** `update-policy/7/lost/9/throttled`: the 7th call's answer is lost, and the 9th call is throttled. */
export function cellName(kind: string, faults: readonly Fault[]): string {
  return [kind, ...faults.map(({ at, kind: fault }) => `${at}/${fault}`)].join('/');
}

export function parseCell(name: string): Cell {
  const [kind = '', ...rest] = name.split('/');
  const faults: Fault[] = [];
  for (let index = 0; index < rest.length; index += 2) {
    const [at, fault = ''] = rest.slice(index);
    if (!isFaultKind(fault)) throw new Error(`Cannot read the cell ${name}: there is no fault "${fault}"`);
    faults.push({ at: Number(at), kind: fault });
  }
  return { kind, faults };
}
