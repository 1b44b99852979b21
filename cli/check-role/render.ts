import type { Check } from '../../handler/core/access/checks';
import type { Sources } from '../../handler/core/access/requirements-of-role';
import type { Checked } from './check';
import type { Fix, Report, Verdict } from './report';

/** The report as a person reads it. */
export function renderText(checked: Checked, { verdict, checks, fixes }: Report): string {
  const { role, place } = checked;
  return [
    `${role.arn}, used in ${place.region}`,
    ['What is required of it', ...requiredLines(checked).map((line) => `  ${line}`)].join('\n'),
    ['What was checked', ...checks.map((one) => `  ${mark(one)} ${one.place}`)].join('\n'),
    ...(fixes.length === 0 ? [] : [['What to do', ...fixes.map(numbered)].join('\n')]),
    conclusionOf(checked, verdict),
  ].join('\n\n');
}

/** The same for a pull request or a job's summary. */
export function renderMarkdown(checked: Checked, { verdict, checks, fixes }: Report): string {
  const { role, place } = checked;
  const cell = (text: string) => text.replaceAll('|', '\\|');
  return [
    `### \`${role.arn}\`, used in ${place.region}`,
    conclusionOf(checked, verdict),
    [
      '| verdict | what was checked |',
      '|---|---|',
      ...checks.map((one) => `| ${mark(one).trim()} | ${cell(one.place)} |`),
    ].join('\n'),
    requiredLines(checked)
      .map((line) => `- ${line}`)
      .join('\n'),
    ...fixes.map((fix, index) => {
      const statements = fix.statements.map((one) => ['```json', JSON.stringify(one, null, 2), '```'].join('\n'));
      return [`${index + 1}. **${fix.headline}** ${fix.problem}. ${fix.instruction}`, ...statements].join('\n\n');
    }),
  ].join('\n\n');
}

/** The same for programs: data, with the words beside. */
export function renderJson(
  { role, place, requirements, sources }: Checked,
  { verdict, checks, fixes }: Report,
): string {
  const findings = fixes.map(({ finding, ...words }) => ({ ...finding, ...words }));
  return JSON.stringify({ verdict, role: role.arn, ...place, requirements, sources, checks, findings }, null, 2);
}

const conclusions: Readonly<Record<Verdict, string>> = {
  ok: 'ok: every policy that decides was read, and allows what the SSM Agent needs',
  broken: 'broken: sessions or their logs fail, as told above',
  cannotTell: 'cannot tell: nothing that was seen is broken, and not everything that decides was seen',
};

function conclusionOf({ sources, document }: Checked, verdict: Verdict): string {
  const isUnsaid = Object.values(sources).some((source) => source === 'open' || source === 'policies');
  if (verdict !== 'ok' || document !== 'neverSaved' || !isUnsaid) return conclusions[verdict];
  return 'ok: every policy that decides sessions was read, and allows them; nothing is logged yet';
}

const marks = { ok: '✓', broken: '✗', cannotTell: '?', advice: 'i' } as const;
const mark = ({ verdict }: Check) => `${marks[verdict]} ${verdict.padEnd(10)}`;

function numbered({ headline, problem, instruction, statements }: Fix, index: number): string {
  const indented = statements.map((one) => JSON.stringify(one, null, 2).replaceAll(/^/gm, '       '));
  return [`  ${index + 1}. ${headline}`, `     ${problem}`, `     ${instruction}`, ...indented].join('\n');
}

const origins: Readonly<Record<NonNullable<Sources[keyof Sources]>, string>> = {
  stated: 'as stated',
  sessionDocument: 'from the session document',
  policies: "from the role's policies",
  assumed: 'recorded nowhere, and assumed',
  open: 'not checked: the policies allow any, or several, so that it has to be stated',
};

const without: Readonly<Record<Checked['document'], readonly string[]>> = {
  saved: [],
  neverSaved: ['no session document: nobody saved preferences in this Region, so that nothing is logged yet'],
  notAsked: ['no session document: none was to be asked'],
};

function requiredLines({ requirements, sources, document }: Checked): readonly string[] {
  const { bucket, logGroup, kmsKeyId } = requirements;
  const of = (what: string, name: keyof Sources, value: string | boolean = '') => {
    const source = sources[name];
    if (source === undefined) return [];
    return [source === 'open' ? `${what}: ${origins.open}` : `${what}: ${value} (${origins[source]})`];
  };
  const lines = [
    ...of('S3 bucket', 's3BucketName', bucket?.name),
    ...of('S3 key prefix', 's3KeyPrefix', bucket?.keyPrefix || 'none'),
    ...of('owner of the bucket', 's3BucketOwner', bucket?.owner),
    ...of('S3 encryption demanded', 's3EncryptionEnabled', bucket?.encryptionEnabled),
    ...of('key of the bucket', 's3KmsKeyArn', bucket?.kmsKeyArn),
    ...of('CloudWatch log group', 'cloudWatchLogGroupName', logGroup?.name),
    ...of('CloudWatch encryption demanded', 'cloudWatchEncryptionEnabled', logGroup?.encryptionEnabled),
    ...of('CloudWatch streaming', 'cloudWatchStreamingEnabled', logGroup?.streamingEnabled),
    ...of('session key', 'kmsKeyId', kmsKeyId),
  ];
  return ['sessions themselves', ...without[document], ...lines];
}
