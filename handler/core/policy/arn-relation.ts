import { type Relation, relation } from './relation';

/** "Each of the six colon-delimited components of the ARN is checked separately", the last with all colons left in it. */
export function arnRelation(expected: string, actual: string): Relation {
  const [wanted, given] = [expected.split(':'), actual.split(':')];
  const splits = wanted.length >= 6 && given.length >= 6 && !/[*?]/.test(given.slice(0, 5).join(''));
  if (!splits) return relation(expected, actual) === 'misses' ? 'misses' : 'meets';
  const relations = given.slice(0, 5).map((component, index) => relation(wanted[index] ?? '', component));
  relations.push(relation(wanted.slice(5).join(':'), given.slice(5).join(':')));
  if (relations.includes('misses')) return 'misses';
  return relations.includes('meets') ? 'meets' : 'covers';
}
