import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { explain } from '../../cli/explain/command';
import { allow, alone, entry, everyone, example, explained, overTls, policy } from './fixture';

test('the example is explained by the command itself, as the README shows it', () => {
  const printed = execFileSync(
    process.execPath,
    [require.resolve('tsx/cli'), 'cli/explain.ts', 'examples/explain.json'],
    {
      encoding: 'utf8',
    },
  );
  expect(printed).toContain('? undecided: s3:PutObject on arn:aws:s3:::org-session-logs/app/*.log');
  expect(readFileSync('README.md', 'utf8').includes(`\`\`\`\n${printed}\`\`\``)).toBe(true);
});

describe('A person', () => {
  test('is told of several policies in which one a statement stands', () => {
    const second = policy({
      ...allow,
      Sid: 'D',
      Effect: 'Deny',
      Condition: { Bool: { 'aws:ViaAWSService': 'false' } },
    });
    const { out } = explained({ ...example, ...alone, PolicyInputList: [policy(allow), second] });
    expect(out).toContain('  → identity  allowed\n');
    expect(out).toContain('or explicitDeny by "D" of PolicyInputList.2, depending on aws:ViaAWSService');
  });

  test('is told that the policy of another account has to be given', () => {
    const { out } = explained({ ...example, ResourcePolicy: undefined });
    expect(out).toContain('→ resource  not given, and may say anything\n  To decide it, give ResourcePolicy');
  });

  test('reads nothing of a policy but its names, whatever it holds', () => {
    const hostile = 'arn:aws:s3:::\u001b[31mhostile';
    const statement = {
      ...allow,
      ...everyone,
      Sid: '\u001b[31mB',
      Resource: [hostile, 'arn:aws:s3:::org-session-logs/app/a*'],
    };
    const conditions = { StringEquals: { '\u001b[31mkey': hostile }, '\u001b[31mop': { 'aws:SourceVpce': hostile } };
    const ResourcePolicy = policy(statement, { ...statement, Condition: conditions });
    const { code, out } = explained({ ...example, ...alone, ResourcePolicy });
    expect(code).toBe(0);
    expect(out).toContain('a condition key of no known form');
    expect(out).not.toContain('hostile');
    expect(out).not.toContain('\u001b');
  });
});

describe('A file that cannot be used', () => {
  test('is told everything that is wrong with it, each with its path, and ends in 2', () => {
    const { code, out, err } = explained({
      CalerArn: 'x',
      ActionNames: ['s3:*'],
      ResourceArns: ['org-session-logs'],
      ResourceOwner: '4444',
      PolicyInputList: [{}, 'x', policy({ ...allow, ...everyone }), policy({ Effect: 'Allow', Action: '*' })],
      PermissionsBoundaryPolicyInputList: [policy(), policy()],
      ResourcePolicy: policy(allow),
      ContextEntries: [overTls, entry('AWS:SecureTransport'), { ContextKeyName: 'aws:SourceIp', Values: [] }],
    });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    const paths = err.split('\n').map((line) => line.replace(/: .*/, ''));
    expect(paths.slice(1).sort()).toEqual(
      [
        ...['CallerArn', 'ActionNames[0]', 'ResourceArns[0]', 'ResourceOwner', 'ResourcePolicy', 'ContextEntries[2]'],
        ...['ContextEntries[2].ContextKeyValues', 'PermissionsBoundaryPolicyInputList', 'request'],
        ...[0, 1, 2, 3].map((index) => `PolicyInputList[${index}]`),
      ].sort(),
    );
    expect(err).toContain('did you mean "CallerArn"?');
  });

  test.each([
    {
      because: 'a key is told twice',
      request: { ContextEntries: [overTls, entry('AWS:SecureTransport')] },
      problem: /ContextEntries\[1\]: Must not be listed twice/,
    },
    {
      because: 'the caller is a user',
      request: { CallerArn: 'arn:aws:iam::111122223333:user/anna' },
      problem: /CallerArn: Expected the ARN of an IAM role/,
    },
    {
      because: 'nobody knows whose unique id it is',
      request: { ResourcePolicy: policy({ ...allow, Principal: { AWS: 'AROAEXAMPLEEXAMPLE123' } }) },
      problem: /ResourcePolicy: "A" names a unique id: .* aws:userid/,
    },
  ])('is refused, because $because', ({ request, problem }) => {
    expect(explained({ ...example, ...request })).toEqual({
      code: 2,
      out: '',
      err: expect.stringMatching(problem),
    });
  });

  test.each([
    { because: 'it is missing', argv: ['absent.json'], problem: /^absent\.json: .*ENOENT/ },
    { because: 'it holds no JSON', content: '{', problem: /request\.json: .*JSON/ },
    { because: 'it holds a list', content: '[]', problem: /request: Expected a JSON object, got a list/ },
    { because: 'none is named', argv: [], problem: /^Expected one request file, got none/ },
    { because: 'two are named', argv: ['a', 'b'], problem: /^Expected one request file, got a, b/ },
    { because: 'there is no such option', argv: ['a', '--yaml'], problem: /--yaml/ },
  ])('ends in 2, because $because', ({ argv, content, problem }) => {
    const ended = argv === undefined ? explained(content) : explain(argv);
    expect(ended).toEqual({ code: 2, out: '', err: expect.stringMatching(problem) });
  });
});

test('--help shows a request that can be explained', () => {
  const { code, out } = explain(['--help']);
  expect(code).toBe(0);
  const shown = out.slice(out.indexOf('{'), out.lastIndexOf('}') + 1);
  expect(explained(shown)).toMatchObject({ code: 0, err: '' });
});
