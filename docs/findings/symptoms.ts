import type { FindingCode } from '../../handler/core/access/findings';
import { type FindingPage, seen } from './page';

/** One thing that a user sees, and the findings that announce it. */
export interface SymptomRow {
  readonly symptom: string;
  /** Findings that say why. */
  readonly certain: readonly FindingCode[];
  /** Findings that say what could not be told. */
  readonly doubtful: readonly FindingCode[];
}

type Pages = Readonly<Record<FindingCode, FindingPage>>;

/** Every symptom with its codes, as the pages themselves describe it or lead to a page that does. */
export function codesBySymptom(pages: Pages): readonly SymptomRow[] {
  const codes = Object.keys(pages) as readonly FindingCode[];
  const isDoubtful = (code: FindingCode) => pages[code].verdicts[0] === 'cannotTell';
  return Object.values(seen).map((symptom) => {
    const announcing = codes.filter((code) => describedBy(pages, code).includes(symptom));
    return {
      symptom,
      certain: announcing.filter((code) => !isDoubtful(code)),
      doubtful: announcing.filter(isDoubtful),
    };
  });
}

/** What a page says that the user sees, with the pages to which it leads for that. */
function describedBy(pages: Pages, code: FindingCode): string {
  const text = pages[code].seen;
  const codes = Object.keys(pages) as readonly FindingCode[];
  const others = codes.filter((other) => text.includes(`(#${other.toLowerCase()})`));
  return [text, ...others.map((other) => describedBy(pages, other))].join('\n');
}
