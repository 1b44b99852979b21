import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRole } from '../../../cli/check-role/command';
import { inOptions } from '../../../cli/check-role/words';
import { AwsError } from '../../../handler/aws/aws-error';
import type { Call } from '../../../handler/aws/operations';
import { renderFinding } from '../../../handler/core/access/render';
import { propertiesSchema } from '../../../handler/core/request/schema';
import { createRole } from '../../../local/aws/create';
import { failing } from '../../../local/aws/hooks';
import { APPLICATION_ACCOUNT } from '../../../local/two-accounts';
import { rows } from '../../core/access/rows';
import { findingsAfter } from '../../core/access/setting';
import { settings } from '../../core/request/fixture';
import { checked, everything, worldWith } from './fixture';

const world = () => worldWith({ name: 'web', bucket: 'app-session-logs', inline: { everything } });
const named = ['--role-name', 'web'];

describe('A wrong call', () => {
  test.each([
    { because: 'a role is needed', argv: [], problem: /^--role-name: Is missing/ },
    { because: 'there is no such option', argv: [...named, '--buckett', 'x'], problem: /--buckett/ },
    {
      because: 'one format at a time',
      argv: [...named, '--json', '--markdown'],
      problem: /--json: Cannot stand beside/,
    },
    { because: 'it is no bucket', argv: [...named, '--bucket', 'Org_Logs'], problem: /--bucket: .*"Org_Logs"/ },
    { because: 'it is no account', argv: [...named, '--bucket-owner', '4444'], problem: /--bucket-owner: .*12 digits/ },
    {
      because: 'it has no value',
      argv: [...named, '--context', 'aws:SourceVpce'],
      problem: /--context\[0\]: Expected/,
    },
    {
      because: 'an endpoint belongs to one service',
      argv: [...named, '--context', 'aws:SourceVpce=vpce-1'],
      problem: /^--context: An endpoint .* say which before the key, as in s3\/KEY=VALUE: s3 or kms or/,
    },
    {
      argv: [...named, '--context', 'S3/aws:SourceIp=10.0.0.1'],
      problem: /^--context\[0\]: Expected a condition key/,
      because: 'services are spelled in lower case, and a key of that name would be heard by nobody',
    },
    {
      argv: [...named, '--context', 'ssm-messages/aws:SourceIp=10.0.0.1'],
      problem: /^--context\[0\]: Expected a condition key/,
      because: 'the agent asks no such service',
    },
    {
      because: 'the agent asks no such service',
      argv: [...named, '--context', 'ec2/aws:SourceVpce=vpce-1'],
      problem: /^--context\[0\]: Expected a condition key .* as in .*s3\/aws:SourceVpce/,
    },
    {
      because: 'what is said of every service is said of S3',
      argv: [...named, '--context', 's3/aws:SourceIp=10.0.0.1', '--context', 'aws:SourceIp=10.0.0.2'],
      problem: /^--context: Must not be listed twice/,
    },
    {
      because: 'AWS answers no such version',
      argv: [...named, '--bucket', 'app-session-logs', '--context', 's3/s3:TlsVersion=1.1'],
      problem: /^--context: AWS sends other values/,
    },
    {
      because: 'an external id belongs to a role',
      argv: [...named, '--verifier-external-id', 'x'],
      problem: /--verifier-external-id: Has no meaning without/,
    },
    {
      because: 'the agent is known to use TLS',
      argv: [...named, '--context', 'aws:SecureTransport=false'],
      problem: /^--context: "aws:SecureTransport" is known/,
    },
    {
      because: 'the account is in no organisation',
      argv: [...named, '--organization-id', 'o-a1b2c3d4e5'],
      problem: /^--organization-id: Account 111122223333 belongs to no organisation/,
    },
    { because: 'nobody made the role', argv: ['--role-name', 'wab'], problem: /^There is no role "wab"/ },
  ])('could not run, in 3: $because', async ({ argv, problem }) => {
    expect(await checked(world(), argv)).toEqual({ code: 3, out: '', err: expect.stringMatching(problem) });
  });

  test('is told everything that is wrong at once', async () => {
    const { err } = await checked(world(), ['--bucket', 'X', '--bucket-owner', '1', '--json', '--markdown']);
    for (const name of ['--role-name', '--bucket', '--bucket-owner', '--json']) expect(err).toContain(`${name}: `);
  });
});

describe('A check that cannot be made', () => {
  test('says which right is missing', async () => {
    const made = world();
    createRole(made, APPLICATION_ACCOUNT, { RoleName: 'stranger' });
    const ended = await checked(made, named, 'stranger');
    expect(ended).toEqual({ code: 3, out: '', err: 'Cannot read role "web": iam:GetRole refused: AccessDenied' });
  });

  test('says that there are no credentials, in the words of the SDK', async () => {
    const absent = new AwsError('CredentialsProviderError', 0, 'Could not load credentials from any providers');
    const ended = await checked(world(), named, 'engineer', failing('iam:GetRole', 1, absent, 'before'));
    expect(ended).toMatchObject({
      code: 3,
      err: expect.stringContaining('iam:GetRole was not answered: Could not load'),
    });
  });

  test('does without Organizations, which may be out of reach', async () => {
    const unreached = new AwsError('ETIMEDOUT', 0, 'timed out');
    const hook = failing('organizations:DescribeOrganization', 1, unreached, 'before');
    expect(await checked(world(), named, 'engineer', hook)).toMatchObject({ code: 0, err: '' });
  });

  test('waits where it is throttled', async () => {
    const hook = failing('iam:GetRole', 1, new AwsError('Throttling', 400, 'Rate exceeded'), 'before');
    expect(await checked(world(), named, 'engineer', hook)).toMatchObject({ code: 0, err: '' });
  });
});

describe('Where and who', () => {
  const directory = mkdtempSync(join(tmpdir(), 'check-role-'));
  const config = join(directory, 'config');
  writeFileSync(config, '[profile production]\nregion = eu-north-1\n');
  const own = { ...process.env };
  beforeEach(() => {
    process.env['AWS_CONFIG_FILE'] = config;
  });
  afterAll(() => {
    process.env = own;
    rmSync(directory, { recursive: true });
  });

  /** The Region that is asked, and the environment as the SDK then finds it. */
  async function asked(environment: Record<string, string | undefined>, ...argv: readonly string[]) {
    const regions: string[] = [];
    const call: Call = async (_operation, _input, { region }) => {
      regions.push(region);
      throw new AwsError('AccessDenied', 403, 'no');
    };
    const clock = { now: () => 0, sleep: async () => undefined, deadline: 1 };
    const ended = await checkRole([...named, ...argv], { environment, connect: () => call, clock });
    return { ...ended, region: regions[0], environment };
  }

  test.each([
    {
      because: 'an option comes first',
      environment: { AWS_REGION: 'eu-west-1' },
      argv: ['--region', 'us-east-1'],
      region: 'us-east-1',
    },
    { because: 'the SDK reads it', environment: { AWS_REGION: 'eu-west-1' }, argv: [], region: 'eu-west-1' },
    {
      because: 'the AWS CLI reads it',
      environment: { AWS_DEFAULT_REGION: 'eu-west-2' },
      argv: [],
      region: 'eu-west-2',
    },
    { because: 'the profile says so', environment: {}, argv: ['--profile', 'production'], region: 'eu-north-1' },
  ])('$region is asked: $because', async ({ environment, argv, region }) => {
    expect(await asked(environment, ...argv)).toMatchObject({ region });
  });

  test('a Region has to be named somewhere', async () => {
    const { err } = await asked({}, '--profile', 'nobody');
    expect(err).toContain('no Region is configured: name one with --region');
  });

  test('but for a policy, which holds in all of them', async () => {
    expect(await asked({}, '--profile', 'nobody', '--print-policy')).toMatchObject({ code: 0, err: '' });
  });

  test('a profile that is named comes before credentials in the environment', async () => {
    const { environment } = await asked(
      { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_SESSION_TOKEN: 'c' },
      ...['--profile', 'production'],
    );
    expect(environment).toEqual({ AWS_PROFILE: 'production' });
  });
});

test('--help shows every option, and what the exit codes mean', async () => {
  const { code, out } = await checked(world(), ['--help']);
  expect(code).toBe(0);
  const { err } = await checked(world(), ['--no-such-option']);
  expect(err).not.toBe('');
  for (const option of [
    'session-document',
    'bucket-owner',
    'context',
    'verifier-role-name',
    'print-policy',
    'profile',
  ]) {
    expect(out).toContain(`--${option}`);
  }
  expect(out).toContain('exit 0: ok, 1: broken, 2: cannot tell, 3: could not run');
});

test('a person without a template is told in options, and never in properties', () => {
  const sentences = rows.flatMap(({ changes }) =>
    findingsAfter(...changes).map((one) => inOptions(renderFinding(one))),
  );
  expect(sentences.length).toBeGreaterThan(50);
  // What the document disagrees about is a template's matter: here what is stated stands in for the document.
  const told = sentences.filter((sentence) => !sentence.includes('the document says otherwise'));
  const properties = [
    ...Object.keys(propertiesSchema(settings, []).shape),
    'VerifierRoleName',
    'AllowedS3BucketOwners',
  ];
  const template = new RegExp(
    `\\b(?:${properties.filter((name) => !['Path', 'Tags'].includes(name)).join('|')})\\b|the function|template`,
  );
  expect(told.filter((sentence) => template.test(sentence))).toEqual([]);
});

describe('A format', () => {
  test('--json is one document with the verdict, the findings and what to do', async () => {
    const made = worldWith({ name: 'web', bucket: 'app-session-logs' });
    const { code, out } = await checked(made, [...named, '--bucket', 'app-session-logs', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'broken',
      role: 'arn:aws:iam::111122223333:role/web',
      region: 'eu-west-1',
      sources: { s3BucketName: 'stated', s3KeyPrefix: 'policies', s3BucketOwner: 'assumed' },
      checks: expect.arrayContaining([{ place: 'Bucket "app-session-logs"', verdict: 'ok' }]),
      findings: [
        { code: 'IdentityMissingGrant', statements: [{ Action: ['s3:PutObjectAcl'] }, { Action: ['kms:Decrypt'] }] },
      ],
    });
  });

  test('--markdown has a table, and a block for every statement', async () => {
    const made = worldWith({ name: 'web', bucket: 'app-session-logs' });
    const { out } = await checked(made, [...named, '--bucket', 'app-session-logs', '--markdown']);
    expect(out).toContain('| ✗ broken | Role "web" |');
    const blocks = [...out.matchAll(/```json\n([\s\S]*?)\n```/g)].map(([, block = '']) => JSON.parse(block));
    expect(blocks.map(({ Sid }) => Sid)).toEqual(['SessionLogs', 'SessionLogKey']);
  });
});

test('docs/check-role.md shows what is printed', async () => {
  const page = readFileSync('docs/check-role.md', 'utf8');
  const made = worldWith({ name: 'web-servers', bucket: 'app-session-logs' });
  const { out } = await checked(made, ['--role-name', 'web-servers', '--bucket', 'app-session-logs']);
  expect(page).toContain(`\`\`\`\n${out}\n\`\`\``);
  const [, options = ''] = /`(--bucket [^`]+)`/.exec(page) ?? [];
  const { out: policy } = await checked(made, [...options.split(' '), '--print-policy']);
  expect(page).toContain(`\`\`\`json\n${policy}\n\`\`\``);
});
