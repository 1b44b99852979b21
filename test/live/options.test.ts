import { parseOptions } from './options';

test.each([
  { because: 'no account is named', argv: [], problem: 'Name the sandbox account' },
  { because: 'an account has 12 digits', argv: ['--account', '1'], problem: 'Name the sandbox account' },
  { because: 'an option is unknown', argv: ['--acount', '1'], problem: "Unknown option '--acount'" },
  {
    because: 'an endpoint elsewhere would get the credentials',
    argv: ['--account', '111122223333', '--endpoint-url', 'http://198.51.100.7'],
    problem: 'is not on 127.0.0.1',
  },
  {
    because: 'an endpoint is a URL',
    argv: ['--account', '111122223333', '--endpoint-url', 'localhost'],
    problem: 'is not on 127.0.0.1',
  },
  { because: 'CI has no account', argv: ['--account', '111122223333'], CI: 'true', problem: 'CI never runs' },
])('a call is refused where $because', ({ argv, CI, problem }) => {
  expect(parseOptions(argv, { ...(CI !== undefined && { CI }) })).toEqual(expect.stringContaining(problem));
});

test('the Region is the option, else the environment', () => {
  const argv = ['--account', '111122223333'];
  expect(parseOptions([...argv, '--region', 'us-east-1'], { AWS_REGION: 'eu-north-1' })).toMatchObject({
    region: 'us-east-1',
  });
  expect(parseOptions(argv, { AWS_REGION: 'eu-north-1' })).toEqual({ account: '111122223333', region: 'eu-north-1' });
});

test('help is given whatever else is asked', () => {
  expect(parseOptions(['--help', '--region', 'us-east-1'], { CI: 'true' })).toBe('help');
});
