import { type Check, checksOf } from '../../handler/core/access/checks';
import { discover } from '../../handler/core/access/discover';
import { bySeverity, type Finding, problemOf } from '../../handler/core/access/findings';
import { places } from '../../handler/core/access/places';
import { headline } from '../../handler/core/access/render';
import { permissionsPolicy } from '../../handler/core/identity/permissions';
import type { StatementDocument } from '../../handler/core/policy/document';
import type { Checked } from './check';
import { inOptions } from './words';

export type Verdict = 'ok' | 'broken' | 'cannotTell';

/** What a person does about one finding. */
export interface Fix {
  readonly finding: Finding;
  readonly headline: string;
  readonly problem: string;
  /** Who must act where, and how. */
  readonly instruction: string;
  /** To be added as they are. */
  readonly statements: readonly StatementDocument[];
}

/** A check as it is told, in whichever format. */
export interface Report {
  readonly verdict: Verdict;
  readonly checks: readonly Check[];
  readonly fixes: readonly Fix[];
}

/** What was looked at with its verdicts, and what to do, the worst first. */
export function reportOn(checked: Checked): Report {
  const { findings } = checked;
  return {
    verdict: verdictOn(checked),
    checks: checksIn(checked),
    fixes: bySeverity(findings).map((finding) => fixFor(finding, checked)),
  };
}

function verdictOn({ findings, sources, document }: Checked): Verdict {
  const verdicts = findings.map(({ verdict }) => verdict);
  if (verdicts.includes('broken')) return 'broken';
  // Sessions may be logged to what has no name here.
  const isUnchecked = document === 'notAsked' && Object.values(sources).includes('open');
  return isUnchecked || verdicts.includes('cannotTell') ? 'cannotTell' : 'ok';
}

function checksIn({ role, requirements, seen, findings }: Checked): readonly Check[] {
  const { instanceProfiles } = role.identity.reach;
  const isHeld = instanceProfiles.state === 'present' && instanceProfiles.value.length > 0;
  const reached = [places.trustPolicy(role.name), ...(isHeld ? [places.instanceProfile(role.name)] : [])];
  const inOrder = reached.filter((place) => !findings.some((finding) => finding.place === place));
  return [...inOrder.map((place) => ({ place, verdict: 'ok' }) as const), ...checksOf(requirements, seen, findings)];
}

function fixFor(finding: Finding, checked: Checked): Fix {
  return {
    finding,
    headline: headline(finding),
    problem: inOptions(`${finding.place}: ${problemOf(finding)}`),
    ...remedyOf(finding, checked),
  };
}

function remedyOf(finding: Finding, checked: Checked): Pick<Fix, 'instruction' | 'statements'> {
  const { remedy, account } = finding;
  const there = `In account ${account}`;
  switch (remedy.kind) {
    case 'addStatement': {
      const stale = (remedy.stale ?? []).map((name) => `"${name}"`).join(', ');
      const first =
        stale === '' ? '' : `remove the dead id from ${stale}, since AWS saves no policy that holds one, and `;
      return { instruction: `${there}: ${first}add to the policy`, statements: [remedy.statement] };
    }
    case 'amendStatement': {
      const names = remedy.statements.map((name) => `"${name}"`).join(', ');
      return { instruction: `${there}: amend ${names}: ${remedy.why}`, statements: [] };
    }
    case 'act': {
      const added = additions[finding.code];
      const statements = added === undefined ? [] : missingStatements(finding, checked);
      return { instruction: `${there}: ${added ?? inOptions(remedy.instruction)}`, statements };
    }
    default:
      return remedy satisfies never;
  }
}

// The resource makes these itself, and its findings print no statement.
const additions: Readonly<Partial<Record<Finding['code'], string>>> = {
  BoundaryBlocks: 'add to the permissions boundary, or give the role another',
  IdentityMissingGrant: 'add to a policy of the role',
};

/** Of the policy that the resource would write for the same requirements, what grants these actions. */
function missingStatements({ actions }: Finding, { requirements, seen, place }: Checked): readonly StatementDocument[] {
  const { bucket, logGroup } = requirements;
  const { Statement } = permissionsPolicy(
    {
      policyScope: 'LeastPrivilege',
      ...(bucket !== undefined && { s3: { ...bucket, bucketName: bucket.name, bucketOwner: bucket.owner } }),
      ...(logGroup !== undefined && { cloudWatch: { ...logGroup, logGroupName: logGroup.name } }),
    },
    discover(requirements, seen),
    place,
  );
  return Statement.flatMap((statement) => {
    const Action = [statement.Action].flat().filter((action) => actions.includes(action));
    return Action.length === 0 ? [] : [{ ...statement, Action }];
  });
}
