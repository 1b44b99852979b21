import { type FindingCode, problemOf } from '../../handler/core/access/findings';
import { bucket } from './bucket';
import { keys, logGroup, sessionDocument } from './keys-and-session';
import type { FindingPage } from './page';
import { policies } from './policies';
import { role } from './role';
import { codesBySymptom } from './symptoms';

/** Every code with its page; the compiler misses the one that has none. */
export const findingPages: Readonly<Record<FindingCode, FindingPage>> = {
  ...bucket,
  ...policies,
  ...keys,
  ...logGroup,
  ...sessionDocument,
  ...role,
};

/** The text of docs/findings.md. */
export function renderFindingPages(): string {
  const sections = codes.map((code) => renderSection(code, findingPages[code]));
  return [introduction, tableOfSymptoms(), tableOfContents(), ...sections, ''].join('\n\n').replace(/\n+$/, '\n');
}

const codesOf = (pages: Partial<Record<FindingCode, FindingPage>>) => codes.filter((code) => code in pages);
const codes = Object.keys(findingPages) as readonly FindingCode[];

const subjects = [
  { title: 'Bucket', pages: bucket },
  { title: 'Policies of buckets and keys', pages: policies },
  { title: 'Keys', pages: keys },
  { title: 'Log group', pages: logGroup },
  { title: 'Session document', pages: sessionDocument },
  { title: 'Role', pages: role },
] as const;

const introduction = `# Findings

<!-- Written by \`npm run docs\`: edit docs/findings/*.ts instead. -->

A finding says what is wrong or cannot be told, which account must act, and what it must do. Its code is stable: it may be named in
\`AcceptedFindings\`. *Broken* means that AWS will refuse the agent; *cannot tell* that what decides it could not be read or known;
*advice* never fails a resource.

| consequence | for the user |
|---|---|
| session refused | no session starts |
| session hangs | the session does not end on the instance |
| log lost | the session works, and its log is never written |
| log lost above 5 MiB | the same, of long logs only |

What the agent says and does was read in its source, version 3.3 of October 2024 (amazon-ssm-agent 1c217c89, after 3.3.987.0); words in “…”
are its own. A session that it refuses shows them after “Your session has been terminated for the following reasons:” in the console. Its log
is \`/var/log/amazon/ssm/errors.log\` on Linux and \`%PROGRAMDATA%\\Amazon\\SSM\\Logs\\errors.log\` on Windows.

**After a remedy** the function must be asked again, and CloudFormation sends no Update that changes nothing: change \`ReconcileToken\`. What cannot be
mended today is accepted by its code in \`AcceptedFindings\`, where it can be reviewed, or reported without failing under
\`Verification: Report\`; both leave it as broken as it is. A failure without a code, such as a name that is taken, says in its reason
what to do.

**What no account can read from here**, and no finding is about: policies of the organisation (SCP, RCP), policies of VPC endpoints,
the network, the version of the agent on an instance, and Default Host Management, under whose role an instance works when it cannot
register under its own. The account-wide block of public access cannot be read either: where it would decide,
[BucketPublicAccessRestricted](#bucketpublicaccessrestricted) says so. **What is not read**, and no finding is about: whether a bucket is one of
Requester Pays, where one of another account takes no request of the agent; and whether the key of a log group still serves CloudWatch Logs
itself (\`logs.REGION.amazonaws.com\`), which asked for it when the key was associated. Nor is any finding about an \`OrganizationId\` that AWS contradicts, or
\`ContextEntries\` that speak of what is known, or otherwise than AWS: these are refused as properties, each by its path.`;

/** The way in for who holds a message and no code. */
function tableOfSymptoms(): string {
  const rows = codesBySymptom(findingPages).map(({ symptom, certain, doubtful }) => {
    return `| ${[symptom, certain, doubtful].map((cell) => (typeof cell === 'string' ? cell : linksTo(cell))).join(' | ')} |`;
  });
  return [
    '| what you see | because of | perhaps because of, where it could not be told |',
    '|---|---|---|',
    ...rows,
  ].join('\n');
}

function tableOfContents(): string {
  const rows = subjects.map(({ title, pages }) => `| ${title} | ${linksTo(codesOf(pages))} |`);
  return ['| subject | codes |', '|---|---|', ...rows].join('\n');
}

const linksTo = (some: readonly FindingCode[]) => some.map((code) => `[${code}](#${code.toLowerCase()})`).join(' · ');

function renderSection(code: FindingCode, page: FindingPage): string {
  const { verdicts, consequences, seen, why, remedy, link } = page;
  const verdict = verdicts.map((one) => (one === 'cannotTell' ? 'cannot tell' : one)).join(', ');
  const worst = consequences.filter((consequence) => consequence !== 'advice');
  return `## ${code}

*${[verdict, ...worst].join(' · ')}*

> ${problemOf({ code, role: 'ROLE', actions: ['ACTION'], evidence: ['…'] })}

- **What the user sees.** ${seen}
- **Why.** ${why}
- **Remedy.** ${remedy}
- **AWS.** [${link.title}](${link.url})`;
}
